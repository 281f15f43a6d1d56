package dev.quipu.benchmarks.spans;

import com.google.protobuf.ByteString;
import dev.quipu.benchmarks.workload.Workload;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.nio.ByteBuffer;
import java.util.SplittableRandom;

/**
 * The OTLP requests of another workload; each of so many has a span more, which says the same value in an attribute, in
 * one of an event, and in its name. For one thread.
 */
public final class MarkedWorkload implements Workload {

    private static final int ID_BYTES = 16;
    private static final long DURATION_NANOS = 1_000_000;

    private final Workload requests;
    private final int interval;
    private final KeyValue mark;
    private final SplittableRandom random;
    private long given;
    private long marked;

    /**
     * @param seed of the ids of the spans that say it
     * @param interval of how many requests one is marked
     */
    public MarkedWorkload(Workload requests, long seed, int interval, String key, String value) {
        if (interval < 1) {
            throw new IllegalArgumentException("interval: expected at least 1, got " + interval);
        }
        this.requests = requests;
        this.interval = interval;
        this.mark = Attributes.text(key, value);
        this.random = new SplittableRandom(seed);
    }

    /** How many spans that say it were given out. */
    public long marked() {
        return marked;
    }

    @Override
    public Request next(long nowUnixNano) {
        Request request = requests.next(nowUnixNano);
        if (given++ % interval != 0) {
            return request;
        }
        marked++;
        return new Marked(request, mark(nowUnixNano));
    }

    /** Fields of two messages one after the other are a message with the fields of both. */
    private byte[] mark(long nowUnixNano) {
        ByteBuffer id = ByteBuffer.allocate(ID_BYTES).putLong(random.nextLong()).putLong(random.nextLong() | 1);
        String value = mark.getValue().getStringValue();
        Span span = Span.newBuilder()
                .setTraceId(ByteString.copyFrom(id.array()))
                .setSpanId(ByteString.copyFrom(id.array(), Long.BYTES, Long.BYTES))
                .setName("greet " + value)
                .setKind(Span.SpanKind.SPAN_KIND_INTERNAL)
                .setStartTimeUnixNano(nowUnixNano - DURATION_NANOS)
                .setEndTimeUnixNano(nowUnixNano)
                .addAttributes(mark)
                .addEvents(Span.Event.newBuilder()
                        .setTimeUnixNano(nowUnixNano)
                        .setName("greeted")
                        .addAttributes(mark))
                .build();
        ResourceSpans.Builder resource =
                ResourceSpans.newBuilder().addScopeSpans(ScopeSpans.newBuilder().addSpans(span));
        resource.getResourceBuilder().addAttributes(Attributes.text("service.name", "greeter"));
        return ExportTraceServiceRequest.newBuilder()
                .addResourceSpans(resource)
                .build()
                .toByteArray();
    }

    private record Marked(Request request, byte[] mark) implements Request {

        @Override
        public int records() {
            return request.records() + 1;
        }

        @Override
        public int bytes() {
            return request.bytes() + mark.length;
        }

        @Override
        public void writeTo(ByteBuffer target, int from) {
            request.writeTo(target, from);
            target.put(from + request.bytes(), mark);
        }
    }

    @Override
    public int maxBytes() {
        return requests.maxBytes() + mark(Long.MAX_VALUE).length;
    }

    @Override
    public int requests() {
        return requests.requests();
    }

    @Override
    public long records() {
        return requests.records() + requests.requests() / interval;
    }

    @Override
    public long bytes() {
        return requests.bytes() + (long) requests.requests() / interval * mark(Long.MAX_VALUE).length;
    }
}
