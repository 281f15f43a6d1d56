package dev.quipu.storage.rollups;

import dev.quipu.model.CatalogText;
import dev.quipu.model.Signal;
import dev.quipu.model.rollup.Rollup;
import dev.quipu.model.rollup.RollupCodec;
import dev.quipu.model.rollup.RollupKey;
import dev.quipu.model.rollup.RollupKind;
import dev.quipu.storage.StorageConfig;
import dev.quipu.storage.database.Transactions;
import dev.quipu.storage.feed.FeedConsumers;
import dev.quipu.storage.load.Turnstile;
import dev.quipu.storage.load.Workers;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/** Reads what is known, merged or not, in one snapshot. */
@ApplicationScoped
public class RollupReader {

    private static final Duration STATEMENT_TIMEOUT = Duration.ofSeconds(20);

    /** Of one answer. */
    private static final int MAX_CELLS = 100_000;

    /** Read for one answer, whatever is left of it. */
    private static final long MAX_BYTES = 32 << 20;

    /** Each holds some ten thousand sketches. */
    private static final int AT_ONCE = 2;

    private static final int MAX_WAITING = 64;

    private static final String SIZE = """
            SELECT coalesce(sum(octet_length(payload)), 0)::bigint AS bytes FROM rollup
            WHERE tenant = $1 AND kind = $2 AND resolution IN (0, $3) AND to_time > $4 AND from_time < $5""";

    /** What was merged first comes first, so that the same names are told apart each time. */
    private static final String PAYLOADS = """
            SELECT payload FROM rollup
            WHERE tenant = $1 AND kind = $2 AND resolution IN (0, $3) AND to_time > $4 AND from_time < $5
            ORDER BY resolution DESC, from_time, id""";

    /** Who has consumed every segment there is has consumed everything up to now. */
    private static final String PROGRESS = """
            SELECT
                (SELECT CASE WHEN EXISTS (SELECT 1 FROM segment
                        WHERE feed_xid > (SELECT position FROM feed_consumer WHERE name = $1) AND record_count > 0)
                    THEN watermark ELSE now() END
                    FROM feed_consumer WHERE name = $1) AS watermark,
                (SELECT coalesce(sum(c.records), 0)::bigint
                    FROM segment s, unnest(s.counted_component, s.counted_records) AS c(component_id, records)
                    WHERE s.feed_xid > coalesce((SELECT position FROM feed_consumer WHERE name = $1), -1)
                        AND s.tenant = $2 AND s.signal = $3 AND s.max_time >= $4 AND s.min_time < $5
                        AND ($6::text IS NULL
                            OR c.component_id IN (SELECT id FROM component WHERE tenant = $2 AND name = $6))) AS pending,
                (SELECT coalesce(sum(f.records), 0)::bigint
                    FROM counted_failure f JOIN segment s ON s.id = f.segment_id
                    WHERE f.consumer = $1 AND f.tenant = $2 AND f.signal = $3 AND s.max_time >= $4 AND s.min_time < $5
                        AND s.feed_xid <= (SELECT position FROM feed_consumer WHERE name = $1))
                    AS failed""";

    private final Transactions transactions;
    private final Workers workers;
    private final StorageConfig.Rollups config;
    private final Turnstile turnstile = new Turnstile("reads of rollups", AT_ONCE, MAX_WAITING);

    RollupReader(Transactions transactions, Workers workers, StorageConfig config) {
        this.transactions = transactions;
        this.workers = workers;
        this.config = config.storage().rollups();
    }

    /**
     * What is asked for.
     *
     * @param kind what is counted
     * @param from begin, rounded down to a step
     * @param to end, rounded up to a step
     * @param stepSeconds empty for the finest that is kept and fits the length
     * @param isNamed whether span names are told apart
     * @param isWhole whether all steps are taken as one
     * @param service components of this name, and calls by or of them; empty for all
     */
    public record Query(
            String tenant,
            RollupKind<?> kind,
            Instant from,
            Instant to,
            OptionalInt stepSeconds,
            boolean isNamed,
            boolean isWhole,
            Optional<String> service) {
        public Query {
            if (!from.isBefore(to)) {
                throw new IllegalArgumentException("from: expected a time before 'to', got " + from + " and " + to);
            }
            service = service.map(name -> CatalogText.bounded(name, CatalogText.MAX_NAME));
        }
    }

    /** A question in the steps that it is answered in. */
    private record Steps(Query query, Resolution resolution, int seconds) {

        long from() {
            return Math.floorDiv(query.from().getEpochSecond(), (long) seconds) * seconds;
        }

