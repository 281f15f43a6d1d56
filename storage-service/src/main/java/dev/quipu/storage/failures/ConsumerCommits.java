package dev.quipu.storage.failures;

import dev.quipu.model.CatalogText;
import dev.quipu.model.segment.SegmentId;
import dev.quipu.storage.database.Transactions;
import dev.quipu.storage.failures.SegmentAccount.Entry;
import dev.quipu.storage.feed.FeedConsumers;
import dev.quipu.storage.feed.FeedStep;
import dev.quipu.storage.feed.PositionLost;
import dev.quipu.storage.rollups.RollupAddition;
import dev.quipu.storage.rollups.RollupStore;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;

/**
 * A consumer's step forward: its position, what it adds to what is known, what it could not digest, and what was given
 * back to it and is dealt with, in one transaction. Laws: 1. repeated, it changes nothing more, when it says where it
 * begins or adds nothing; 2. a failure counts in the ledger while it is kept and
 * not given back; 3. a segment with failures is not merged.
 */
@ApplicationScoped
public class ConsumerCommits {

    private static final int MAX_FAILURES = 1000;

    private static final String RESOLVE = """
            DELETE FROM feed_failure WHERE consumer = $1 AND id = ANY ($2::bigint[])
            RETURNING consumer, tenant, signal, bucket, reason, is_retried, counted_minute, counted_component,
                counted_records""";

    private static final String KEEP = """
            INSERT INTO feed_failure (consumer, tenant, signal, bucket, segment_id, component_id, reason, records,
                counted_minute, counted_component, counted_records)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
            ON CONFLICT (consumer, segment_id, component_id, reason) DO NOTHING
            RETURNING consumer, tenant, signal, bucket, reason, counted_minute, counted_component, counted_records""";

    private static final String FORGET = """
            DELETE FROM feed_failure WHERE consumer = $1
            RETURNING consumer, tenant, signal, bucket, reason, is_retried, counted_minute, counted_component,
                counted_records""";

    private final Transactions transactions;
    private final FeedConsumers consumers;
    private final SegmentAccounts accounts;
    private final RollupStore rollups;

    ConsumerCommits(Transactions transactions, FeedConsumers consumers, SegmentAccounts accounts, RollupStore rollups) {
        this.transactions = transactions;
        this.consumers = consumers;
        this.accounts = accounts;
        this.rollups = rollups;
    }

    /**
     * One step.
     *
     * @param failures what could not be digested up to the cursor, or again
     * @param resolved ids of kept failures that are dealt with, whatever came of it
     * @param rollups what it adds to what is known
     */
    public record Step(
            FeedStep move, List<ReportedFailure> failures, List<Long> resolved, List<RollupAddition> rollups) {
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
                        .chain(() ->
                                step.failures().isEmpty() && step.resolved().isEmpty()
                                        ? Uni.createFrom().voidItem()
                                        : settle(connection, consumer, step))));
    }

    private Uni<Void> settle(SqlConnection connection, String consumer, Step step) {
        FailureCounts counts = new FailureCounts();
        return connection
                .preparedQuery(RESOLVE)
                .execute(Tuple.of(consumer, step.resolved().toArray(Long[]::new)))
                .invoke(resolved -> {
                    if (!step.rollups().isEmpty()
                            && resolved.rowCount() != step.resolved().size()) {
                        throw new PositionLost(
                                "resolved: expected failures that are kept, as something is added for them," + " got "
                                        + step.resolved() + ", some of which are dealt with already");
                    }
                })
                .invoke(counts::takeBack)
                .chain(() -> accounts.read(connection, step))
                .chain(found -> keep(connection, consumer, step, found, counts))
                .chain(() -> counts.write(connection));
    }

    private static Uni<Void> keep(
            SqlConnection connection,
            String consumer,
            Step step,
            Map<SegmentId, SegmentAccount> accounts,
            FailureCounts counts) {
        return Multi.createFrom()
                .iterable(step.failures())
                .onItem()
                .transformToUniAndConcatenate(failure -> {
                    SegmentAccount account = accounts.get(failure.segment());
                    return account == null
                            ? Uni.createFrom().<Row>failure(SegmentAccounts.gone(failure.segment()))
                            : connection
                                    .preparedQuery(KEEP)
                                    .execute(values(consumer, failure, account))
                                    .map(rows -> rows.size() == 0
                                            ? null
                                            : rows.iterator().next());
                })
                .invoke(row -> counts.add(row, 1))
                .collect()
                .last()
                .replaceWithVoid();
    }

    private static Tuple values(String consumer, ReportedFailure failure, SegmentAccount account) {
        List<Entry> share = account.share(failure);
        return Tuple.tuple()
                .addString(consumer)
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
     * anew. @return whether there was one of that name
     */
    public Uni<Boolean> remove(String consumer) {
        FailureCounts counts = new FailureCounts();
        return transactions.write(connection -> consumers
                .remove(connection, consumer)
                .call(() -> consumer.equals(FeedConsumers.ANALYSIS)
                        ? rollups.forget(connection)
                        : Uni.createFrom().voidItem())
                .call(() -> connection
                        .preparedQuery(FORGET)
                        .execute(Tuple.of(consumer))
                        .invoke(counts::takeBack)
                        .chain(() -> counts.write(connection))));
    }
}
