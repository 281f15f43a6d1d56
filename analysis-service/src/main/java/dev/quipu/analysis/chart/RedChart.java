package dev.quipu.analysis.chart;

import dev.quipu.analysis.BadParameterException;
import dev.quipu.analysis.rollup.RedAnswer;
import dev.quipu.analysis.rollup.RedFigures;
import dev.quipu.analysis.rollup.RedQuery;
import dev.quipu.analysis.rollup.RedReader;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Rate, errors or durations of spans, step by step. */
@ApplicationScoped
public class RedChart {

    private final RedReader reader;

    RedChart(RedReader reader) {
        this.reader = reader;
    }

    /** Which of the three is shown. */
    public enum Figure {
        RATE,
        ERRORS,
        DURATIONS;

        /**
         * @throws BadParameterException for another word
         */
        public static Figure parse(String text) {
            for (Figure figure : values()) {
                if (figure.name().toLowerCase(Locale.ROOT).equals(text)) {
                    return figure;
                }
            }
            throw new BadParameterException("of: expected rate, errors or durations, got '" + text + "'");
        }

        /** Lines of the answer that a chart has room for. */
        public int maxLines() {
            return Chart.MAX_SERIES / curves().size();
        }

        private String title() {
            return switch (this) {
                case RATE -> "Rate of spans";
                case ERRORS -> "Share of spans with an error";
                case DURATIONS -> "Durations of spans";
            };
        }

        private ChartUnit unit() {
            return switch (this) {
                case RATE -> ChartUnit.SPANS_PER_SECOND;
                case ERRORS -> ChartUnit.ERROR_RATIO;
                case DURATIONS -> ChartUnit.NANOS;
            };
        }

        private List<Curve> curves() {
            return switch (this) {
                case RATE -> List.of(new Curve("", OptionalDouble.of(0), red -> Optional.of(red.ratePerSecond())));
                case ERRORS -> List.of(new Curve("", OptionalDouble.empty(), red -> Optional.of(red.errorRatio())));
                case DURATIONS ->
                    List.of(
                            new Curve("p50", OptionalDouble.empty(), RedFigures::p50Nanos),
                            new Curve("p90", OptionalDouble.empty(), RedFigures::p90Nanos),
                            new Curve("p99", OptionalDouble.empty(), RedFigures::p99Nanos));
            };
        }
    }

    /** @param without what a step without spans has */
    private record Curve(String name, OptionalDouble without, Function<RedFigures, Optional<Double>> value) {}

    /** @param query with a step */
    public Uni<Chart> read(String tenant, Figure figure, RedQuery query) {
        return reader.read(tenant, query).map(found -> chart(figure, query, found));
    }

    private static Chart chart(Figure figure, RedQuery query, RedAnswer found) {
        List<Instant> times = ChartTimes.between(found.from(), found.to(), found.stepSeconds());
        List<Chart.Series> series = new ArrayList<>();
        for (RedAnswer.Line line : found.lines()) {
            for (Curve curve : figure.curves()) {
                String name = Stream.of(
                                found.lineCount() == 1 && !curve.name().isEmpty() ? "" : name(line), curve.name())
                        .filter(part -> !part.isEmpty())
                        .collect(Collectors.joining(" "));
                series.add(Chart.Series.of(name, values(curve, times, line)));
            }
        }
        String whose = query.service().map(service -> " of " + service).orElse("");
        return new Chart(
                figure.title() + whose,
                figure.unit(),
                Chart.Kind.LINES,
                times,
                Duration.ofSeconds(found.stepSeconds()).toNanos(),
                series,
                found.lines().size() < found.lineCount(),
                found.watermark());
    }

    private static String name(RedAnswer.Line line) {
        String component = line.namespace().isEmpty() ? line.component() : line.namespace() + "/" + line.component();
        return Stream.of(Optional.of(component), line.spanName(), line.kind().map(kind -> "(" + kind + ")"))
                .flatMap(Optional::stream)
                .collect(Collectors.joining(" "));
    }

    private static List<OptionalDouble> values(Curve curve, List<Instant> times, RedAnswer.Line line) {
        Map<Instant, RedFigures> figures = new HashMap<>();
        line.points().forEach(point -> figures.put(point.time(), point.figures()));
        return times.stream()
                .map(time -> Optional.ofNullable(figures.get(time))
                        .map(red ->
                                curve.value().apply(red).map(OptionalDouble::of).orElse(OptionalDouble.empty()))
                        .orElse(curve.without()))
                .toList();
    }
}
