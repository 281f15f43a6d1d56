package dev.quipu.storage.segments;

import dev.quipu.model.segment.Segment;
import dev.quipu.model.segment.SegmentFormatException;
import dev.quipu.model.segment.SegmentHead;
import dev.quipu.storage.StorageConfig;
import dev.quipu.storage.catalog.CatalogUpdates;
import dev.quipu.storage.catalog.ComponentIds;
import dev.quipu.storage.catalog.SpanNames;
import dev.quipu.storage.database.DatabaseErrors;
import dev.quipu.storage.database.DayPartitions;
import dev.quipu.storage.database.Transactions;
import dev.quipu.storage.encryption.Sealing;
import dev.quipu.storage.encryption.StoredPayload;
import dev.quipu.storage.encryption.TenantKeys;
import dev.quipu.storage.load.Turnstile;
import dev.quipu.storage.load.Workers;
import dev.quipu.storage.producers.ProducerEpochs;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.LocalDate;
import java.util.UUID;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;

/**
 * Takes segments in. Laws: 1. one segment, one transaction, with its request keys, catalog entries, ledger lines and its producers' numbers;
 * 2. a segment id is stored once, however often and however concurrently it is posted; 3. a request key is stored
 * once under its tenant, day and bucket; 4. what was answered {@code Stored} is in every later snapshot.
 */
@Startup
@ApplicationScoped
public class SegmentStore {

    private final Transactions transactions;
    private final DayPartitions partitions;
    private final ComponentIds componentIds;
    private final SpanNames spanNames;
    private final ProducerEpochs producers;
    private final CatalogUpdates catalog;
    private final HeadCache heads;
    private final TenantKeys keys;
    private final Workers workers;
    private final StoreMetrics metrics;
    private final Turnstile turnstile;
    private final Duration timeout;
    private final LongAdder recordsStored = new LongAdder();

    SegmentStore(
            Transactions transactions,
            DayPartitions partitions,
            ComponentIds componentIds,
            SpanNames spanNames,
            ProducerEpochs producers,
            CatalogUpdates catalog,
            HeadCache heads,
            TenantKeys keys,
            Workers workers,
            StorageConfig config,
            MeterRegistry registry) {
        this.transactions = transactions;
        this.partitions = partitions;
        this.componentIds = componentIds;
        this.spanNames = spanNames;
        this.producers = producers;
        this.catalog = catalog;
        this.heads = heads;
        this.keys = keys;
        this.workers = workers;
        this.turnstile = new Turnstile("storing", config.storage().segments().concurrency(), Integer.MAX_VALUE);
        this.metrics = new StoreMetrics(registry, turnstile);
        this.timeout = config.storage().segments().timeout();
    }

    /**
     * Stores a segment.
     *
     * @param frame not to be changed until the answer is there
     * @return fails with {@link SegmentFormatException} for bytes that are not a segment whose manifest adds up; any
     *     other failure is our own trouble, and the same segment may be posted again
     */
    public Uni<StoreOutcome> store(byte[] frame) {
        return store(frame, connection -> Uni.createFrom().voidItem());
    }

    /**
     * Stores a segment, and does something in the same transaction; neither when the other fails, and only when the
     * outcome is {@code Stored}.
     */
    public Uni<StoreOutcome> store(byte[] frame, Function<SqlConnection, Uni<Void>> alongside) {
        long begin = System.nanoTime();
        return turnstile
                .pass(() -> workers.run(() -> parse(frame))
                        .call(segment -> partitions.ensure(dayOf(segment.head())))
                        .chain(segment -> commit(segment, alongside).invoke(outcome -> {
                            metrics.record(outcome, segment, System.nanoTime() - begin);
                            afterwards(outcome, segment);
                        })))
                .ifNoItem()
                .after(timeout)
                .fail();
    }

    /** Records stored since this process started. */
    public long recordsStored() {
        return recordsStored.sum();
    }

    private static Segment parse(byte[] frame) {
        Segment segment = Segment.parse(frame);
        SegmentManifest.verify(segment.head());
        return segment;
    }

    /** Once more when the tenant's keys were destroyed since the payload was sealed. */
    private Uni<StoreOutcome> commit(Segment segment, Function<SqlConnection, Uni<Void>> alongside) {
        String tenant = segment.head().tenant();
        return Uni.createFrom()
                .deferred(() -> keys.sealing(tenant))
                .chain(sealing -> sealed(segment, sealing))
                .chain(payload -> commit(segment, payload, alongside))
                .onFailure(TenantKeys::isGone)
                .invoke(() -> keys.forget(tenant))
                .onFailure(TenantKeys::isGone)
                .retry()
                .atMost(1);
    }

    private Uni<StoredPayload> sealed(Segment segment, Sealing sealing) {
        UUID id = segment.head().id().toUuid();
        return sealing.isDone()
                ? workers.run(() -> sealing.seal(id, segment.body()))
                : Uni.createFrom().item(() -> sealing.seal(id, segment.body()));
    }

    private Uni<StoreOutcome> commit(
            Segment segment, StoredPayload payload, Function<SqlConnection, Uni<Void>> alongside) {
        StoreTransaction transaction = new StoreTransaction(segment, payload, componentIds, spanNames, producers);
        return transactions
                .write(connection -> transaction.run(connection).chain(() -> alongside.apply(connection)))
                .replaceWith((StoreOutcome) new StoreOutcome.Stored())
                .invoke(transaction::remember)
                .onFailure(NothingStored.class)
                .recoverWithItem(failure -> ((NothingStored) failure).outcome())
                .onFailure(DatabaseErrors::isMissingPartition)
                .invoke(() -> partitions.forget(dayOf(segment.head())));
    }

    private void afterwards(StoreOutcome outcome, Segment segment) {
        if (outcome.kind() == StoreOutcome.Kind.STORED) {
            recordsStored.add(segment.head().recordCount());
            heads.put(segment.head());
            catalog.refreshFrom(segment);
        }
    }

    static LocalDate dayOf(SegmentHead head) {
        return LocalDate.ofEpochDay(head.day());
    }

    /** Rolls the transaction back with an answer. */
    static final class NothingStored extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final transient StoreOutcome outcome;

        NothingStored(StoreOutcome outcome) {
            super(null, null, false, false);
            this.outcome = outcome;
        }

        StoreOutcome outcome() {
            return outcome;
        }
    }
}
