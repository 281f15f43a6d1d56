package dev.quipu.operations;

import dev.quipu.model.AnyValue;
import dev.quipu.model.InstrumentationScope;
import dev.quipu.model.KeyValue;
import dev.quipu.model.LogRecord;
import dev.quipu.model.Metric;
import dev.quipu.model.MetricPoint;
import dev.quipu.model.PointValue;
import dev.quipu.model.Resource;
import dev.quipu.model.Span;
import dev.quipu.model.SpanId;
import dev.quipu.model.TraceId;
import dev.quipu.model.otlp.OtlpLogs;
import dev.quipu.model.otlp.OtlpMetrics;
import dev.quipu.model.otlp.OtlpTraces;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** Requests of OTLP with records of today, by a seed. */
public final class Telemetry {

    private static final Resource RESOURCE = Resource.of(List.of(KeyValue.of("service.name", "checkout")));
    private static final Metric METRIC =
            new Metric("http.server.requests", "", "{request}", List.of(), Metric.Kind.SUM, Metric.CUMULATIVE, true);

    private final Random random;

    public Telemetry(long seed) {
        this.random = new Random(seed);
    }

    private static <T> List<T> many(int count, IntFunction<T> record) {
        return IntStream.range(0, count).mapToObj(record).toList();
    }

    private long time() {
        return Instant.now().toEpochMilli() * 1_000_000 - random.nextInt(1_000_000_000);
    }

    private List<KeyValue> attributes() {
        return List.of(
                KeyValue.of("user.id", "u-" + random.nextLong()),
                KeyValue.of("http.response.status_code", 200L + random.nextInt(3)));
    }

    public byte[] spans(int count) {
        return OtlpTraces.toProtobuf(many(count, number -> span()));
    }

    private Span span() {
        long start = time();
        return new Span(
                RESOURCE,
                InstrumentationScope.NONE,
                new TraceId(random.nextLong() | 1, random.nextLong()),
                new SpanId(random.nextLong() | 1),
                SpanId.NONE,
                "",
                0,
                "GET /" + random.nextInt(20),
                Span.Kind.SERVER.ordinal(),
                start,
                start + random.nextInt(100_000_000),
                attributes(),
                0,
                List.of(new Span.Event(start, "cache miss", attributes(), 0)),
                0,
                List.of(),
                0,
                Span.Status.UNSET);
    }

    public byte[] logs(int count) {
        return OtlpLogs.toProtobuf(many(count, number -> log()));
    }

    private LogRecord log() {
        return new LogRecord(
                RESOURCE,
                InstrumentationScope.NONE,
                time(),
                0,
                9,
                "INFO",
                Optional.of(AnyValue.of("order " + random.nextInt() + " took " + random.nextInt(100) + " ms")),
                attributes(),
                0,
                0,
                0,
                0,
                SpanId.NONE,
                "");
    }

    public byte[] points(int count) {
        return OtlpMetrics.toProtobuf(many(count, this::point));
    }

    private MetricPoint point(int number) {
        return new MetricPoint(
                RESOURCE,
                InstrumentationScope.NONE,
                METRIC,
                List.of(KeyValue.of("http.route", "/" + number % 10)),
                0,
                time(),
                0,
                new PointValue.IntValue(random.nextInt(1000)),
                List.of());
    }
}
