package dev.quipu.operations.proof;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.quipu.model.Signal;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Comparator;

/**
 * The records of a tenant and a signal, as a number and a set-hash: equal ones are the same records.
 *
 * @param signal as {@link Signal#label()}
 * @param setHash 16 hex digits: the sum of the records' hashes, modulo 2^64
 */
@JsonPropertyOrder({"tenant", "signal", "records", "setHash"})
public record RecordSet(String tenant, String signal, long records, String setHash) {

    static final Comparator<RecordSet> ORDER =
            Comparator.comparing(RecordSet::tenant).thenComparing(RecordSet::signal);

    /** A row with {@code tenant}, {@code signal}, {@code records} and the exact sum {@code set_hash}. */
    static RecordSet of(ResultSet row) throws SQLException {
        BigDecimal sum = row.getBigDecimal("set_hash");
        return new RecordSet(
                row.getString("tenant"),
                Signal.ofCode(row.getInt("signal")).label(),
                row.getLong("records"),
                hex(sum.toBigInteger().longValue()));
    }

    static String hex(long setHash) {
        return "%016x".formatted(setHash);
    }

    @Override
    public String toString() {
        return "%s of tenant %s: %d records, set-hash %s".formatted(signal, tenant, records, setHash);
    }
}
