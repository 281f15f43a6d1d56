package dev.quipu.analysis.alert;

import dev.quipu.analysis.client.MetricClient;
import dev.quipu.analysis.client.RollupQuery;
import dev.quipu.analysis.client.StorageClient;
import dev.quipu.model.alert.Figure;
import dev.quipu.model.alert.SpanSelection;
import dev.quipu.model.rollup.RollupKind;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the figures that conditions look at: of a window, series by series; series without a record are not there. */
@ApplicationScoped
public class FigureReader {

    private final StorageClient storage;
    private final MetricClient metrics;

    FigureReader(StorageClient storage, MetricClient metrics) {
        this.storage = storage;
        this.metrics = metrics;
    }

    /** From, included, to, not included. */
    record Window(Instant from, Instant to) {

        static Window before(Instant to, long seconds) {
            return new Window(to.minusSeconds(seconds), to);
        }

        Duration length() {
            return Duration.between(from, to);
        }
    }

    /** Not everything that was acknowledged before the end of a window is counted yet: it is to be asked for later. */
    static final class NotCountedYetException extends RuntimeException {
        private static final long serialVersionUID = 1;

        NotCountedYetException(Instant wanted) {
            super("spans up to " + wanted + " are not counted yet");
        }
    }

    /** Fails with {@link NotCountedYetException}. */
    Uni<Map<Map<String, String>, Double>> values(String tenant, Figure figure, Window window) {
        return switch (figure.kind()) {
            case RED -> {
                Figure.Red red = (Figure.Red) figure;
                yield spans(tenant, red.spans(), red.groupBy(), window).map(found -> {
                    Map<Map<String, String>, Double> values = new HashMap<>();
                    found.series()
                            .forEach(
                                    (labels, spans) -> values.put(labels, spans.value(red.measure(), found.seconds())));
                    return values;
                });
            }
            case METRIC -> values(tenant, (Figure.Metric) figure, window);
        };
    }

    private Uni<Map<Map<String, String>, Double>> values(String tenant, Figure.Metric metric, Window window) {
        MetricClient.Query query = new MetricClient.Query(
                metric.match(),
                metric.function().word(),
                metric.quantile().map(String::valueOf),
                window.from(),
                window.to(),
                window.length());
        return metrics.values(tenant, query).map(found -> {
            Map<Map<String, String>, Double> values = new HashMap<>();
            found.lines().forEach(line -> {
                for (double value : line.values()) {
                    if (!Double.isNaN(value)) {
                        values.put(line.labels(), value);
                    }
                }
            });
            return values;
        });
    }

    /** Spans of a window. @param seconds that it was widened to */
    record FoundSpans(Map<Map<String, String>, SpanFigure> series, double seconds) {}

    /** Fails with {@link NotCountedYetException}. */
    Uni<FoundSpans> spans(String tenant, SpanSelection selection, List<Figure.Grouping> groupBy, Window window) {
        return storage.rollup(
                        tenant,
                        RollupQuery.whole(
                                RollupKind.SPANS, window.from(), window.to(), Optional.of(selection.service())))
                .map(found -> {
                    if (found.watermark()
                            .map(time -> time.isBefore(window.to()))
                            .orElse(true)) {
                        throw new NotCountedYetException(window.to());
                    }
                    return new FoundSpans(
                            SpanFigure.of(found.rollup(), selection, groupBy),
                            Duration.between(found.from(), found.to()).toSeconds());
                });
    }
}
