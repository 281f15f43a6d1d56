package dev.quipu.analysis.rollup;

import dev.quipu.analysis.client.FoundRollup;
import dev.quipu.analysis.client.RollupQuery;
import dev.quipu.analysis.client.StorageClient;
import dev.quipu.analysis.read.Page;
import dev.quipu.analysis.read.SpanSearch;
import dev.quipu.analysis.read.Window;
import dev.quipu.analysis.rollup.RedChangesAnswer.Line;
import dev.quipu.analysis.rollup.RedGrouping.LineKey;
import dev.quipu.model.rollup.Rollup;
import dev.quipu.model.rollup.RollupKind;
import dev.quipu.model.rollup.SpanKey;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/** Tells which span names changed: are new, are gone, or take more or less time than before. */
@ApplicationScoped
public class RedChanges {

    private final StorageClient storage;

    RedChanges(StorageClient storage) {
        this.storage = storage;
    }

    /** @param service components of this name; empty for all */
    public Uni<RedChangesAnswer> read(
            String tenant, Window window, Window before, Optional<String> service, Page page) {
        return Uni.combine()
                .all()
                .unis(spans(tenant, window, service), spans(tenant, before, service))
                .with((now, then) -> answer(now, then, page));
    }

    private Uni<FoundRollup<SpanKey>> spans(String tenant, Window window, Optional<String> service) {
        Instant from = Instant.EPOCH.plusNanos(window.fromUnixNano());
        Instant to = Instant.EPOCH.plusNanos(Math.max(window.toUnixNano(), window.fromUnixNano() + 1));
        return storage.rollup(tenant, RollupQuery.whole(RollupKind.SPANS, from, to, service));
    }

    private static RedChangesAnswer answer(FoundRollup<SpanKey> now, FoundRollup<SpanKey> then, Page page) {
        Side after = Side.of(now);
        Side before = Side.of(then);
        TreeSet<LineKey> keys = new TreeSet<>(after.lines().keySet());
        keys.addAll(before.lines().keySet());
        List<Line> lines = new ArrayList<>();
        keys.forEach(key -> lines.add(line(key, after, before)));
        lines.sort(Comparator.comparingDouble((Line line) -> Math.abs(line.busyNanosPerSecondDifference()))
                .reversed());
        return new RedChangesAnswer(
                now.from(),
                now.to(),
                then.from(),
                then.to(),
                lines.size(),
                page.of(lines),
                page.nextCursor(lines.size()),
                now.watermark(),
                now.analysedFraction());
    }

    /** One of the two times. @param seconds of it */
    private record Side(Map<LineKey, RedSum> lines, long seconds) {

        static Side of(FoundRollup<SpanKey> found) {
            Map<LineKey, RedSum> lines = new TreeMap<>();
            found.rollup()
                    .byKey()
                    .forEach((key, cell) -> lines.computeIfAbsent(
                                    RedGrouping.line(EnumSet.allOf(RedGrouping.class), key), unseen -> new RedSum())
                            .add(key.statusCode(), cell));
            return new Side(lines, Duration.between(found.from(), found.to()).toSeconds());
        }

        Optional<RedFigures> figures(LineKey key) {
            return Optional.ofNullable(lines.get(key)).map(sum -> RedFigures.of(sum, seconds));
        }

        double busy(LineKey key) {
            RedSum sum = lines.get(key);
            return sum == null ? 0 : sum.all().sumNanos() / seconds;
        }
    }

    private static Line line(LineKey key, Side after, Side before) {
        Optional<RedFigures> now = after.figures(key);
        Optional<RedFigures> then = before.figures(key);
        String name = key.spanName().orElse("");
        return new Line(
                key.namespace(),
                key.component(),
                name,
                SpanSearch.kind(key.kind()),
                then.isEmpty() ? "new" : now.isEmpty() ? "gone" : "changed",
                after.busy(key) - before.busy(key),
                now,
                then,
                SpanSearch.of(
                                key.namespace(),
                                key.component(),
                                Optional.of(name).filter(one -> !one.equals(Rollup.OTHER)),
                                key.kind())
                        .toString());
    }
}
