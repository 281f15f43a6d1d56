package dev.quipu.operations.proof;

import dev.quipu.access.encryption.MasterKeys;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * The proof that a database holds the records that it says: every segment is decoded and its records are hashed anew,
 * and the sums over the segments are those of the ledger, which is another table. Segments once proven are not read
 * again by later proofs of the same object, since a segment never changes under its id. Of segments that are sealed under
 * a key which is not at hand it is proven that row, head and ledger say the same. Not thread-safe.
 */
public final class StoreProof {

    private static final String READ_SEGMENTS = """
            SELECT id, day, tenant, signal, record_count, set_hash, counted_records, counted_set_hash, head, filter, payload,
                %s AS key_generation
            FROM segment WHERE id <> ALL(?)""";

    private final int segmentsAtOnce = Math.max(2, Runtime.getRuntime().availableProcessors());
    private final Set<UUID> proven = new HashSet<>();
    private final Optional<MasterKeys> master;
    private final boolean sealedUnread;
    private int segments;
    private int unread;
    private long bytes;

    /**
     * @param master opens what is sealed
     * @param sealedUnread whether it is no finding that a sealed segment could not be opened
     */
    public StoreProof(Optional<MasterKeys> master, boolean sealedUnread) {
        this.master = master;
        this.sealedUnread = sealedUnread;
    }

    /**
     * @param sets by tenant and signal, each of segments that were proven when there are no findings
     * @param segments that were decoded, by this and all earlier proofs of the object
     * @param unread segments that are sealed and were not opened
     * @param bytes of those segments that were decoded
     * @param findings what is not as it should be
     */
    public record Outcome(List<RecordSet> sets, int segments, int unread, long bytes, List<String> findings) {
        public Outcome {
            sets = List.copyOf(sets);
            findings = List.copyOf(findings);
        }

        /** The same, with what differs from sets that were expected among the findings. */
        public Outcome against(String what, List<RecordSet> expected) {
            List<String> all = new ArrayList<>(findings);
            all.addAll(differences(what, expected, sets));
            return new Outcome(sets, segments, unread, bytes, all);
        }
    }

    /** Reads one snapshot of the database, which may be in recovery. */
    public Outcome prove(Connection connection) throws SQLException {
        connection.setAutoCommit(false);
        connection.setReadOnly(true);
        connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
        try {
            List<String> findings = new ArrayList<>();
            List<RecordSet> sets = StoredSets.stated(connection);
            if (StoredSets.isStore(connection)) {
                decode(connection, findings);
            }
            return new Outcome(sets, segments, unread, bytes, findings)
                    .against("by the ledger", StoredSets.accounted(connection));
        } finally {
            connection.rollback();
        }
    }

    private void decode(Connection connection, List<String> findings) throws SQLException {
        unread = 0;
        PayloadKeys keys = PayloadKeys.read(connection, master);
        if (!sealedUnread) {
            findings.addAll(keys.findings());
        }
        String generation = StoredSets.hasKeys(connection) ? "key_generation" : "NULL::integer";
        try (PreparedStatement statement = connection.prepareStatement(READ_SEGMENTS.formatted(generation))) {
            Array known = connection.createArrayOf("uuid", proven.toArray());
            statement.setArray(1, known);
            statement.setFetchSize(segmentsAtOnce);
            try (ResultSet row = statement.executeQuery()) {
                List<SegmentCheck> batch = new ArrayList<>(segmentsAtOnce);
                while (row.next()) {
                    batch.add(SegmentCheck.of(row, keys));
                    if (batch.size() == segmentsAtOnce) {
                        check(batch, findings);
                    }
                }
                check(batch, findings);
            }
        }
        if (unread > 0 && !sealedUnread) {
            findings.add(unread + " segments are sealed and were not opened: expected the key that the services have as"
                    + " quipu.encryption.master-key-file, got "
                    + master.map(MasterKeys::toString).orElse("none") + "; --sealed-unread leaves them so");
        }
    }

    private void check(List<SegmentCheck> batch, List<String> findings) {
        List<Optional<String>> found =
                batch.parallelStream().map(SegmentCheck::finding).toList();
        for (int i = 0; i < batch.size(); i++) {
            SegmentCheck check = batch.get(i);
            found.get(i).ifPresent(findings::add);
            if (check.payload().isReadable()) {
                count(check, found.get(i).isEmpty());
            } else {
                unread++;
            }
        }
        batch.clear();
    }

    private void count(SegmentCheck check, boolean isProven) {
        segments++;
        bytes += check.head().length
                + check.filter().length
                + (long) check.payload().bytes().length;
        if (isProven) {
            proven.add(check.id());
        }
    }

    private static List<String> differences(String what, List<RecordSet> expected, List<RecordSet> found) {
        List<String> differences = new ArrayList<>();
        for (RecordSet set : expected) {
            if (!found.contains(set)) {
                differences.add("expected " + what + " " + set + ", got " + other(set, found));
            }
        }
        for (RecordSet set : found) {
            if (expected.stream().noneMatch(each -> RecordSet.ORDER.compare(each, set) == 0)) {
                differences.add("expected " + what + " nothing, got " + set);
            }
        }
        return differences;
    }

    private static String other(RecordSet wanted, List<RecordSet> sets) {
        return sets.stream()
                .filter(set -> RecordSet.ORDER.compare(set, wanted) == 0)
                .findFirst()
                .map(set -> set.records() + " records, set-hash " + set.setHash())
                .orElse("none");
    }
}
