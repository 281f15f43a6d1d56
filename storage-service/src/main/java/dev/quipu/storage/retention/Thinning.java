package dev.quipu.storage.retention;

import dev.quipu.model.Signal;
import dev.quipu.model.TraceId;
import dev.quipu.model.segment.SegmentHead;
import dev.quipu.storage.database.Transactions;
import dev.quipu.storage.encryption.TenantKeys;
import dev.quipu.storage.holds.LegalHolds;
import dev.quipu.storage.load.Workers;
import dev.quipu.storage.removal.SegmentRewrite;
import dev.quipu.storage.segments.SegmentKey;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jboss.logging.Logger;

/**
 * Takes records out of segments whose other records are kept longer. A segment remembers by what rules it was looked at,
 * and is not looked at again before others apply. Replicas that do the same disturb each other only in that one of them
 * does it.
 */
@ApplicationScoped
class Thinning {

    private static final Logger LOG = Logger.getLogger(Thinning.class);

    /** A merged one has not been looked at; what is held is looked at when it is released. */
    private static final String DUE = """
            SELECT s.day, s.bucket, s.id FROM segment s
            WHERE s.tenant = $1 AND s.signal = $2 AND s.record_count > 0 AND s.thinned IS DISTINCT FROM $3
                AND (s.day BETWEEN $4::date - $5::int AND $4::date - $6::int OR s.day = '1970-01-01')
                AND %s BETWEEN $4::date - $5::int AND $4::date - $6::int
                AND NOT %s
            ORDER BY s.day, s.bucket, s.id""".formatted(StoredDay.OF_SEGMENT, LegalHolds.IS_HELD);

    private static final String HEAD = """
            SELECT s.head, %s AS is_held FROM segment s WHERE s.id = $3 AND s.bucket = $2 AND s.day = $1""".formatted(LegalHolds.IS_HELD);

    private final Pool pool;
    private final Transactions transactions;
    private final KeepingTable table;
    private final MatchedTraces traces;
    private final TenantKeys keys;
    private final Workers workers;

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
    }

    /** @return the records that were taken */
    Uni<Long> thin() {
        LocalDate today = LocalDate.now(ZoneOffset.UTC);
        return table.all()
                .chain(all -> summed(
                        all.stream()
                                .flatMap(keeping -> keeping.stages().stream())
                                .toList(),
                        stage -> thin(stage, today)));
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
                .chain(rows -> summed(places(rows), place -> thin(stage, place)))
                .onFailure()
                .invoke(failure -> LOG.warnf(
                        failure,
                        "Records of tenant %s that have expired by rules for %s stay for now",
                        keeping.tenant(),
                        keeping.signal().label()))
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

    private Uni<Long> thin(KeepingStage stage, Place place) {
        boolean isByTrace =
                stage.keeping().signal() == Signal.TRACES && !stage.conditions().isEmpty();
        return (isByTrace
                        ? traces.find(stage, place.day(), place.bucket())
                        : Uni.createFrom().item(Map.<KeepingRule, Set<TraceId>>of()))
                .map(found -> new ExpiryTaking(new ExpiredRows(stage, found)))
                .chain(taking -> summed(place.segments(), key -> thin(taking, key)));
    }

    private Uni<Long> thin(ExpiryTaking taking, SegmentKey key) {
        String tenant = taking.expired().stage().keeping().tenant();
        return pool.preparedQuery(HEAD)
                .execute(Tuple.of(key.day(), key.bucket(), key.id()))
                .chain(rows -> rows.size() == 0 || rows.iterator().next().getBoolean("is_held")
                        ? Uni.createFrom().item(0L)
                        : workers.runInBackground(() -> taking.expired()
                                        .mayHave(head(rows.iterator().next())))
                                .chain(mayHave -> mayHave
                                        ? keys.sealing(tenant)
                                                .map(sealing -> new SegmentRewrite(key, taking, keys, sealing, workers))
                                                .chain(rewrite -> transactions.write(rewrite::run))
                                        : transactions.write(connection -> taking.untouched(connection, key)
                                                .replaceWith(0L))))
                .onFailure(SegmentRewrite.NotRewritten.class)
                .recoverWithItem(0L);
    }

    private static SegmentHead head(Row row) {
        return SegmentHead.parse(row.getBuffer("head").getBytes());
    }
}