        long to() {
            long last = query.to().minusNanos(1).getEpochSecond();
            return (Math.floorDiv(last, (long) seconds) + 1) * seconds;
        }

        boolean isWanted(RollupKey<?> key) {
            return key.startUnixSeconds() >= from()
                    && key.startUnixSeconds() < to()
                    && query.service().map(key::isOf).orElse(true);
        }

        Tuple parameters() {
            return Tuple.tuple()
                    .addString(query.tenant())
                    .addShort((short) query.kind().code())
                    .addInteger(resolution.stepSeconds())
                    .addLong(from())
                    .addLong(to());
        }

        /** The signal whose records the kind counts. */
        private Signal counted() {
            return query.kind().equals(RollupKind.TEMPLATES) ? Signal.LOGS : Signal.TRACES;
        }

        Tuple progressParameters() {
            return Tuple.tuple()
                    .addString(FeedConsumers.ANALYSIS)
                    .addString(query.tenant())
                    .addShort((short) counted().code())
                    .addLong(TimeUnit.SECONDS.toNanos(from()))
                    .addLong(TimeUnit.SECONDS.toNanos(to()))
                    .addValue(query.service().orElse(null));
        }
    }

    /**
     * What is known.
     *
     * @param rollup encoded
     * @param from start of the time, at a whole step
     * @param to end of it
     * @param progress of who adds to it
     */
    public record Answer(byte[] rollup, Instant from, Instant to, Progress progress) {}

    /**
     * How complete an answer is.
     *
     * @param watermark everything acknowledged before this is counted; empty when nothing was analysed yet
     * @param pendingRecords stored spans, or log records where those are counted, that are not counted, because they are still to be analysed or could not be, in
     *     segments that reach into the time
     */
    public record Progress(Optional<Instant> watermark, long pendingRecords) {}

    private record Found(RowSet<Row> payloads, Progress progress) {}

    /** Fails with {@link IllegalArgumentException} when it is too much for one answer. */
    public Uni<Answer> read(Query query) {
        Steps steps = steps(query);
        return turnstile.pass(
                query.tenant(),
                () -> transactions
                        .read(query.tenant(), STATEMENT_TIMEOUT, connection -> find(connection, steps))
                        .chain(found -> workers.run(
                                query.tenant(),
                                () -> new Answer(
                                        encoded(query.kind(), steps, found.payloads()),
                                        Instant.ofEpochSecond(steps.from()),
                                        Instant.ofEpochSecond(steps.to()),
                                        found.progress()))));
    }

    private Steps steps(Query query) {
        if (query.stepSeconds().isPresent()) {
            int seconds = query.stepSeconds().getAsInt();
            return new Steps(query, Resolution.of(seconds, query.from(), config), seconds);
        }
        Resolution fitting = Resolution.fitting(query.from(), query.to(), config);
        return new Steps(query, fitting, fitting.stepSeconds());
    }

    private static Uni<Found> find(SqlConnection connection, Steps steps) {
        return connection
                .preparedQuery(SIZE)
                .execute(steps.parameters())
                .invoke(size ->
                        requireFewer("bytes", MAX_BYTES, size.iterator().next().getLong("bytes")))
                .chain(() -> Uni.combine()
                        .all()
                        .unis(
                                connection.preparedQuery(PAYLOADS).execute(steps.parameters()),
                                connection.preparedQuery(PROGRESS).execute(steps.progressParameters()))
                        .with((payloads, progress) ->
                                new Found(payloads, progress(progress.iterator().next()))));
    }

    private static Progress progress(Row row) {
        return new Progress(
                Optional.ofNullable(row.getOffsetDateTime("watermark")).map(OffsetDateTime::toInstant),
                row.getLong("pending") + row.getLong("failed"));
    }

    private static <K extends RollupKey<K>> byte[] encoded(RollupKind<K> kind, Steps steps, RowSet<Row> payloads) {
        Rollup<K> sum = new Rollup<>(kind, steps.query().isWhole() ? Rollup.WHOLE : steps.seconds());
        for (Row row : payloads) {
            RollupCodec.addTo(
                    sum,
                    row.getBuffer("payload").getBytes(),
                    steps::isWanted,
                    steps.query().isNamed() ? UnaryOperator.identity() : RollupKey::unnamed);
            requireFewer("cells", MAX_CELLS, sum.size());
        }
        return RollupCodec.encode(sum);
    }

    private static void requireFewer(String what, long most, long got) {
        if (got > most) {
            throw new IllegalArgumentException("from, to: expected a time with at most " + most + " " + what + ", got "
                    + got + "; choose a shorter time, a longer step or one service");
        }
    }
}
