package dev.quipu.analysis.feed;

import dev.quipu.analysis.client.FeedClient;
import dev.quipu.analysis.graph.CallStep;
import dev.quipu.analysis.rollup.SpanRollup;
import dev.quipu.model.Signal;
import dev.quipu.model.rollup.Rollup;
import dev.quipu.model.rollup.RollupCodec;
import dev.quipu.model.rollup.RollupKind;
import dev.quipu.model.rollup.SpanKey;
import dev.quipu.model.segment.Segment;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;

/** What the segments of a page add to what is known, the first of them or all. Used by one thread at a time. */
final class Digest {

    private static final Logger LOG = Logger.getLogger(Digest.class);

    /** The reason of all failures: the ledger counts by it, the log tells more. */
    private static final String REASON = "cannot be digested";

    /** With so many cells a step ends, in the middle of a page too: each holds a sketch. */
    private static final int MAX_CELLS = 20_000;

    /** Likewise with so many spans, of which each is held until calls are told. */
    private static final int MAX_SPANS = 50_000;

    private final Map<String, Rollup<SpanKey>> rollups = new LinkedHashMap<>();
    private final CallStep calls;
    private final List<FeedClient.Undigested> failures = new ArrayList<>();
    private final List<FeedClient.Entry> passed = new ArrayList<>();
    private boolean isFull;
    private boolean isRefused;

    /** @param calls of the same segments */
    Digest(CallStep calls) {
        this.calls = calls;
    }

    CallStep calls() {
        return calls;
    }

    /** Whether nothing of it is added. */
    boolean isRefused() {
        return isRefused;
    }

    /** Whether something is made of records of a signal. */
    boolean wants(Signal signal) {
        return signal == Signal.TRACES;
    }

    /** Whether the step ends before this segment; those of one cursor are never parted. */
    boolean endsBefore(FeedClient.Entry entry) {
        if (!isFull && !entry.cursor().equals(lastCursor())) {
            isFull = rollups.values().stream().mapToInt(Rollup::size).sum() >= MAX_CELLS || calls.spans() >= MAX_SPANS;
        }
        return isFull;
    }

    /** Adds all of a segment, or reports all of it. @param framed its bytes */
    void add(FeedClient.Entry entry, byte[] framed) {
        try {
            Segment segment = Segment.parse(framed);
            Rollup<SpanKey> rollup = SpanRollup.of(segment);
            calls.add(calls.read(entry.tenant(), segment));
            if (!rollup.isEmpty()) {
                rollups.computeIfAbsent(
                                entry.tenant(), tenant -> new Rollup<>(RollupKind.SPANS, SpanRollup.RESOLUTION_SECONDS))
                        .add(rollup);
            }
        } catch (RuntimeException e) {
            fail(entry, e);
        }
    }

    /** Reports a segment. */
    void fail(FeedClient.Entry entry, Throwable why) {
        LOG.warnf(why, "Segment %s can not be digested", entry.id());
        failures.add(new FeedClient.Undigested(entry.id(), entry.records(), REASON));
    }

    /** The segment is dealt with, whatever came of it. */
    void passed(FeedClient.Entry entry) {
        passed.add(entry);
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
        return passed.stream().mapToLong(FeedClient.Entry::records).sum();
    }

    long failedRecords() {
        return failures.stream().mapToLong(FeedClient.Undigested::records).sum();
    }

    /** Where the step ends. */
    String cursor(FeedClient.Page page) {
        return isFull ? lastCursor() : page.next();
    }

    /** Everything acknowledged before is known then; empty in the middle of a page. */
    Optional<Instant> watermark(FeedClient.Page page) {
        return isFull ? Optional.empty() : Optional.of(page.watermark());
    }

    FeedClient.Step step(String after, FeedClient.Page page) {
        return new FeedClient.Step(after, cursor(page), watermark(page), encoded(), failures, List.of());
    }

    /** A step that goes nowhere, and deals with what was given back. */
    FeedClient.Step retried(String place, List<FeedClient.GivenBack> retried) {
        List<Long> numbers = retried.stream().map(FeedClient.GivenBack::number).toList();
        return new FeedClient.Step(place, place, Optional.empty(), encoded(), failures, numbers);
    }

    private List<FeedClient.Addition> encoded() {
        List<FeedClient.Addition> encoded = new ArrayList<>();
        if (!isRefused) {
            rollups.forEach(
                    (tenant, rollup) -> encoded.add(new FeedClient.Addition(tenant, RollupCodec.encode(rollup))));
            calls.changes()
                    .forEach((tenant, rollup) ->
                            encoded.add(new FeedClient.Addition(tenant, RollupCodec.encode(rollup))));
        }
        return encoded;
    }
}
