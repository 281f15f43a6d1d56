package dev.quipu.storage.fate;

import dev.quipu.model.Signal;
import dev.quipu.model.TraceId;
import dev.quipu.storage.StorageConfig;
import dev.quipu.storage.search.QueryRun;
import dev.quipu.storage.search.TraceSegments;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/** Looks, in one snapshot, at everything that can say what became of a trace. */
@ApplicationScoped
public class FateReader {

    private final QueryRun queries;
    private final TraceSegments segments;
    private final Duration kept;

    FateReader(QueryRun queries, TraceSegments segments, StorageConfig config) {
        this.queries = queries;
        this.segments = segments;
        this.kept = Duration.ofDays(config.storage().fate().keepDays());
    }

    /**
     * When a trace was offered, as far as the one who asks knows.
     *
     * @param from empty: since the evidence is complete
     * @param to empty: until now
     */
    public record Asked(String tenant, TraceId traceId, Optional<Instant> from, Optional<Instant> to) {
        public Asked {
            if (from.isPresent() && to.isPresent() && from.get().isAfter(to.get())) {
                throw new IllegalArgumentException(
                        "from: expected a time before 'to', got " + from.get() + " and " + to.get());
            }
        }
    }

    public Uni<FateAnswer> read(Asked asked) {
        return queries.run(
                "fate",
                asked.tenant(),
                (connection, watermark, isCancelled) -> segments.find(
                                connection, asked.tenant(), asked.traceId(), isCancelled)
                        .chain(stored -> evidence(connection, asked).chain(others -> {
                            List<Evidence> evidence = new ArrayList<>();
                            stored.forEach(one -> evidence.add(new Evidence.Stored(
                                    one.id(), one.level(), one.day(), one.records(), one.committedAt())));
                            evidence.addAll(others);
                            return completeness(connection, asked, watermark)
                                    .map(known -> FateAnswer.of(
                                            asked.traceId(),
                                            evidence,
                                            known.missing(asked, evidence),
                                            known.from(),
                                            watermark));
                        })));
    }

    private static Uni<List<Evidence>> evidence(SqlConnection connection, Asked asked) {
        Tuple ofTrace = Tuple.of(
                asked.tenant(), new UUID(asked.traceId().high(), asked.traceId().low()));
        Tuple ofTenant = Tuple.of(asked.tenant(), (short) Signal.TRACES.code());
        return Uni.combine()
                .all()
                .unis(
                        connection
                                .preparedQuery(EvidenceRows.TOMBSTONES)
                                .execute(EvidenceRows.probe(asked.tenant(), asked.traceId())),
                        connection.preparedQuery(EvidenceRows.NOTES).execute(ofTrace),
                        connection.preparedQuery(EvidenceRows.SPOOLS).execute(ofTenant),
                        connection.preparedQuery(EvidenceRows.QUARANTINE).execute(ofTenant))
                .with((tombstones, notes, spools, quarantine) -> {
                    List<Evidence> evidence = new ArrayList<>();
                    tombstones.forEach(row -> evidence.add(EvidenceRows.letGo(row)));
                    notes.forEach(row -> evidence.add(EvidenceRows.noted(row)));
                    spools.forEach(row -> evidence.add(EvidenceRows.spooled(row)));
                    quarantine.forEach(row -> evidence.add(EvidenceRows.quarantined(row)));
                    return evidence;
                });
    }

    private Uni<Completeness> completeness(SqlConnection connection, Asked asked, Instant now) {
        Tuple window = Tuple.tuple()
                .addString(asked.tenant())
                .addShort((short) Signal.TRACES.code())
                .addInteger(asked.from().map(FateReader::minute).orElse(0))
                .addInteger(minute(asked.to().orElse(now)) + 1)
                .addOffsetDateTime(now.minus(kept).atOffset(ZoneOffset.UTC));
        return connection
                .preparedQuery(EvidenceRows.COMPLETENESS)
                .execute(window)
                .map(rows -> {
                    Row row = rows.iterator().next();
                    return new Completeness(
                            row.getOffsetDateTime("complete_since").toInstant(),
                            row.getLong("counted"),
                            row.getLong("noted"));
                });
    }

    private static int minute(Instant instant) {
        return (int) TimeUnit.SECONDS.toMinutes(instant.getEpochSecond());
    }
}
