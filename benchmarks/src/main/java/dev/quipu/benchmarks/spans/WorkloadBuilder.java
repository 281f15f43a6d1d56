package dev.quipu.benchmarks.spans;

import com.google.protobuf.ByteString;
import dev.quipu.benchmarks.spans.Service.Instance;
import dev.quipu.benchmarks.spans.Step.Query;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Lets visitors walk through the shop and packs what each instance records into requests of the same number of spans, as
 * exporters do: the spans of a trace leave with different requests at different times.
 */
public final class WorkloadBuilder {

    private static final int SPANS_PER_WAVE = 2_048;
    private static final int SPANS_PER_JOB = 10;

    private final Shop shop = new Shop();
    private final SplittableRandom random;
    private final RequestEncoding encoding;
    private final int spansPerRequest;
    private final Map<Instance, List<GeneratedSpan>> open = new LinkedHashMap<>();
    private final List<RequestTemplate> templates = new ArrayList<>();
    private int generated;

    /** @param seed the same seed gives the same spans in every encoding */
    public WorkloadBuilder(long seed, RequestEncoding encoding, int spansPerRequest) {
        if (spansPerRequest < 1) {
            throw new IllegalArgumentException("spansPerRequest: expected at least 1, got " + spansPerRequest);
        }
        this.random = new SplittableRandom(seed);
        this.encoding = encoding;
        this.spansPerRequest = spansPerRequest;
        shop.services().forEach(service -> service.instances().forEach(it -> open.put(it, new ArrayList<>())));
    }

    /**
     * @param run keeps the ids of one run from those of another
     * @param minSpans how many different spans one turn has at least; what is sent later has the same shapes again
     */
    public SpanWorkload build(long run, int minSpans) {
        while (generated < minSpans) {
            TraceWalk walk = new TraceWalk(random.split());
            walk.serve(shop.entry(random.nextDouble()), ByteString.EMPTY, 0);
            pack(walk.spans(wave()));
        }
        open.keySet().forEach(this::fillUp);
        return new SpanWorkload(templates, wave() + 1, run);
    }

    /** Jobs of its own complete an instance's last request, so that a turn leaves no trace unfinished. */
    private void fillUp(Instance instance) {
        Query query = new Query(shop.orders, "DELETE FROM leases WHERE until < now()", "leases", 1);
        List<GeneratedSpan> waiting = open.getOrDefault(instance, List.of());
        while (!waiting.isEmpty()) {
            TraceWalk walk = new TraceWalk(random.split());
            walk.job(instance, query, Math.min(SPANS_PER_JOB, spansPerRequest - waiting.size()));
            pack(walk.spans(wave()));
        }
    }

    private void pack(List<GeneratedSpan> trace) {
        generated += trace.size();
        for (GeneratedSpan span : trace) {
            List<GeneratedSpan> waiting = open.computeIfAbsent(span.instance(), instance -> new ArrayList<>());
            waiting.add(span);
            if (waiting.size() == spansPerRequest) {
                templates.add(encoding.encode(waiting));
                waiting.clear();
            }
        }
    }

    private int wave() {
        return generated / SPANS_PER_WAVE;
    }
}
