package dev.quipu.storage.failures;

import dev.quipu.model.CatalogText;
import dev.quipu.model.segment.SegmentId;
import dev.quipu.storage.database.Transactions;
import dev.quipu.storage.failures.SegmentAccount.Entry;
import dev.quipu.storage.feed.FeedConsumers;
import dev.quipu.storage.feed.FeedLeases;
import dev.quipu.storage.feed.FeedParts;
import dev.quipu.storage.feed.FeedStep;
import dev.quipu.storage.feed.PositionLost;
import dev.quipu.storage.rollups.RollupAddition;
import dev.quipu.storage.rollups.RollupStore;
import dev.quipu.storage.templates.TemplateStep;
import dev.quipu.storage.templates.TemplateStore;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * A consumer's step forward: its position, what it adds to what is known, what it could not digest, and what was given
 * back to it and is dealt with, in one transaction. Laws: 1. repeated, it changes nothing more, when it says where it
 * begins or adds nothing; 2. a failure counts in the ledger while it is kept and not given back, and a segment at which
 * several parts failed counts once; 3. a segment with failures is not merged.
 */
@ApplicationScoped
public class ConsumerCommits {

    private static final int MAX_FAILURES = 1000;

    private static final String RESOLVE = "DELETE FROM feed_failure WHERE consumer = $1 AND id = ANY ($2::bigint[])";

    private static final String SEGMENTS_OF =
            "SELECT DISTINCT segment_id FROM feed_failure WHERE consumer = $1 AND id = ANY ($2::bigint[])";

    private static final String KEEP = """
            INSERT INTO feed_failure (consumer, part, tenant, signal, bucket, segment_id, component_id, reason, records,
                counted_minute, counted_component, counted_records)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
            ON CONFLICT (consumer, segment_id, part, component_id, reason) DO NOTHING""";

    private static final String SEGMENTS = "SELECT DISTINCT segment_id FROM feed_failure WHERE consumer = $1";

    private static final String FORGET = "DELETE FROM feed_failure WHERE consumer = $1";

    /** The part of a consumer that is not followed in parts. */
    private static final String WHOLE = "";

    private final Transactions transactions;
    private final FeedConsumers consumers;
    private final FeedParts parts;
    private final FeedLeases leases;
    private final SegmentAccounts accounts;
    private final RollupStore rollups;
    private final TemplateStore templates;

    ConsumerCommits(
            Transactions transactions,
            FeedConsumers consumers,
            FeedParts parts,
            FeedLeases leases,
            SegmentAccounts accounts,
            RollupStore rollups,
            TemplateStore templates) {
        this.transactions = transactions;
        this.consumers = consumers;
        this.parts = parts;
        this.leases = leases;
        this.accounts = accounts;
        this.rollups = rollups;
        this.templates = templates;
    }

    /**
     * One step.
     *
     * @param failures what could not be digested up to the cursor, or again
     * @param resolved ids of kept failures that are dealt with, whatever came of it
     * @param rollups what it adds to what is known
     * @param templates what it tells of log templates
     */
    public record Step(
            FeedStep move,
            List<ReportedFailure> failures,
            List<Long> resolved,
            List<RollupAddition> rollups,
            TemplateStep templates) {
        public Step {
            failures = List.copyOf(failures);
            resolved = List.copyOf(resolved);
            rollups = List.copyOf(rollups);
            if (failures.size() > MAX_FAILURES || resolved.size() > MAX_FAILURES) {
                throw new IllegalArgumentException("failures, resolved: expected at most " + MAX_FAILURES
                        + " each, got " + failures.size() + " and " + resolved.size());
            }
        }
    }

    /**
     * Fails with {@link dev.quipu.storage.feed.PositionLost} when the consumer has to begin again where it was, and with
     * {@link IllegalArgumentException} when what it adds is not what it has to be.
     */
    public Uni<Void> commit(String consumer, Step step) {
        return rollups.check(step.rollups())
                .chain(rows -> transactions.write(connection -> consumers
                        .commit(connection, consumer, step.move())
                        .chain(() -> rollups.add(connection, rows))
                        .chain(() -> templates.write(connection, step.templates()))
                        .chain(() -> settle(connection, new Place(consumer, WHOLE), step))));
    }

