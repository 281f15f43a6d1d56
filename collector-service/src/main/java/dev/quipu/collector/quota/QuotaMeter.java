package dev.quipu.collector.quota;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;

/** Shows how much of their quotas tenants have used up, of what nobody but this process counts. */
@Singleton
public final class QuotaMeter {

    private final Quotas quotas;
    private final MultiGauge series;

    @Inject
    public QuotaMeter(Quotas quotas, MeterRegistry registry) {
        this.quotas = quotas;
        this.series = MultiGauge.builder("quipu.collector.quota.series")
                .description("Different series of metrics that a tenant with a quota of them sent today")
                .register(registry);
    }

    /** From here on those of the tenants that have such a quota now. One call at a time. */
    void show() {
        List<MultiGauge.Row<?>> rows = quotas.countedBySeries().stream()
                .<MultiGauge.Row<?>>map(tenant -> MultiGauge.Row.of(
                        Tags.of("tenant", tenant), quotas, counted -> (double) counted.seriesToday(tenant)))
                .toList();
        series.register(rows, true);
    }
}
