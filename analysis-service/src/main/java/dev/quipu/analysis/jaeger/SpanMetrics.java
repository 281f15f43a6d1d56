package dev.quipu.analysis.jaeger;

import dev.quipu.analysis.BadParameterException;
import dev.quipu.analysis.client.FoundRollup;
import dev.quipu.analysis.client.RollupQuery;
import dev.quipu.analysis.client.StorageClient;
import dev.quipu.analysis.jaeger.JaegerMetrics.Label;
import dev.quipu.analysis.jaeger.JaegerMetrics.Line;
import dev.quipu.analysis.jaeger.JaegerMetrics.Point;
import dev.quipu.analysis.jaeger.JaegerMetrics.Value;
import dev.quipu.analysis.rollup.RedSum;
import dev.quipu.model.rollup.RollupCell;
import dev.quipu.model.rollup.RollupKind;
import dev.quipu.model.rollup.SpanKey;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * Latencies, call rates and error rates as Jaeger's page "Monitor" asks for them, from what analysis adds up. A point is
 * about the steps before it; without calls there is no point.
 */
@ApplicationScoped
public class SpanMetrics {

    private static final double NANOS_PER_MILLI = 1e6;

    private final StorageClient storage;

    SpanMetrics(StorageClient storage) {
        this.storage = storage;
    }

    /** @param quantile 0 to 1, as sent */
    public Uni<JaegerMetrics> latencies(String tenant, MetricParameters asked, Optional<String> quantile) {
        double part = quantile(quantile);
        return read(
                tenant,
                asked,
                "latencies",
                part + "th quantile latency",
                query -> sum -> sum.all().quantileNanos(part) / NANOS_PER_MILLI);
    }

    public Uni<JaegerMetrics> calls(String tenant, MetricParameters asked) {
        return read(
                tenant,
                asked,
                "call_rate",
                "calls/sec",
                query -> sum -> sum.all().weight() / ((double) query.steps() * query.stepSeconds()));
    }

    public Uni<JaegerMetrics> errors(String tenant, MetricParameters asked) {
        return read(
                tenant,
                asked,
                "error_rate",
                "error rate, computed as a fraction of errors/sec over calls/sec",
                query -> sum -> sum.errors().weight() / sum.all().weight());
    }

    private static double quantile(Optional<String> text) {
        try {
            double quantile = Double.parseDouble(text.orElseThrow(
                    () -> BadParameterException.of("quantile", "please provide a quantile between (0, 1]")));
            if (quantile > 0 && quantile <= 1) {
                return quantile;
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw BadParameterException.of(
                "quantile", "expected a number above 0 and up to 1, got '" + text.orElse("") + "'");
    }

    private record Name(String service, String operation) implements Comparable<Name> {

        private static final Comparator<Name> ORDER =
                Comparator.comparing(Name::service).thenComparing(Name::operation);

        @Override
        public int compareTo(Name other) {
            return ORDER.compare(this, other);
        }

        List<Label> labels(boolean withOperation) {
            Label name = new Label("service_name", service);
            return withOperation ? List.of(new Label("operation", operation), name) : List.of(name);
        }
    }

    private Uni<JaegerMetrics> read(
            String tenant,
            MetricParameters asked,
            String what,
            String help,
            Function<MetricQuery, ToDoubleFunction<RedSum>> figure) {
        MetricQuery query = MetricQuery.of(asked, Instant.now());
        Map<Name, TreeMap<Long, RedSum>> lines = new TreeMap<>();
        return Multi.createFrom()
                .iterable(query.services())
                .onItem()
                .transformToUniAndConcatenate(service -> storage.rollup(
                                tenant,
                                RollupQuery.bySteps(
                                        RollupKind.SPANS,
                                        query.from(),
                                        query.to(),
                                        Duration.ofSeconds(query.stepSeconds()),
                                        Optional.of(service)))
                        .invoke(found -> add(lines, query, found)))
                .collect()
                .last()
                .map(last -> new JaegerMetrics(
                        (query.groupByOperation() ? "service_operation_" : "service_") + what,
                        "GAUGE",
                        help + ", grouped by service" + (query.groupByOperation() ? " & operation" : ""),
                        lines.entrySet().stream()
                                .map(line -> new Line(
                                        line.getKey().labels(query.groupByOperation()),
                                        points(query, line.getValue(), figure.apply(query))))
                                .toList()));
    }

    private static void add(Map<Name, TreeMap<Long, RedSum>> lines, MetricQuery query, FoundRollup<SpanKey> found) {
        found.rollup().byKey().forEach((SpanKey key, RollupCell cell) -> {
            if (query.kinds().contains(key.kind())) {
                lines.computeIfAbsent(
                                new Name(key.component(), query.groupByOperation() ? key.spanName() : ""),
                                name -> new TreeMap<>())
                        .computeIfAbsent(key.startUnixSeconds(), second -> new RedSum())
                        .add(key.statusCode(), cell);
            }
        });
    }

    private static List<Point> points(MetricQuery query, TreeMap<Long, RedSum> steps, ToDoubleFunction<RedSum> figure) {
        List<Point> points = new ArrayList<>();
        for (long at = query.first(); at <= query.last(); at += query.stepSeconds()) {
            RedSum sum = new RedSum();
            steps.subMap(at - (long) query.steps() * query.stepSeconds(), true, at, false)
                    .values()
                    .forEach(sum::add);
            if (sum.all().spans() > 0) {
                String time = Instant.ofEpochSecond(at).toString();
                points.add(new Point(new Value(figure.applyAsDouble(sum)), time));
            }
        }
        return points;
    }
}
