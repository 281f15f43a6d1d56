package dev.quipu.analysis.feed;

import dev.quipu.analysis.client.FeedClient;
import dev.quipu.analysis.client.FeedPartClient;
import dev.quipu.model.Signal;
import dev.quipu.model.segment.Segment;
import dev.quipu.model.segment.SegmentFormatException;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/** A step: what is made of the segments of a page, the first of them or all. Used by one thread at a time. */
final class Digest {

    private static final Logger LOG = Logger.getLogger(Digest.class);

    /** The reason of all failures: the ledger counts by it, the log tells more. */
    private static final String REASON = "cannot be digested";

    private final Findings findings;
    private final Optional<String> part;
    private final List<FeedPartClient.Undigested> failures = new ArrayList<>();
    private final List<FeedClient.Entry> passed = new ArrayList<>();
    private boolean isFull;
    private boolean isRefused;

    Digest(Findings findings) {
        this(findings, Optional.empty());
    }

    /** @param part that failures are told of; empty for the one that commits */
    Digest(Findings findings, Optional<String> part) {
        this.findings = findings;
        this.part = part;
    }

    /** Whether nothing of it is added. */
    boolean isRefused() {
        return isRefused;
    }

    /** Whether something is made of records of a signal. */
    boolean wants(Signal signal) {
        return findings.wants(signal);
    }

    /** Whether the step ends before this segment; those of one cursor are never parted. */
    boolean endsBefore(FeedClient.Entry entry) {
        if (!isFull && !entry.cursor().equals(lastCursor())) {
            isFull = findings.isFull();
        }
        return isFull;
    }

    /** Adds all of a segment, or reports all of it. @param framed its bytes */
    Uni<Void> add(FeedClient.Entry entry, byte[] framed) {
        try {
            Segment segment = Segment.parse(framed);
            return findings.prepare(entry.tenant(), segment).invoke(() -> add(entry, segment));
        } catch (SegmentFormatException e) {
            fail(entry, e);
            return Uni.createFrom().voidItem();
        }
    }

    private void add(FeedClient.Entry entry, Segment segment) {
        try {
            findings.add(entry.id(), entry.tenant(), segment);
        } catch (RuntimeException e) {
            fail(entry, e);
        }
    }

    /** Reports a segment. */
    void fail(FeedClient.Entry entry, Throwable why) {
        LOG.warnf(why, "Segment %s can not be digested", entry.id());
        failures.add(new FeedPartClient.Undigested(entry.id(), entry.records(), REASON, part));
    }

    /** The segment is dealt with, whatever came of it. */
    void passed(FeedClient.Entry entry) {
        passed.add(entry);
    }

    /** Finds what depends on what was known before. @param place where the step begins */
    Uni<Void> complete(String place) {
        return findings.complete(place);
    }

    /** Nothing is added, and all that something was made of is reported. */
    void failAll(Throwable why) {
        isRefused = true;
        failures.clear();
        passed.stream().filter(entry -> wants(entry.signal())).forEach(entry -> fail(entry, why));
    }

    private String lastCursor() {
        return passed.isEmpty() ? "" : passed.get(passed.size() - 1).cursor();
    }

    long records() {
        return passed.stream()
                .filter(entry -> wants(entry.signal()))
                .mapToLong(FeedClient.Entry::records)
                .sum();
    }

    long failedRecords() {
        return failures.stream().mapToLong(FeedPartClient.Undigested::records).sum();
    }

    /** Where the step ends. */
    String cursor(FeedClient.Page page) {
        return isFull ? lastCursor() : page.next();
    }

    /** Everything acknowledged before is known then; empty in the middle of a page. */
    Optional<Instant> watermark(FeedClient.Page page) {
        return isFull ? Optional.empty() : Optional.of(page.watermark());
    }

    FeedPartClient.Step step(String after, FeedClient.Page page) {
        return new FeedPartClient.Step(after, cursor(page), watermark(page), additions(), failures, List.of());
    }

    /** A step that goes nowhere, and deals with what was given back. */
    FeedPartClient.Step retried(String place, FeedPartClient.GivenBack retried) {
        return new FeedPartClient.Step(
                place, place, Optional.empty(), additions(), failures, List.of(retried.number()));
    }

    private FeedPartClient.Additions additions() {
        return isRefused ? FeedPartClient.Additions.NONE : findings.additions();
    }
}
