package dev.quipu.storage.retention;

import dev.quipu.model.Signal;
import dev.quipu.model.segment.SegmentHead;
import dev.quipu.storage.database.Transactions;
import dev.quipu.storage.encryption.TenantKeys;
import dev.quipu.storage.holds.LegalHolds;
import dev.quipu.storage.load.Workers;
import dev.quipu.storage.removal.SegmentRewrite;
import dev.quipu.storage.segments.SegmentKey;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jboss.logging.Logger;

/**
 * Takes records out of segments whose other records are kept longer. A segment remembers by what rules it was looked at,
 * and is not looked at again before others apply. What cannot be read or is in somebody's way stays for the next time, and
 * holds up nothing else.
 */
@ApplicationScoped
class Thinning {

    private static final Logger LOG = Logger.getLogger(Thinning.class);

    /** A merged one has not been looked at; what is held is looked at when it is released. */
    private static final String DUE =
            """
            WITH %s
            SELECT s.day, s.bucket, s.id FROM segment s
            WHERE s.tenant = $1 AND s.signal = $2 AND s.record_count > 0 AND s.thinned IS DISTINCT FROM $3
                AND (s.day BETWEEN $4::date - $5::int AND $4::date - $6::int OR s.day = '1970-01-01')
                AND %s BETWEEN $4::date - $5::int AND $4::date - $6::int
                AND NOT %s
            ORDER BY s.day, s.bucket, s.id""".formatted(LegalHolds.holds("g.tenant = $1"), StoredDay.OF_SEGMENT, LegalHolds.IS_HELD);

    private static final String HEAD = "SELECT head FROM segment WHERE id = $3 AND bucket = $2 AND day = $1";

    private final Pool pool;
    private final Transactions transactions;
    private final KeepingTable table;
    private final MatchedTraces traces;
    private final TenantKeys keys;
    private final Workers workers;
    private final OneReplica oneReplica;

    Thinning(
            Pool pool,
            Transactions transactions,
            KeepingTable table,
            MatchedTraces traces,
            TenantKeys keys,
            Workers workers) {
        this.pool = pool;
        this.transactions = transactions;
        this.table = table;
        this.traces = traces;
        this.keys = keys;
        this.workers = workers;
        this.oneReplica = new OneReplica(pool);
    }

    @Scheduled(
            every = "{quipu.storage.retention.interval}",
            delayed = "45s",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> tick() {
        return thin().invoke(records -> {
                    if (records > 0) {
                        LOG.infof("%d records expired by rules for components and conditions", records);
                    }
                })
                .replaceWithVoid()
                .onFailure()
                .invoke(failure -> LOG.warn("Thinning stopped; it goes on later", failure))
                .onFailure()
                .recoverWithNull();
    }

    /** @return the records that were taken, without those of segments that went as a whole */
    Uni<Long> thin() {
        LocalDate today = LocalDate.now(ZoneOffset.UTC);
        return oneReplica.run(() -> stages().chain(stages -> summed(stages, stage -> thin(stage, today))), 0L);
    }

    private Uni<List<KeepingStage>> stages() {
        return table.all()
                .map(all -> all.stream()
                        .flatMap(keeping -> keeping.stages().stream())
                        .toList());
    }

    private interface Step<T> {
        Uni<Long> of(T one);
    }

    private static <T> Uni<Long> summed(List<T> all, Step<T> step) {
        return Multi.createFrom()
                .iterable(all)
                .onItem()
                .transformToUniAndConcatenate(step::of)
                .collect()
                .with(Collectors.summingLong(Long::longValue));
    }

    private Uni<Long> thin(KeepingStage stage, LocalDate today) {
        SignalKeeping keeping = stage.keeping();
        Tuple values = Tuple.tuple()
                .addString(keeping.tenant())
                .addShort((short) keeping.signal().code())
                .addLong(stage.fingerprint())
                .addLocalDate(today)
                .addInteger(stage.to())
                .addInteger(stage.above() + 1);
        return pool.preparedQuery(DUE)
                .execute(values)
                .chain(rows -> summed(places(rows), place -> staying(stage, thinByPresentRules(stage, place))));
    }

    /** Rules may have changed since the work began. */
    private Uni<Long> thinByPresentRules(KeepingStage stage, Place place) {
        return stages().chain(present ->
                present.contains(stage) ? thin(stage, place) : Uni.createFrom().item(0L));
    }

    /** What fails stays for now. */
    private static Uni<Long> staying(KeepingStage stage, Uni<Long> work) {
        return work.onFailure(failure -> !(failure instanceof SegmentRewrite.NotRewritten))
                .invoke(failure -> LOG.warnf(
                        failure,
                        "Records of tenant %s that have expired by rules for %s stay for now",
                        stage.keeping().tenant(),
                        stage.keeping().signal().label()))
                .onFailure()
                .recoverWithItem(0L);
    }

    /** Segments of one day and bucket, in which traces are whole. */
    private record Place(LocalDate day, int bucket, List<SegmentKey> segments) {}

    private static List<Place> places(RowSet<Row> rows) {
        Map<Map.Entry<LocalDate, Integer>, List<SegmentKey>> byPlace = StreamSupport.stream(rows.spliterator(), false)
                .map(row -> new SegmentKey(row.getLocalDate("day"), row.getInteger("bucket"), row.getUUID("id")))
                .collect(Collectors.groupingBy(
                        key -> Map.entry(key.day(), key.bucket()), LinkedHashMap::new, Collectors.toList()));
        List<Place> places = new ArrayList<>();
        byPlace.forEach((place, segments) -> places.add(new Place(place.getKey(), place.getValue(), segments)));
        return places;
    }

    /** What says which traces satisfy a condition comes last: when this is interrupted, it says so to what is left. */
    private Uni<Long> thin(KeepingStage stage, Place place) {
        boolean isByTrace =
                stage.keeping().signal() == Signal.TRACES && !stage.conditions().isEmpty();
        return (isByTrace
                        ? traces.find(stage, place.day(), place.bucket())
                        : Uni.createFrom().item(MatchedTraces.Found.NOTHING))
                .chain(found -> {
                    ExpiryTaking taking = new ExpiryTaking(new ExpiredRows(stage, found.traces()));
                    List<SegmentKey> matchedLast = place.segments().stream()
                            .sorted(Comparator.comparing(found.matched()::contains))
                            .toList();
                    return summed(matchedLast, key -> staying(stage, thin(taking, key)));
                });
    }

    private Uni<Long> thin(ExpiryTaking taking, SegmentKey key) {
        return pool.preparedQuery(HEAD)
                .execute(Tuple.of(key.day(), key.bucket(), key.id()))
                .chain(rows -> rows.size() == 0
                        ? Uni.createFrom().item(0L)
                        : workers.runInBackground(() -> head(rows.iterator().next()))
                                .chain(head -> thin(taking, key, head)));
    }

    private Uni<Long> thin(ExpiryTaking taking, SegmentKey key, SegmentHead head) {
        ExpiredRows expired = taking.expired();
        if (!expired.mayHave(head)) {
            return transactions.write(
                    connection -> taking.untouched(connection, key).replaceWith(0L));
        }
        if (expired.hasAll(head)) {
            return transactions
                    .write(connection -> ExpiredSegments.delete(connection, List.of(key)))
                    .replaceWith(0L);
        }
        return keys.sealing(head.tenant())
                .map(sealing -> new SegmentRewrite(key, taking, keys, sealing, workers))
                .chain(rewrite -> transactions.write(rewrite::run));
    }

    private static SegmentHead head(Row row) {
        return SegmentHead.parse(row.getBuffer("head").getBytes());
    }
}
