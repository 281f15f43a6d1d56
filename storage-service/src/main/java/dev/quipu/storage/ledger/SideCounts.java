package dev.quipu.storage.ledger;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;

/**
 * Counts that are kept in tables of their own, beside the ledger's lines: of records that are acknowledged and not
 * stored, of those that were made and never came, of those that analysis shall try again, and of those that a part of it failed at before
 * all of its parts had passed them.
 *
 * <p>Of what a collector has spooled the minutes are not known: all of it counts in every window that overlaps the time
 * from its oldest record to the collector's report, and in no group of a minute. So does what is missing of a run of a
 * producer, from its first batch to its last. Whose records they are is not known either: they are in the group of no
 * component, and not in a window of one service.
 */
final class SideCounts {

    private static final String READ = """
            SELECT 'SPOOLED' AS place, -1 AS minute, signal::int AS signal, 0 AS component_id, collector AS label, records
            FROM spool
            WHERE tenant = $1 AND extract(epoch FROM oldest) / 60 < $3::int AND extract(epoch FROM reported_at) / 60 >= $2::int
                AND ($4::smallint IS NULL OR signal = $4) AND $5::text IS NULL
            UNION ALL
            SELECT 'QUARANTINED', collected_minute, signal, 0, reason, sum(records)::bigint
            FROM quarantine
            WHERE tenant = $1 AND left_at IS NULL AND collected_minute >= $2 AND collected_minute < $3
                AND ($4::smallint IS NULL OR signal = $4) AND $5::text IS NULL
            GROUP BY 2, 3, 5
            UNION ALL
            SELECT 'MISSING', -1, signal, 0, '', sum(lost_records(p, make_interval(secs => $7)))::bigint
            FROM producer_epoch p
            WHERE tenant = $1 AND extract(epoch FROM started_at) / 60 < $3::int
                AND extract(epoch FROM updated_at) / 60 >= $2::int
                AND ($4::smallint IS NULL OR signal = $4) AND $5::text IS NULL
            GROUP BY 3
            UNION ALL
            SELECT 'RETRIED', c.minute, f.signal, c.component_id, '', sum(c.records)::bigint
            FROM counted_failure f, unnest(f.counted_minute, f.counted_component, f.counted_records)
                AS c(minute, component_id, records)
            WHERE f.tenant = $1 AND f.is_retried AND f.consumer = $6 AND c.minute >= $2 AND c.minute < $3
                AND ($4::smallint IS NULL OR f.signal = $4)
                AND ($5::text IS NULL OR c.component_id IN (SELECT id FROM component WHERE tenant = $1 AND name = $5))
            GROUP BY 2, 3, 4
            UNION ALL
            SELECT 'FAILED_AHEAD', c.minute, f.signal, c.component_id, '', sum(c.records)::bigint
            FROM segment s JOIN counted_failure f ON f.segment_id = s.id,
                unnest(f.counted_minute, f.counted_component, f.counted_records) AS c(minute, component_id, records)
            WHERE s.tenant = $1 AND s.feed_xid > (SELECT position FROM feed_consumer WHERE name = $6)
                AND f.consumer = $6 AND c.minute >= $2 AND c.minute < $3
                AND ($4::smallint IS NULL OR f.signal = $4)
                AND ($5::text IS NULL OR c.component_id IN (SELECT id FROM component WHERE tenant = $1 AND name = $5))
            GROUP BY 2, 3, 4""";

    private SideCounts() {}

    private enum Place {
        SPOOLED,
        QUARANTINED,
        MISSING,
        RETRIED,
        FAILED_AHEAD
    }

    static Uni<RowSet<Row>> read(SqlConnection connection, Tuple parameters) {
        return connection.preparedQuery(READ).execute(parameters);
    }

    static void add(LedgerAccount account, Row row) {
        long records = row.getLong("records");
        switch (Place.valueOf(row.getString("place"))) {
            case SPOOLED -> account.addSpooled(row.getString("label"), records);
            case QUARANTINED -> account.addQuarantined(row.getString("label"), records);
            case MISSING -> account.addMissing(records);
            case RETRIED -> account.addRetried(records);
            case FAILED_AHEAD -> account.addFailedAhead(records);
        }
    }
}
