package dev.quipu.analysis.rollup;

import dev.quipu.analysis.AnalysisConfig;
import dev.quipu.analysis.BadParameterException;
import dev.quipu.analysis.client.FoundRollup;
import dev.quipu.analysis.client.RollupQuery;
import dev.quipu.analysis.client.StorageClient;
import dev.quipu.analysis.read.SpanSearch;
import dev.quipu.analysis.rollup.RedGrouping.LineKey;
import dev.quipu.model.rollup.Rollup;
import dev.quipu.model.rollup.RollupCell;
import dev.quipu.model.rollup.RollupKind;
import dev.quipu.model.rollup.SpanKey;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/** Answers with rate, errors and duration of spans, and with how complete they are. */
@ApplicationScoped
public class RedReader {

    private static final double P99 = 0.99;

    private final StorageClient storage;
    private final int maxPoints;

    RedReader(StorageClient storage, AnalysisConfig config) {
        this.storage = storage;
        this.maxPoints = config.analysis().red().maxPoints();
    }

    public Uni<RedAnswer> read(String tenant, RedQuery query) {
        Instant end = query.to().isAfter(query.from()) ? query.to() : query.to().plusNanos(1);
        RollupQuery<SpanKey> rollup = query.step()
                .map(step -> RollupQuery.bySteps(RollupKind.SPANS, query.from(), end, step, query.service()))
                .orElseGet(() -> RollupQuery.whole(RollupKind.SPANS, query.from(), end, query.service()));
        return storage.rollup(tenant, rollup).map(found -> answer(query, found));
    }

    private record Sums(RedSum total, SortedMap<Long, RedSum> bySecond) {}

    /** @param rank of the line in the order that is asked for, the highest first */
    private record Ranked(LineKey key, Sums sums, double rank) {}

    private RedAnswer answer(RedQuery query, FoundRollup<SpanKey> found) {
        Map<LineKey, Sums> lines = sums(query, found);
        ToDoubleFunction<RedSum> most = most(query.order());
        List<Ranked> ordered = lines.entrySet().stream()
                .map(entry -> new Ranked(
                        entry.getKey(),
                        entry.getValue(),
                        most.applyAsDouble(entry.getValue().total())))
                .sorted(Comparator.comparingDouble(Ranked::rank).reversed().thenComparing(Ranked::key))
                .toList();
        long seconds = found.to().getEpochSecond() - found.from().getEpochSecond();
        long stepSeconds = query.step().map(Duration::toSeconds).orElse(seconds);
        return new RedAnswer(
                found.from(),
                found.to(),
                stepSeconds,
                ordered.size(),
                query.page().of(ordered).stream()
                        .map(line -> line(seconds, stepSeconds, line))
                        .toList(),
                query.page().nextCursor(ordered.size()),
                found.watermark(),
                found.analysedFraction());
    }

    private Map<LineKey, Sums> sums(RedQuery query, FoundRollup<SpanKey> found) {
        Map<LineKey, Sums> lines = new HashMap<>();
        int points = 0;
        for (Map.Entry<SpanKey, RollupCell> entry : found.rollup().byKey().entrySet()) {
            SpanKey key = entry.getKey();
            Sums sums = lines.computeIfAbsent(
                    RedGrouping.line(query.groupBy(), key), line -> new Sums(new RedSum(), new TreeMap<>()));
            sums.total().add(key.statusCode(), entry.getValue());
            if (query.step().isPresent()) {
                points += sums.bySecond().containsKey(key.startUnixSeconds()) ? 0 : 1;
                requireFewer(points);
                sums.bySecond()
                        .computeIfAbsent(key.startUnixSeconds(), second -> new RedSum())
                        .add(key.statusCode(), entry.getValue());
            }
        }
        return lines;
    }

    private void requireFewer(int points) {
        if (points > maxPoints) {
            throw new BadParameterException("step: expected at most " + maxPoints
                    + " points in an answer, got more; choose a shorter time or a longer step");
        }
    }

    private static ToDoubleFunction<RedSum> most(RedQuery.Order order) {
        return switch (order) {
            case RATE -> sum -> sum.all().weight();
            case ERRORS -> sum -> sum.errors().weight();
            case DURATION -> sum -> sum.all().sumNanos();
            case P99 -> sum -> sum.all().spans() == 0 ? 0 : sum.all().quantileNanos(P99);
        };
    }

    private static RedAnswer.Line line(long seconds, long stepSeconds, Ranked line) {
        LineKey key = line.key();
        return new RedAnswer.Line(
                key.namespace(),
                key.component(),
                key.spanName(),
                key.kind() == RedGrouping.ANY_KIND ? Optional.empty() : Optional.of(SpanSearch.kind(key.kind())),
                SpanSearch.of(
                                key.namespace(),
                                key.component(),
                                key.spanName().filter(name -> !name.equals(Rollup.OTHER)),
                                key.kind())
                        .toString(),
                RedFigures.of(line.sums().total(), seconds),
                line.sums().bySecond().entrySet().stream()
                        .map(point -> new RedAnswer.Point(
                                Instant.ofEpochSecond(point.getKey()), RedFigures.of(point.getValue(), stepSeconds)))
                        .toList());
    }
}
