package dev.quipu.storage.fate;

import dev.quipu.model.TraceId;
import dev.quipu.model.segment.MembershipFilter;
import dev.quipu.model.segment.Outcome;
import dev.quipu.model.segment.SegmentId;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The statements that find evidence, and what their rows say. */
final class EvidenceRows {

    /** A trace that is not in a filter hits set bits only, eight times, as often as the share of those to the eighth. */
    static final String TOMBSTONES = """
            SELECT segment_id, outcome, reason, day, records, min_time, max_time, buried_at,
                power(bit_count(filter)::float8 / (8 * octet_length(filter)), 8) AS false_positive_rate
            FROM (
                SELECT t.*, substr(filter, 1 + 32 * (($2::bigint * filter_blocks) >> 32)::int + (clock_timestamp() IS NULL)::int, 32) AS block
                FROM tombstone t WHERE tenant = $1 AND filter_blocks > 0) candidate
            WHERE get_bit(block, $3) = 1 AND get_bit(block, $4) = 1 AND get_bit(block, $5) = 1 AND get_bit(block, $6) = 1
                AND get_bit(block, $7) = 1 AND get_bit(block, $8) = 1 AND get_bit(block, $9) = 1 AND get_bit(block, $10) = 1
            ORDER BY buried_at DESC LIMIT 100""";

    static final String NOTES = """
            SELECT outcome, reason, records, minute FROM trace_note
            WHERE tenant = $1 AND trace_id = $2 ORDER BY minute DESC LIMIT 100""";

    static final String SPOOLS = """
            SELECT collector, url, records, oldest, reported_at FROM spool
            WHERE tenant = $1 AND signal = $2 AND records > 0 ORDER BY collector""";

    static final String QUARANTINE = """
            SELECT sum(records)::bigint AS records, min(since) AS oldest FROM quarantine
            WHERE tenant = $1 AND signal = $2 AND left_at IS NULL HAVING sum(records) > 0""";

    private static final String BEGINS = """
            (SELECT greatest($3::int, floor(extract(epoch FROM greatest(fate_evidence_since(), $5::timestamptz)) / 60)::int))""";

    static final String COMPLETENESS = """
            SELECT greatest(fate_evidence_since(), $5::timestamptz) AS complete_since,
                (SELECT coalesce(sum(records), 0)::bigint FROM ledger
                    WHERE tenant = $1 AND signal = $2 AND minute >= %1$s AND minute < $4::int
                        AND outcome IN (%2$s)) AS counted,
                (SELECT coalesce(sum(records), 0)::bigint FROM trace_note
                    WHERE tenant = $1 AND signal = $2 AND minute >= %1$s AND minute < $4::int
                        AND outcome IN (%2$s)) AS noted""".formatted(
            BEGINS, Outcome.REJECTED.code() + ", " + Outcome.SAMPLED_OUT.code() + ", " + Outcome.REFUSED.code());

    private EvidenceRows() {}

    static Tuple probe(String tenant, TraceId id) {
        long hash = MembershipFilter.hashOfTrace(id);
        Tuple probe = Tuple.tuple().addString(tenant).addLong(hash >>> 32);
        for (int bit : MembershipFilter.bitsOf(hash)) {
            probe.addInteger(bit);
        }
        return probe;
    }

    static Evidence letGo(Row row) {
        return new Evidence.LetGo(
                SegmentId.of(row.getUUID("segment_id")),
                Outcome.ofCode(row.getShort("outcome")),
                row.getString("reason"),
                row.getLocalDate("day"),
                row.getInteger("records"),
                row.getLong("min_time"),
                row.getLong("max_time"),
                row.getOffsetDateTime("buried_at").toInstant(),
                row.getDouble("false_positive_rate"));
    }

    static Evidence noted(Row row) {
        return new Evidence.Noted(
                Outcome.ofCode(row.getShort("outcome")),
                row.getString("reason"),
                row.getLong("records"),
                Instant.ofEpochSecond(TimeUnit.MINUTES.toSeconds(row.getInteger("minute"))));
    }

    static Evidence spooled(Row row) {
        return new Evidence.Spooled(
                row.getString("collector"),
                Optional.ofNullable(row.getString("url")),
                row.getLong("records"),
                row.getOffsetDateTime("oldest").toInstant(),
                row.getOffsetDateTime("reported_at").toInstant());
    }

    static Evidence quarantined(Row row) {
        return new Evidence.Quarantined(
                row.getLong("records"), row.getOffsetDateTime("oldest").toInstant());
    }
}
