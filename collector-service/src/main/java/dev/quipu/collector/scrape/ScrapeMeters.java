package dev.quipu.collector.scrape;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** What can be seen of fetching: {@code quipu.collector.scrape.*}. Any thread. */
final class ScrapeMeters {

    /** Why a slot passed without a fetch, or a fetch without being kept. */
    enum Skip {
        /** The fetch before took too long. */
        LATE("late"),
        /** Storage has not said in time that this collector may. */
        NO_LEASE("no_lease"),
        /** The tenant's quota is used up. */
        OVER_QUOTA("over_quota"),
        /** No room for the page, or storage could not keep it in time. */
        REFUSED("refused");

        private final String label;

        Skip(String label) {
            this.label = label;
        }
    }

    private final MeterRegistry registry;
    private final Timer lateness;
    private final Timer duration;

    ScrapeMeters(MeterRegistry registry, Supplier<Number> targets) {
        this.registry = registry;
        lateness = Timer.builder("quipu.collector.scrape.lateness")
                .description("Time from a slot until its fetch began")
                .register(registry);
        duration = Timer.builder("quipu.collector.scrape.duration")
                .description("Time from a fetch's begin to the page's end")
                .register(registry);
        Gauge.builder("quipu.collector.scrape.targets", targets)
                .description("Targets that this collector fetches")
                .register(registry);
    }

    void begun(long latenessMillis) {
        lateness.record(Math.max(0, latenessMillis), TimeUnit.MILLISECONDS);
    }

    void fetched(Fetched fetched) {
        duration.record(fetched.durationNanos(), TimeUnit.NANOSECONDS);
    }

    void failed(ScrapeFailure.Reason reason) {
        Counter.builder("quipu.collector.scrape.failures")
                .description("Fetches after which the target counts as down")
                .tag("reason", reason.label())
                .register(registry)
                .increment();
    }

    void skipped(Skip skip, long slots) {
        Counter.builder("quipu.collector.scrape.skipped")
                .description("Slots of which nothing was kept")
                .tag("reason", skip.label)
                .register(registry)
                .increment((double) slots);
    }
}
