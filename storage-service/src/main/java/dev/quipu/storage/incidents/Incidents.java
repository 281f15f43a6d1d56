package dev.quipu.storage.incidents;

import dev.quipu.model.CatalogText;
import dev.quipu.storage.database.Transactions;
import dev.quipu.storage.database.VersionConflict;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * Keeps incidents. Laws: 1. of several who write from one version one succeeds; 2. a list is in a total order, the
 * newest start first.
 */
@ApplicationScoped
public class Incidents {

    /** How long one is kept after it ended, or after it was changed last when it never did. */
    public static final int KEEP_DAYS = 400;

    private static final String COLUMNS =
            "id, state, started_at, ended_at, updated_at, version, components, document::text AS document";

    private static final String INSERT = """
            INSERT INTO incident (tenant, id, version, state, started_at, ended_at, components, document)
            VALUES ($1, $2, $3 + 1, $4, $5, $6, $7, $8::text::jsonb)
            ON CONFLICT (tenant, id) DO NOTHING
            RETURNING\s""" + COLUMNS;

    private static final String UPDATE = """
            UPDATE incident SET version = version + 1, state = $4, started_at = $5, ended_at = $6, components = $7,
                document = $8::text::jsonb, updated_at = now()
            WHERE tenant = $1 AND id = $2 AND version = $3
            RETURNING\s""" + COLUMNS;

    private static final String FIND = "SELECT " + COLUMNS + " FROM incident WHERE tenant = $1 AND id = $2";

    private static final String LIST = "SELECT " + COLUMNS + """
             FROM incident
            WHERE tenant = $1 AND ($2::text IS NULL OR state = $2) AND ($3::text IS NULL OR components @> ARRAY[$3])
                AND ($4::timestamptz IS NULL OR ended_at IS NULL OR ended_at >= $4)
                AND ($5::timestamptz IS NULL OR started_at < $5)
                AND ($6::timestamptz IS NULL OR (started_at, id) < ($6, $7::uuid))
            ORDER BY started_at DESC, id DESC LIMIT $8""";

    private static final String DELETE = "DELETE FROM incident WHERE tenant = $1 AND id = $2";

    private final Transactions transactions;

    Incidents(Transactions transactions) {
        this.transactions = transactions;
    }

    /**
     * Keeps an incident as it is now. Fails with {@link VersionConflict} when the version is another.
     *
     * @param version that the writer read; 0 for a new one
     */
    public Uni<KeptIncident> write(String tenant, int version, Incident incident) {
        Tuple values = Tuple.tuple()
                .addString(tenant)
                .addUUID(incident.id())
                .addInteger(version)
                .addString(incident.state().label())
                .addValue(time(incident.startedAt()))
                .addValue(incident.endedAt().map(Incidents::time).orElse(null))
                .addValue(incident.components().toArray(String[]::new))
                .addString(incident.document());
        return transactions
                .autocommit(connection ->
                        connection.preparedQuery(version == 0 ? INSERT : UPDATE).execute(values))
                .chain(rows -> rows.size() > 0
                        ? Uni.createFrom().item(kept(rows.iterator().next()))
                        : find(tenant, incident.id()).map(found -> {
                            throw conflict(version, found);
                        }));
    }

    private static VersionConflict conflict(int version, Optional<KeptIncident> found) {
        return new VersionConflict("version: expected "
                + found.map(kept -> kept.version() + ", which the incident has now")
                        .orElse("0, as there is no such incident")
                + ", got " + version);
    }

    public Uni<Optional<KeptIncident>> find(String tenant, UUID id) {
        return transactions
                .ask(tenant, FIND, Tuple.of(tenant, id))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(Incidents::kept)
                        .findFirst());
    }

    /** The newest start first. */
    public Uni<List<KeptIncident>> list(IncidentQuery query) {
        Tuple values = Tuple.tuple()
                .addString(query.tenant())
                .addValue(query.state().map(Incident.State::label).orElse(null))
                .addValue(query.component()
                        .map(name -> CatalogText.bounded(name, CatalogText.MAX_NAME))
                        .orElse(null))
                .addValue(query.from().map(Incidents::time).orElse(null))
                .addValue(query.to().map(Incidents::time).orElse(null))
                .addValue(query.after().map(place -> time(place.startedAt())).orElse(null))
                .addValue(query.after().map(IncidentQuery.Place::id).orElse(null))
                .addInteger(query.limit());
        return transactions
                .ask(query.tenant(), LIST, values)
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(Incidents::kept)
                        .toList());
    }

    /** Somebody says that it was none. @return whether it was here */
    public Uni<Boolean> remove(String tenant, UUID id) {
        return transactions
                .autocommit(connection -> connection.preparedQuery(DELETE).execute(Tuple.of(tenant, id)))
                .map(rows -> rows.rowCount() > 0);
    }

    private static OffsetDateTime time(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    private static KeptIncident kept(Row row) {
        @Nullable OffsetDateTime endedAt = row.getOffsetDateTime("ended_at");
        return new KeptIncident(
                new Incident(
                        row.getUUID("id"),
                        Incident.State.ofLabel(row.getString("state")),
                        row.getOffsetDateTime("started_at").toInstant(),
                        Optional.ofNullable(endedAt).map(OffsetDateTime::toInstant),
                        List.of(row.getArrayOfStrings("components")),
                        row.getString("document")),
                row.getInteger("version"),
                row.getOffsetDateTime("updated_at").toInstant());
    }
}
