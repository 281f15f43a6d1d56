package dev.quipu.collector.exposition;

import dev.quipu.collector.prometheus.MetricsRequest;
import dev.quipu.fuzzing.Expectation;
import dev.quipu.fuzzing.FuzzRequests;
import dev.quipu.model.KeyValue;
import dev.quipu.model.Signal;
import dev.quipu.model.otlp.OtlpFormatException;
import java.util.List;

/** Pages of metrics, read and written as a request of OTLP, and then as series that have ended. */
public final class FuzzPages {

    private static final int MAX_BYTES = 4 << 20;
    private static final long SCRAPED_UNIX_NANO = 1_795_000_000_000_000_000L;
    private static final PageLimits LIMITS = PageLimits.ofSamples(1_000);
    private static final List<KeyValue> ATTRIBUTES = List.of(KeyValue.of("zone", "a"));

    private FuzzPages() {}

    public static void read(byte[] body) {
        for (PageFormat format : PageFormat.values()) {
            for (boolean honorLabels : new boolean[] {false, true}) {
                read(body, format, new PageTarget("cart", "10.0.0.1:80", ATTRIBUTES, List.of(), honorLabels));
            }
        }
    }

    private static void read(byte[] body, PageFormat format, PageTarget target) {
        Page page;
        try {
            page = Page.read(body, body.length, format, LIMITS);
        } catch (PageException e) {
            return;
        }
        Expectation.holds("at most the samples that a page may have", page.samples() <= LIMITS.maxSamples());
        PageTarget described = target.describedBy(page.described());
        try {
            MetricsRequest out = new MetricsRequest(MAX_BYTES);
            page.writeTo(out, described, SCRAPED_UNIX_NANO);
            FuzzRequests.readable(Signal.METRICS, out.toBytes());
            MetricsRequest ends = new MetricsRequest(MAX_BYTES);
            page.writeEnds(ends, described, SCRAPED_UNIX_NANO, hash -> true);
            FuzzRequests.readable(Signal.METRICS, ends.toBytes());
        } catch (OtlpFormatException e) {
            // documented: more than MAX_BYTES
        }
    }
}
