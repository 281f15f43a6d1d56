package dev.quipu.benchmarks.spans;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * An endless sequence of requests, no two the same: a fixed number of them is encoded ahead of time, and each turn
 * through them sends other trace ids, span ids, order numbers and the present time. For one thread.
 */
public final class Workload {

    private final List<RequestTemplate> templates;
    private final int waves;
    private final long run;
    private int next;
    private long cycleNumber;
    private Cycle cycle;

    /** @param run keeps the ids of one run from those of another; everything else comes from the templates */
    Workload(List<RequestTemplate> templates, int waves, long run) {
        this.templates = List.copyOf(templates);
        this.waves = waves;
        this.run = run;
        this.cycle = new Cycle(run, 0, waves);
    }

    /** The next request, with spans that were over shortly before {@code nowUnixNano}. */
    public Request next(long nowUnixNano) {
        if (next == templates.size()) {
            next = 0;
            cycle = new Cycle(run, ++cycleNumber, waves);
        }
        RequestTemplate template = templates.get(next++);
        cycle.reach(template.newestWave(), nowUnixNano);
        return new Request(template, cycle);
    }

    /** Size of the largest request. */
    public int maxBytes() {
        return templates.stream().mapToInt(RequestTemplate::bytes).max().orElseThrow();
    }

    /** Requests in one turn. */
    public int requests() {
        return templates.size();
    }

    /** Spans in one turn. */
    public long spans() {
        return templates.stream().mapToLong(RequestTemplate::spans).sum();
    }

    /** Bytes of one turn. */
    public long bytes() {
        return templates.stream().mapToLong(RequestTemplate::bytes).sum();
    }

    /** One request that was not sent before. */
    public static final class Request {
        private final RequestTemplate template;
        private final Cycle cycle;

        private Request(RequestTemplate template, Cycle cycle) {
            this.template = template;
            this.cycle = cycle;
        }

        public int spans() {
            return template.spans();
        }

        public int bytes() {
            return template.bytes();
        }

        /** @param target little-endian; gets the request from {@code from} on */
        public void writeTo(ByteBuffer target, int from) {
            template.writeTo(target, from, cycle);
        }

        public byte[] toBytes() {
            byte[] body = new byte[template.bytes()];
            template.writeTo(ByteBuffer.wrap(body).order(ByteOrder.LITTLE_ENDIAN), 0, cycle);
            return body;
        }
    }
}
