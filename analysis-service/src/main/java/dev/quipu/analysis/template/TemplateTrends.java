package dev.quipu.analysis.template;

import dev.quipu.analysis.BadParameterException;
import dev.quipu.analysis.client.FoundRollup;
import dev.quipu.analysis.client.RollupQuery;
import dev.quipu.analysis.client.StorageClient;
import dev.quipu.analysis.client.TemplateClient;
import dev.quipu.analysis.read.Page;
import dev.quipu.analysis.read.Window;
import dev.quipu.analysis.template.TemplateTrendsAnswer.Line;
import dev.quipu.model.query.Field;
import dev.quipu.model.query.Literal;
import dev.quipu.model.query.Operator;
import dev.quipu.model.query.RecordFilter;
import dev.quipu.model.rollup.RollupKind;
import dev.quipu.model.rollup.TemplateKey;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Counts the records of the templates that were mined along the feed. */
@ApplicationScoped
public class TemplateTrends {

    /** Steps that a window is cut into, about. */
    private static final int STEPS = 60;

    private static final List<Long> STEP_SECONDS = List.of(10L, 60L, 300L, 900L, 3_600L, 21_600L, 86_400L);

    private final StorageClient storage;
    private final TemplateClient kept;

    TemplateTrends(StorageClient storage, TemplateClient kept) {
        this.storage = storage;
        this.kept = kept;
    }

    /** What became of a template in a window. */
    public enum State {
        NEW,
        KNOWN,
        GONE;

        private String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** @param service components of this name; empty for all @param state only templates of it; empty for all */
    public record Query(Window window, Optional<String> service, Optional<State> state) {

        private Instant from() {
            return Instant.EPOCH.plusNanos(window.fromUnixNano());
        }

        private Instant to() {
            return Instant.EPOCH.plusNanos(Math.max(window.toUnixNano(), window.fromUnixNano() + 1));
        }
    }

    /**
     * @throws BadParameterException when there is no such state
     */
    public static Optional<State> state(Optional<String> text) {
        return text.filter(word -> !word.isEmpty())
                .map(word -> Arrays.stream(State.values())
                        .filter(state -> state.word().equals(word))
                        .findFirst()
                        .orElseThrow(() ->
                                new BadParameterException("state: expected new, known or gone, got '" + word + "'")));
    }

    public Uni<TemplateTrendsAnswer> read(String tenant, Query query, Page page) {
        Duration step = step(query);
        Instant before = query.from().minus(Duration.between(query.from(), query.to()));
        return Uni.combine()
                .all()
                .unis(
                        storage.rollup(
                                tenant,
                                RollupQuery.bySteps(
                                        RollupKind.TEMPLATES, query.from(), query.to(), step, query.service())),
                        storage.rollup(
                                tenant, RollupQuery.whole(RollupKind.TEMPLATES, before, query.from(), query.service())),
                        kept.templates(
                                tenant,
                                new TemplateClient.Query(query.service().orElse(""), Optional.empty(), false, true)))
                .with((now, then, templates) ->
                        new Trends(now, step, counts(then), templates.templates()).answer(query, page));
    }

    private static Duration step(Query query) {
        long seconds = Duration.between(query.from(), query.to()).toSeconds();
        return Duration.ofSeconds(STEP_SECONDS.stream()
                .filter(step -> step * STEPS >= seconds)
                .findFirst()
                .orElse(STEP_SECONDS.get(STEP_SECONDS.size() - 1)));
    }

    private static Map<Integer, Long> counts(FoundRollup<TemplateKey> found) {
        Map<Integer, Long> counts = new HashMap<>();
        found.rollup().byKey().forEach((key, cell) -> counts.merge(key.template(), cell.spans(), Long::sum));
        return counts;
    }

    /** One answer while it is put together. */
    private static final class Trends {
        private final FoundRollup<TemplateKey> now;
        private final long stepSeconds;
        private final int steps;
        private final CurrentTemplates templates;
        private final Map<Integer, Long> before = new HashMap<>();
        private final Map<Integer, long[]> counts = new HashMap<>();
        private final Map<Integer, Long> errors = new HashMap<>();
        private long records;
        private long others;

        Trends(
                FoundRollup<TemplateKey> now,
                Duration step,
                Map<Integer, Long> before,
                List<TemplateClient.Kept> templates) {
            this.now = now;
            this.stepSeconds = step.toSeconds();
            long seconds = Duration.between(now.from(), now.to()).toSeconds();
            this.steps = (int) ((seconds + stepSeconds - 1) / stepSeconds);
            this.templates = new CurrentTemplates(templates);
            before.forEach((template, count) -> this.before.merge(this.templates.current(template), count, Long::sum));
            now.rollup().byKey().forEach((key, cell) -> count(key, cell.spans()));
        }

        private void count(TemplateKey key, long count) {
            records += count;
            int template = templates.current(key.template());
            if (templates.of(template).isEmpty()) {
                others += count;
                return;
            }
            int step = (int) ((key.startUnixSeconds() - now.from().getEpochSecond()) / stepSeconds);
            counts.computeIfAbsent(template, unseen -> new long[steps])[Math.min(Math.max(step, 0), steps - 1)] +=
                    count;
            errors.merge(template, key.isError() ? count : 0, Long::sum);
        }

        TemplateTrendsAnswer answer(Query query, Page page) {
            List<Line> lines = new ArrayList<>();
            for (TemplateClient.Kept template : templates.all()) {
                boolean isThere = counts.containsKey(template.id()) || before.getOrDefault(template.id(), 0L) > 0;
                if (isThere
                        && query.state().map(state -> state == state(template)).orElse(true)) {
                    lines.add(line(template));
                }
            }
            lines.sort(Comparator.comparingLong(Line::records)
                    .thenComparingLong(Line::recordsBefore)
                    .reversed()
                    .thenComparingInt(Line::template));
            return new TemplateTrendsAnswer(
                    now.from(),
                    now.to(),
                    stepSeconds,
                    records,
                    others,
                    lines.size(),
                    page.of(lines),
                    page.nextCursor(lines.size()),
                    now.watermark(),
                    now.analysedFraction());
        }

        private State state(TemplateClient.Kept template) {
            long from = now.from().getEpochSecond() * 1_000_000_000L;
            if (!counts.containsKey(template.id())) {
                return State.GONE;
            }
            return Long.compareUnsigned(template.firstTimeUnixNano(), from) >= 0 && !before.containsKey(template.id())
                    ? State.NEW
                    : State.KNOWN;
        }

        private Line line(TemplateClient.Kept template) {
            long[] steps = counts.getOrDefault(template.id(), new long[this.steps]);
            return new Line(
                    template.namespace(),
                    template.component(),
                    template.id(),
                    template.text(),
                    Arrays.stream(steps).sum(),
                    errors.getOrDefault(template.id(), 0L),
                    before.getOrDefault(template.id(), 0L),
                    state(template).word(),
                    Long.toUnsignedString(template.firstTimeUnixNano()),
                    template.sample(),
                    new RecordFilter.Compare(Field.Intrinsic.TEMPLATE, Operator.EQUAL, new Literal.Int(template.id()))
                            .toString(),
                    Arrays.stream(steps).boxed().toList());
        }
    }
}
