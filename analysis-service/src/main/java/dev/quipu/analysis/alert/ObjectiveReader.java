package dev.quipu.analysis.alert;

import dev.quipu.analysis.alert.ObjectivesAnswer.Burn;
import dev.quipu.analysis.alert.ObjectivesAnswer.Objective;
import dev.quipu.analysis.alert.ObjectivesAnswer.Piece;
import dev.quipu.analysis.client.AlertClient;
import dev.quipu.analysis.client.AlertRule;
import dev.quipu.analysis.client.FoundRollup;
import dev.quipu.analysis.client.RollupQuery;
import dev.quipu.analysis.client.StorageClient;
import dev.quipu.analysis.read.Page;
import dev.quipu.analysis.read.SpanSearch;
import dev.quipu.model.alert.ErrorBudget;
import dev.quipu.model.alert.SpanSelection;
import dev.quipu.model.query.Field;
import dev.quipu.model.query.Literal;
import dev.quipu.model.query.Operator;
import dev.quipu.model.query.RecordFilter;
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
import java.util.concurrent.TimeUnit;

/** Tells of each objective what is left of its budget of errors, and how fast that is burnt. */
@ApplicationScoped
public class ObjectiveReader {

    private static final int PIECES = 30;

    /** Spans are sent, and counted, within so long after they end. */
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private static final long HOUR_SECONDS = 3600;

    private final AlertClient alerts;
    private final StorageClient storage;
    private final ConditionReader conditions;

    ObjectiveReader(AlertClient alerts, StorageClient storage, ConditionReader conditions) {
        this.alerts = alerts;
        this.storage = storage;
        this.conditions = conditions;
    }

    /** Of the tenant's alert rules that are about a budget of errors. */
    public Uni<ObjectivesAnswer> read(String tenant, Page page) {
        Instant now = Instant.now();
        return alerts.rules(tenant)
                .chain(rules -> Multi.createFrom()
                        .iterable(rules)
                        .filter(rule -> rule.condition() instanceof ErrorBudget)
                        .onItem()
                        .transformToUniAndConcatenate(rule -> known(tenant, rule, (ErrorBudget) rule.condition(), now))
                        .collect()
                        .asList())
                .map(known -> answer(known, page));
    }

    private record Known(Objective objective, Optional<Instant> watermark) {}

    private static ObjectivesAnswer answer(List<Known> known, Page page) {
        List<Objective> objectives = known.stream()
                .map(Known::objective)
                .sorted(Comparator.comparingDouble(
                        objective -> objective.budgetLeft().orElse(Double.MAX_VALUE)))
                .toList();
        return new ObjectivesAnswer(
                objectives.size(),
                page.of(objectives),
                page.nextCursor(objectives.size()),
                known.stream().map(Known::watermark).flatMap(Optional::stream).min(Comparator.naturalOrder()));
    }

    private Uni<Known> known(String tenant, AlertRule rule, ErrorBudget budget, Instant now) {
        Instant from = now.minus(Duration.ofDays(budget.periodDays()));
        RollupQuery<SpanKey> spans = RollupQuery.bySteps(
                RollupKind.SPANS,
                from,
                now,
                Duration.ofSeconds(HOUR_SECONDS),
                Optional.of(budget.spans().service()));
        return Uni.combine()
                .all()
                .unis(
                        storage.rollup(tenant, spans),
                        conditions
                                .burns(tenant, budget, now.minus(PATIENCE))
                                .onFailure(FigureReader.NotCountedYetException.class)
                                .recoverWithItem(List.of()))
                .with((found, burns) ->
                        new Known(objective(rule, budget, found, burns, new Period(from, now)), found.watermark()));
    }

    private record Period(Instant from, Instant to) {}

    private static Objective objective(
            AlertRule rule, ErrorBudget budget, FoundRollup<SpanKey> found, List<Burn> burns, Period period) {
        Map<Instant, Sum> bySteps = sums(budget, found, period);
        Sum all = bySteps.values().stream().reduce(Sum.NONE, Sum::plus);
        return new Objective(
                rule.id(),
                rule.name(),
                search(budget.spans()).toString(),
                bad(budget).toString(),
                budget.objective(),
                budget.latencyMillis(),
                period.from(),
                period.to(),
                all.spans(),
                all.bad(),
                all.spans() == 0 ? Optional.empty() : Optional.of(1 - all.bad() / all.spans()),
                all.spans() == 0 ? Optional.empty() : Optional.of(left(budget, all.bad(), all.spans())),
                burns,
                pieces(budget, bySteps, all.spans()));
    }

    /** @param bad those that were not good */
    private record Sum(double spans, double bad) {
        private static final Sum NONE = new Sum(0, 0);

        private Sum plus(Sum other) {
            return new Sum(spans + other.spans, bad + other.bad);
        }
    }

    /** By the start of the piece of the period that they lie in. */
    private static Map<Instant, Sum> sums(ErrorBudget budget, FoundRollup<SpanKey> found, Period period) {
        long pieceSeconds = Math.max(
                HOUR_SECONDS, Duration.between(period.from(), period.to()).toSeconds() / PIECES);
        Map<Instant, Sum> sums = new TreeMap<>();
        found.rollup().byKey().forEach((key, cell) -> {
            if (SpanFigure.isSelected(key, budget.spans())) {
                SpanFigure figure = new SpanFigure();
                figure.add(key, cell);
                Instant piece = Instant.ofEpochSecond(key.startUnixSeconds() - key.startUnixSeconds() % pieceSeconds);
                sums.merge(piece, new Sum(cell.weight(), cell.weight() * figure.badShare(budget)), Sum::plus);
            }
        });
        return sums;
    }

    private static List<Piece> pieces(ErrorBudget budget, Map<Instant, Sum> sums, double allSpans) {
        List<Piece> pieces = new ArrayList<>();
        double bad = 0;
        for (Map.Entry<Instant, Sum> piece : sums.entrySet()) {
            bad += piece.getValue().bad();
            pieces.add(new Piece(
                    piece.getKey(), piece.getValue().spans(), piece.getValue().bad(), left(budget, bad, allSpans)));
        }
        return pieces;
    }

    private static double left(ErrorBudget budget, double bad, double spans) {
        return 1 - bad / (spans * (1 - budget.objective()));
    }

    private static RecordFilter search(SpanSelection spans) {
        return SpanSearch.of(
                spans.namespace().orElse(""),
                spans.service(),
                spans.spanName(),
                spans.spanKind().map(Enum::ordinal).orElse(SpanSearch.ANY_KIND));
    }

    private static RecordFilter bad(ErrorBudget budget) {
        RecordFilter isBad = budget.latencyMillis().isPresent()
                ? new RecordFilter.Compare(
                        Field.Intrinsic.DURATION,
                        Operator.GREATER,
                        new Literal.Duration(TimeUnit.MILLISECONDS.toNanos(
                                budget.latencyMillis().getAsLong())))
                : new RecordFilter.Compare(Field.Intrinsic.STATUS, Operator.EQUAL, new Literal.Text("error"));
        return RecordFilter.and(List.of(search(budget.spans()), isBad));
    }
}
