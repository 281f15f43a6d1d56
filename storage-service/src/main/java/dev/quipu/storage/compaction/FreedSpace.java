package dev.quipu.storage.compaction;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jboss.logging.Logger;

/**
 * Gives the space of merged segments back. Collected segments have partitions of their own, so that once all are
 * merged the files shrink to nothing.
 */
@ApplicationScoped
public class FreedSpace {

    private static final Logger LOG = Logger.getLogger(FreedSpace.class);
    private static final int ENOUGH_SEGMENTS = 500;
    private static final Duration LONG_ENOUGH = Duration.ofSeconds(10);

    /**
     * What a vacuum left, and nothing else would come back for: rows that a snapshot could still see; and files that it
     * did not shorten, because somebody read them just then or a segment at their end was not merged yet.
     */
    private static final String LEFT_BEHIND = """
            SELECT dead.some OR pg_total_relation_size(to_regclass($1)) > %d + 2 * kept.bytes AS is_left_behind
            FROM (SELECT sum(n_dead_tup) > 0 AS some FROM pg_stat_all_tables
                  WHERE relid IN (SELECT unnest(ARRAY[oid, reltoastrelid]) FROM pg_class WHERE oid = to_regclass($1)))
                     AS dead,
                 (SELECT coalesce(sum(octet_length(payload) + octet_length(filter)), 0) AS bytes FROM %s) AS kept""";

    private static final String PARTITIONS = """
            SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
            WHERE i.inhparent = 'segment'::regclass ORDER BY c.relname""";

    private static final int EMPTY_BYTES = 32 << 20;

    private static final DateTimeFormatter SUFFIX = DateTimeFormatter.BASIC_ISO_DATE;

    private final Pool pool;
    private final Map<String, Integer> replaced = new HashMap<>();
    private Instant lastReclaim = Instant.EPOCH;
    private boolean isLookedThrough;

    FreedSpace(Pool pool) {
        this.pool = pool;
    }

    void add(LocalDate day, int level, int segments) {
        add("segment_" + SUFFIX.format(day) + (level == 0 ? "_fresh" : "_merged"), segments);
    }

    private synchronized void add(String partition, int segments) {
        if (segments > 0) {
            replaced.merge(partition, segments, Integer::sum);
        }
    }

    /**
     * Vacuums the partitions from which enough was taken, now and then also those from which little was. The first time
     * it looks for those from which a process before this one took. Never fails: what was not done is done later.
     */
    Uni<Void> reclaim() {
        return lookThrough()
                .chain(() -> Multi.createFrom()
                        .iterable(due())
                        .onItem()
                        .transformToUniAndConcatenate(this::vacuum)
                        .collect()
                        .last()
                        .replaceWithVoid());
    }

    private Uni<Void> lookThrough() {
        if (isLookedThrough) {
            return Uni.createFrom().voidItem();
        }
        return pool.query(PARTITIONS)
                .execute()
                .chain(rows -> Multi.createFrom()
                        .iterable(rows)
                        .map(row -> row.getString("relname"))
                        .onItem()
                        .transformToUniAndConcatenate(partition ->
                                isLeftBehind(partition).invoke(isLeftBehind -> add(partition, isLeftBehind ? 1 : 0)))
                        .collect()
                        .last())
                .invoke(() -> isLookedThrough = true)
                .replaceWithVoid()
                .onFailure()
                .invoke(failure -> LOG.debug("The partitions were not looked through", failure))
                .onFailure()
                .recoverWithNull();
    }

    /** Indexes included: without, a few dead rows at a file's end would stay there, and keep all before them in place. */
    private Uni<Void> vacuum(String partition) {
        return pool.query("VACUUM (INDEX_CLEANUP ON) " + partition)
                .execute()
                .onFailure()
                .invoke(failure -> LOG.debugf(failure, "%s was not vacuumed", partition))
                .onFailure()
                .recoverWithNull()
                .chain(() -> isLeftBehind(partition))
                .invoke(isLeftBehind -> add(partition, isLeftBehind ? 1 : 0))
                .replaceWithVoid();
    }

    private Uni<Boolean> isLeftBehind(String partition) {
        return pool.preparedQuery(String.format(LEFT_BEHIND, EMPTY_BYTES, partition))
                .execute(Tuple.of(partition))
                .map(rows -> Boolean.TRUE.equals(rows.iterator().next().getBoolean("is_left_behind")))
                .onFailure()
                .recoverWithItem(true);
    }

    private synchronized List<String> due() {
        boolean isLate = Instant.now().isAfter(lastReclaim.plus(LONG_ENOUGH));
        List<String> due = replaced.entrySet().stream()
                .filter(entry -> isLate || entry.getValue() >= ENOUGH_SEGMENTS)
                .map(Map.Entry::getKey)
                .toList();
        due.forEach(replaced::remove);
        if (!due.isEmpty()) {
            lastReclaim = Instant.now();
        }
        return due;
    }
}
