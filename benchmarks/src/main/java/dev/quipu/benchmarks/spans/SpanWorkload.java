package dev.quipu.benchmarks.spans;

import dev.quipu.benchmarks.workload.Workload;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * An endless sequence of requests, no two the same: a fixed number of them is encoded ahead of time, and each turn
 * through them sends other trace ids, span ids, order numbers and the present time. For one thread.
 */
public final class SpanWorkload implements Workload {

    private final List<RequestTemplate> templates;
    private final int waves;
    private final long run;
    private int next;
    private long cycleNumber;
    private Cycle cycle;

    /** @param run keeps the ids of one run from those of another; everything else comes from the templates */
    SpanWorkload(List<RequestTemplate> templates, int waves, long run) {
        this.templates = List.copyOf(templates);
        this.waves = waves;
        this.run = run;
        this.cycle = new Cycle(run, 0, waves);
    }

    /** The next request, with spans that were over shortly before {@code nowUnixNano}. */
    @Override
    public Request next(long nowUnixNano) {
        if (next == templates.size()) {
            next = 0;
            cycle = new Cycle(run, ++cycleNumber, waves);
        }
        RequestTemplate template = templates.get(next++);
        cycle.reach(template.newestWave(), nowUnixNano);
        return new Request(template, cycle);
    }

    @Override
    public int maxBytes() {
        return templates.stream().mapToInt(RequestTemplate::bytes).max().orElseThrow();
    }

    @Override
    public int requests() {
        return templates.size();
    }

    @Override
    public long records() {
        return templates.stream().mapToLong(RequestTemplate::spans).sum();
    }

    @Override
    public long bytes() {
        return templates.stream().mapToLong(RequestTemplate::bytes).sum();
    }

    /** One request that was not sent before. */
    public static final class Request implements Workload.Request {
        private final RequestTemplate template;
        private final Cycle cycle;

        private Request(RequestTemplate template, Cycle cycle) {
            this.template = template;
            this.cycle = cycle;
        }

        @Override
        public int records() {
            return template.spans();
        }

        @Override
        public int bytes() {
            return template.bytes();
        }

        @Override
        public void writeTo(ByteBuffer target, int from) {
            template.writeTo(target, from, cycle);
        }
    }
}
