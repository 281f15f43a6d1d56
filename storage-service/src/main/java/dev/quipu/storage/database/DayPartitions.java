package dev.quipu.storage.database;

import dev.quipu.storage.StorageConfig;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/** The partitions of each day: made ahead of time, and on demand for late records. */
@ApplicationScoped
public class DayPartitions {

    /** The day of records without a believable time; its partitions are there from the start and never dropped. */
    public static final LocalDate UNDATED = LocalDate.EPOCH;

    private static final Logger LOG = Logger.getLogger(DayPartitions.class);
    private static final String ENSURE_DAY = "SELECT ensure_day($1)";

    private final Pool pool;
    private final int daysAhead;
    private final Set<LocalDate> present = ConcurrentHashMap.newKeySet();

    DayPartitions(Pool pool, StorageConfig config) {
        this.pool = pool;
        this.daysAhead = config.storage().partitions().daysAhead();
        present.add(UNDATED);
    }

    /** Completes when records of the day can be inserted. Safe against any number of others doing the same. */
    public Uni<Void> ensure(LocalDate day) {
        if (present.contains(day)) {
            return Uni.createFrom().voidItem();
        }
        return pool.preparedQuery(ENSURE_DAY)
                .execute(Tuple.of(day))
                .invoke(() -> present.add(day))
                .replaceWithVoid();
    }

    /** To be called when the day's partitions were dropped, or an insert found none. */
    public void forget(LocalDate day) {
        if (!day.equals(UNDATED)) {
            present.remove(day);
        }
    }

    /** Whether today's records can be inserted without making anything first. */
    public boolean areReady() {
        return present.contains(today());
    }

    @Scheduled(
            every = "${quipu.storage.partitions.interval:1h}",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> makeAhead() {
        LocalDate today = today();
        return Multi.createFrom()
                .iterable(today.datesUntil(today.plusDays(daysAhead + 1L)).toList())
                .onItem()
                .transformToUniAndConcatenate(this::ensure)
                .collect()
                .last()
                .onFailure()
                .invoke(failure -> LOG.warn("Partitions could not be made ahead; they are made on demand", failure))
                .onFailure()
                .recoverWithNull();
    }

    private static LocalDate today() {
        return LocalDate.now(ZoneOffset.UTC);
    }
}