    /**
     * A step of one part of {@value FeedConsumers#ANALYSIS}. Fails as {@link #commit} does, and with {@link
     * dev.quipu.storage.feed.NoSuchPart}.
     */
    public Uni<Void> commitPart(String part, Step step) {
        return rollups.check(step.rollups())
                .chain(rows -> transactions.write(connection -> parts.move(connection, part, step.move())
                        .chain(() -> rollups.add(connection, rows))
                        .chain(() -> templates.write(connection, step.templates()))
                        .chain(() -> settle(connection, new Place(FeedConsumers.ANALYSIS, part), step))
                        .chain(() -> parts.settle(connection))));
    }

    /** Who commits. */
    private record Place(String consumer, String part) {}

    private Uni<Void> settle(SqlConnection connection, Place place, Step step) {
        if (step.failures().isEmpty() && step.resolved().isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        Tuple resolved = Tuple.of(place.consumer(), step.resolved().toArray(Long[]::new));
        return connection
                .preparedQuery(SEGMENTS_OF)
                .execute(resolved)
                .map(rows -> touched(rows, step))
                .chain(segments -> FailureCounts.around(
                        connection,
                        place.consumer(),
                        segments,
                        () -> connection
                                .preparedQuery(RESOLVE)
                                .execute(resolved)
                                .invoke(rows -> requireAll(step, rows.rowCount()))
                                .chain(() -> accounts.read(connection, step))
                                .chain(found -> keep(connection, place, step, found))));
    }

    private static UUID[] touched(RowSet<Row> resolved, Step step) {
        return Stream.concat(
                        StreamSupport.stream(resolved.spliterator(), false).map(row -> row.getUUID("segment_id")),
                        step.failures().stream()
                                .map(failure -> failure.segment().toUuid()))
                .distinct()
                .toArray(UUID[]::new);
    }

    private static void requireAll(Step step, int resolved) {
        boolean isAdding = !step.rollups().isEmpty() || !step.templates().isEmpty();
        if (isAdding && resolved != step.resolved().size()) {
            throw new PositionLost("resolved: expected failures that are kept, as something is added for them, got "
                    + step.resolved() + ", some of which are dealt with already");
        }
    }

    private static Uni<Void> keep(
            SqlConnection connection, Place place, Step step, Map<SegmentId, SegmentAccount> accounts) {
        return Multi.createFrom()
                .iterable(step.failures())
                .onItem()
                .transformToUniAndConcatenate(failure -> {
                    SegmentAccount account = accounts.get(failure.segment());
                    return account == null
                            ? Uni.createFrom().<RowSet<Row>>failure(PositionLost.without(failure.segment()))
                            : connection.preparedQuery(KEEP).execute(values(place, failure, account));
                })
                .collect()
                .last()
                .replaceWithVoid();
    }

    private static Tuple values(Place place, ReportedFailure failure, SegmentAccount account) {
        List<Entry> share = account.share(failure);
        return Tuple.tuple()
                .addString(place.consumer())
                .addString(failure.part().orElse(place.part()))
                .addString(account.tenant())
                .addShort(account.signal())
                .addInteger(account.bucket())
                .addUUID(failure.segment().toUuid())
                .addInteger(account.componentId(failure))
                .addString(CatalogText.bounded(failure.reason(), CatalogText.MAX_NAME))
                .addLong((long) failure.records())
                .addValue(share.stream().map(Entry::minute).toArray(Integer[]::new))
                .addValue(share.stream().map(Entry::componentId).toArray(Integer[]::new))
                .addValue(share.stream().map(Entry::records).toArray(Integer[]::new));
    }

    /**
     * Removes a consumer and its failures, and of analysis what it added, which it would add once more when it begins
     * anew, and its parts. @return whether there was one of that name
     */
    public Uni<Boolean> remove(String consumer) {
        boolean isAnalysis = consumer.equals(FeedConsumers.ANALYSIS);
        return transactions.write(connection -> (isAnalysis
                        ? leases.remove(connection)
                        : Uni.createFrom().voidItem())
                .chain(() -> consumers.remove(connection, consumer))
                .call(() -> isAnalysis
                        ? rollups.forget(connection)
                        : Uni.createFrom().voidItem())
                .call(() -> forget(connection, consumer)));
    }

    private static Uni<Void> forget(SqlConnection connection, String consumer) {
        return connection
                .preparedQuery(SEGMENTS)
                .execute(Tuple.of(consumer))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> row.getUUID("segment_id"))
                        .toArray(UUID[]::new))
                .chain(segments -> FailureCounts.around(
                        connection,
                        consumer,
                        segments,
                        () -> connection
                                .preparedQuery(FORGET)
                                .execute(Tuple.of(consumer))
                                .replaceWithVoid()));
    }
}
