package dev.quipu.storage.database;

import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.jboss.logging.Logger;

/**
 * Ready means that a segment could be stored now: the database takes writes, has this version's tables, and has
 * today's partitions.
 */
@Readiness
@ApplicationScoped
public class WriteProbe implements AsyncHealthCheck {

    private static final Logger LOG = Logger.getLogger(WriteProbe.class);
    private static final String NAME = "a segment can be stored";
    private static final Duration TIMEOUT = Duration.ofSeconds(3);

    /** Takes a transaction id, which a standby refuses, and writes nothing. */
    private static final String PROBE = """
            SELECT current_commit_xid() AS xid, NOT current_setting('transaction_read_only')::boolean AS takes_writes,
                (SELECT max(version) FROM flyway_schema_history WHERE success) AS version,
                to_regclass('segment_' || to_char($1::date, 'YYYYMMDD') || '_fresh') IS NOT NULL AS has_partition,
                to_regclass('feed_consumer') IS NOT NULL AS has_tables""";

    private final Transactions transactions;
    private final DayPartitions partitions;

    WriteProbe(Transactions transactions, DayPartitions partitions) {
        this.transactions = transactions;
        this.partitions = partitions;
    }

    @Override
    public Uni<HealthCheckResponse> call() {
        LocalDate today = LocalDate.now(ZoneOffset.UTC);
        return partitions
                .ensure(today)
                .chain(() -> transactions.write(
                        connection -> connection.preparedQuery(PROBE).execute(Tuple.of(today))))
                .map(rows -> rows.iterator().next())
                .map(row -> HealthCheckResponse.named(NAME)
                        .withData("schema", String.valueOf(row.getString("version")))
                        .status(row.getBoolean("takes_writes")
                                && row.getBoolean("has_partition")
                                && row.getBoolean("has_tables"))
                        .build())
                .ifNoItem()
                .after(TIMEOUT)
                .fail()
                .onFailure()
                .invoke(failure -> LOG.debug("The database takes no writes", failure))
                .onFailure()
                .recoverWithItem(HealthCheckResponse.named(NAME)
                        .down()
                        .withData("database", "takes no writes at the moment")
                        .build());
    }
}
