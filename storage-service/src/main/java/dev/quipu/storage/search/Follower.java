package dev.quipu.storage.search;

import dev.quipu.model.query.RecordMatcher;
import dev.quipu.model.segment.RecordRows;
import dev.quipu.storage.database.DatabaseErrors;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;
import org.jboss.logging.Logger;

/**
 * One client that follows what is stored, and how far it was told. It looks again where it could not for a reason that
 * passes; what cannot be read, or not in time, is told to be missed. One look at a time.
 */
final class Follower<R extends RecordRows, T> {

    private static final Logger LOG = Logger.getLogger(Follower.class);
    private static final String SETTLED = "SELECT settled_below_xid() AS settled";

    /** So that a sign of life says how far the client was told, unless a look takes long. */
    private static final Duration SILENCE = Tail.SIGN_OF_LIFE.minus(Tail.PAUSE.multipliedBy(2));

    private final Tail.Means means;
    private final TailQuery<R, T> query;
    private final RecordMatcher matcher;
    private final Patience patience = new Patience();
    /** Every transaction below it was looked at. */
    private volatile OptionalLong seen;
    /** Where the present look ends. */
    private volatile OptionalLong reaching = OptionalLong.empty();

    private volatile boolean hasSaidWhereItBegins;
    private volatile long toldNanos = System.nanoTime();

    Follower(Tail.Means means, TailQuery<R, T> query) {
        this.means = means;
        this.query = query;
        this.matcher = RecordMatcher.of(query.filter());
        this.seen =
                query.after().map(position -> OptionalLong.of(position.xid())).orElse(OptionalLong.empty());
    }

    /** What one look found. @param missed how many more are known to match */
    private record Look<T>(List<T> found, long missed, boolean isExact) {}

    void hasTold() {
        toldNanos = System.nanoTime();
    }

    boolean isSilentFor(Duration time) {
        return System.nanoTime() - toldNanos >= time.toNanos();
    }

    /** What was committed since the look before, or nothing. */
    Uni<List<TailEvent<T>>> look() {
        reaching = OptionalLong.empty();
        return means.queries()
                .run("tail", query.tenant(), (connection, watermark, isCancelled) -> look(connection, isCancelled))
                .onFailure(this::isHopeless)
                .recoverWithItem(failure -> {
                    if (!DatabaseErrors.isTimeout(failure)) {
                        LOG.error("A follower misses records that cannot be read", failure);
                    }
                    return new Look<>(List.of(), 0, false);
                })
                .map(this::told)
                .onFailure(DatabaseErrors::isOwnTrouble)
                .recoverWithItem(List.of());
    }

    /** Where another look at the same would fail as well, or did. */
    private boolean isHopeless(Throwable failure) {
        if (reaching.isEmpty()) {
            return false;
        }
        return DatabaseErrors.isTimeout(failure) ? patience.isOver() : !DatabaseErrors.isOwnTrouble(failure);
    }

    private Uni<Look<T>> look(SqlConnection connection, BooleanSupplier isCancelled) {
        return connection
                .query(SETTLED)
                .execute()
                .map(rows -> rows.iterator().next().getLong("settled"))
                .invoke(settled -> reaching = OptionalLong.of(settled))
                .chain(settled -> between(connection, seen.orElse(settled), settled, isCancelled));
    }

    private Uni<Look<T>> between(SqlConnection connection, long from, long to, BooleanSupplier isCancelled) {
        if (from >= to) {
            // A position ahead of the database was given out by another one.
            return Uni.createFrom().item(new Look<>(List.of(), 0, from == to));
        }
        LatestRows<R> rows = new LatestRows<>(query.order(), Tail.MAX_AT_ONCE);
        return new CandidateQuery(query.tenant(), TimeRange.ALL, query.order())
                .committed(from, to)
                .ofServices(matcher.services())
                .holding(matcher.probes())
                .run(connection)
                .chain(candidates -> new SegmentScan<>(
                                connection, means.columns(), means.workers(), query.rows(), isCancelled)
                        .run(candidates, rows))
                .chain(() -> results(connection, rows.hits()))
                .map(found -> new Look<>(
                        found.stream()
                                .sorted(Comparator.<RowSearch.Found<T>, Position>comparing(RowSearch.Found::position)
                                        .reversed())
                                .map(RowSearch.Found::result)
                                .toList(),
                        rows.matched() - found.size(),
                        rows.isExact()))
                .invoke(patience::begin);
    }

    /** Of the best as many as one answer may hold. */
    private Uni<List<RowSearch.Found<T>>> results(SqlConnection connection, List<RowHit> hits) {
        return means.search()
                .results(connection, query.order(), query.selection(), hits, QueryTemplates.NONE)
                .onFailure(AnswerTooLarge.class)
                .recoverWithUni(() -> results(connection, hits.subList(0, hits.size() / 2)));
    }

    private List<TailEvent<T>> told(Look<T> look) {
        seen = reaching;
        Optional<TailPosition> position = Optional.of(new TailPosition(seen.orElseThrow()));
        List<TailEvent<T>> events = new ArrayList<>(look.found().size() + 1);
        look.found().forEach(result -> events.add(new TailEvent.Found<>(result, Optional.empty())));
        if (look.missed() > 0 || !look.isExact()) {
            events.add(new TailEvent.Missed<>(look.missed(), look.isExact(), position));
        } else if (!events.isEmpty()) {
            T last = look.found().get(look.found().size() - 1);
            events.set(events.size() - 1, new TailEvent.Found<>(last, position));
        } else if (!hasSaidWhereItBegins || isSilentFor(SILENCE)) {
            events.add(new TailEvent.Quiet<>(position));
        }
        hasSaidWhereItBegins = true;
        return events;
    }
}
