package dev.quipu.collector.scrape;

import dev.quipu.collector.exposition.PageTarget;
import dev.quipu.collector.intake.Admission;
import dev.quipu.collector.intake.Answer;
import dev.quipu.collector.intake.Intake;
import dev.quipu.collector.intake.Offer;
import dev.quipu.collector.intake.Reservation;
import dev.quipu.model.KeyValue;
import dev.quipu.model.Signal;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * Takes a target's page to where all records go: it is admitted, limited, made durable and counted as a pushed request
 * is, under a key that names target and slot, so that a slot counts once whoever fetches it. On an event loop.
 */
final class Scrape {

    private final PageFetcher fetcher;
    private final Admission admission;
    private final Intake intake;
    private final ScrapeConversion.Limits limits;
    private final ScrapeMeters meters;
    private final ScrapeResults results;

    Scrape(
            PageFetcher fetcher,
            Admission admission,
            Intake intake,
            ScrapeConversion.Limits limits,
            ScrapeMeters meters,
            ScrapeResults results) {
        this.fetcher = fetcher;
        this.admission = admission;
        this.intake = intake;
        this.limits = limits;
        this.meters = meters;
        this.results = results;
    }

    /** Completes when the page is there, or will not be; what becomes of it goes on by itself. Never fails. */
    Future<Void> fetch(ScrapeTarget target, SeriesMemory memory, long slotMillis) {
        meters.begun(System.currentTimeMillis() - slotMillis);
        if (admission.isFull(target.tenant())) {
            meters.skipped(ScrapeMeters.Skip.REFUSED, 1);
            return Future.succeededFuture();
        }
        Reservation reservation = admission.open(target.tenant());
        return fetcher.fetch(target, reservation)
                .onSuccess(fetched -> keep(target, memory, slotMillis, fetched, reservation))
                .mapEmpty();
    }

    /** Tells the end of all series of a target that is no target any more. */
    void end(ScrapeTarget target, SeriesMemory memory, long slotMillis) {
        if (!memory.isEmpty()) {
            keep(target, memory, slotMillis, Fetched.nothingAnyMore(), admission.open(target.tenant()));
        }
    }

    private void keep(
            ScrapeTarget target, SeriesMemory memory, long slotMillis, Fetched fetched, Reservation reservation) {
        if (fetched.overloaded()) {
            reservation.release();
            meters.skipped(ScrapeMeters.Skip.REFUSED, 1);
            return;
        }
        ScrapeConversion conversion = new ScrapeConversion(
                fetched, pageTarget(target), memory, limits, reservation, TimeUnit.MILLISECONDS.toNanos(slotMillis));
        intake.offer(new Offer(
                        target.tenant(),
                        Signal.METRICS,
                        fetched.body(),
                        fetched.length(),
                        Optional.of(conversion),
                        Optional.of("scrape/" + target.key() + "/" + slotMillis),
                        Optional.empty(),
                        reservation))
                .onSuccess(answer -> {
                    if (!fetched.gone()) {
                        account(target, slotMillis, fetched, conversion, answer);
                    }
                });
    }

    private void account(
            ScrapeTarget target, long slotMillis, Fetched fetched, ScrapeConversion conversion, Answer answer) {
        meters.fetched(fetched);
        if (answer.kind() == Answer.Kind.OVER_QUOTA) {
            meters.skipped(ScrapeMeters.Skip.OVER_QUOTA, 1);
            return;
        }
        if (answer.kind() == Answer.Kind.REFUSED || conversion.overloaded()) {
            meters.skipped(ScrapeMeters.Skip.REFUSED, 1);
            return;
        }
        conversion.failure().ifPresent(failure -> meters.failed(failure.reason()));
        Optional<String> error = answer.kind() == Answer.Kind.ACKNOWLEDGED
                ? conversion.failure().map(failure -> intake.message(target.tenant(), Signal.METRICS, failure.detail()))
                : Optional.of(answer.message());
        results.add(new ScrapeResult(
                target.key(),
                target.tenant(),
                target.url().toString(),
                target.job(),
                target.instance(),
                Instant.ofEpochMilli(slotMillis),
                error.isEmpty(),
                TimeUnit.NANOSECONDS.toMillis(fetched.durationNanos()),
                conversion.samples(),
                error));
    }

    private static PageTarget pageTarget(ScrapeTarget target) {
        List<KeyValue> attributes = new ArrayList<>();
        attributes.add(KeyValue.of("server.address", target.host()));
        attributes.add(KeyValue.of("server.port", (long) target.port()));
        attributes.add(KeyValue.of("url.scheme", target.tls() ? "https" : "http"));
        new TreeMap<>(target.labels()).forEach((key, value) -> attributes.add(KeyValue.of(key, value)));
        return new PageTarget(target.job(), target.instance(), attributes, List.of(), target.honorLabels());
    }
}
