package dev.quipu.benchmarks.rig.check;

import dev.quipu.benchmarks.rig.client.RecordNumbers;
import dev.quipu.benchmarks.rig.client.Sums;
import dev.quipu.benchmarks.rig.cluster.Postgres;
import dev.quipu.model.Signal;
import dev.quipu.model.segment.Segment;
import dev.quipu.model.segment.SegmentHead;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.Map;

/**
 * What is in PostgreSQL, read past storage: every segment of one snapshot, decoded.
 *
 * @param sums by signal, as the rows of the segments state them
 * @param numbers of the records, by signal
 * @param seenTwice records whose number was seen before
 * @param withoutNumber records that no client of the rig has sent
 */
public record StoredRecords(Map<Signal, Sums> sums, Map<Signal, BitSet> numbers, long seenTwice, long withoutNumber) {

    private static final String SEGMENTS =
            "SELECT signal, record_count, set_hash, head, filter, payload FROM segment ORDER BY id";
    private static final int SEGMENTS_AT_ONCE = 8;

    public static StoredRecords read(Postgres postgres) throws SQLException, IOException {
        Scan scan = new Scan();
        try (Connection connection = postgres.connect()) {
            connection.setReadOnly(true);
            connection.setAutoCommit(false);
            try (Statement statement = connection.createStatement()) {
                statement.setFetchSize(SEGMENTS_AT_ONCE);
                try (ResultSet row = statement.executeQuery(SEGMENTS)) {
                    while (row.next()) {
                        scan.add(row);
                    }
                }
            }
        }
        return new StoredRecords(scan.sums, scan.numbers, scan.seenTwice, scan.withoutNumber);
    }

    private static final class Scan {
        private final Map<Signal, Sums> sums = new EnumMap<>(Signal.class);
        private final Map<Signal, BitSet> numbers = new EnumMap<>(Signal.class);
        private long seenTwice;
        private long withoutNumber;

        private Scan() {
            for (Signal signal : Signal.values()) {
                sums.put(signal, Sums.NONE);
                numbers.put(signal, new BitSet());
            }
        }

        private void add(ResultSet row) throws SQLException {
            Signal signal = Signal.ofCode(row.getInt("signal"));
            sums.merge(signal, new Sums(row.getLong("record_count"), row.getLong("set_hash")), Sums::plus);
            byte[] head = row.getBytes("head");
            BitSet seen = numbers.computeIfAbsent(signal, unseen -> new BitSet());
            RecordNumbers.each(
                    Segment.of(SegmentHead.parse(head), head, row.getBytes("filter"), row.getBytes("payload")),
                    number -> note(seen, number));
        }

        private void note(BitSet seen, long number) {
            if (number == RecordNumbers.NONE) {
                withoutNumber++;
            } else if (seen.get(Math.toIntExact(number))) {
                seenTwice++;
            } else {
                seen.set(Math.toIntExact(number));
            }
        }
    }
}
