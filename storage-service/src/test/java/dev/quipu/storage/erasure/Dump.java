package dev.quipu.storage.erasure;

import dev.quipu.model.segment.LogRows;
import dev.quipu.model.segment.PointRows;
import dev.quipu.model.segment.Segment;
import dev.quipu.model.segment.SegmentHead;
import dev.quipu.model.segment.SegmentParcel;
import dev.quipu.model.segment.SegmentReader;
import dev.quipu.model.segment.SpanRows;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Everything that a database says: each row of each table as text, with what is encoded decoded, and statistics. */
final class Dump {

    private static final String TABLES = """
            SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p') AND NOT c.relispartition ORDER BY 1""";

    /** Not of erasures, which keep what they are of. */
    private static final String STATISTICS = """
            SELECT tablename, s::text AS said FROM pg_stats s WHERE schemaname = 'public' AND tablename <> 'erasure'""";

    private Dump() {}

    /** In which tables the word is, and how many rows say it. */
    static Map<String, Integer> rowsWith(Connection connection, String word) throws SQLException {
        String hex = HexFormat.of().formatHex(word.getBytes(StandardCharsets.UTF_8));
        Map<String, Integer> found = new TreeMap<>();
        for (String table : tables(connection)) {
            try (Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery("SELECT t::text AS said FROM " + table + " t")) {
                while (row.next()) {
                    String said = row.getString("said");
                    if (said.contains(word) || said.contains(hex)) {
                        found.merge(table, 1, Integer::sum);
                    }
                }
            }
        }
        quoted(connection, word, hex, found);
        count(connection, word, found);
        return found;
    }

    private static void quoted(Connection connection, String word, String hex, Map<String, Integer> found)
            throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(STATISTICS)) {
            while (row.next()) {
                String said = row.getString("said");
                if (said.contains(word) || said.contains(hex)) {
                    found.merge("statistics of " + row.getString("tablename"), 1, Integer::sum);
                }
            }
        }
    }

    private static List<String> tables(Connection connection) throws SQLException {
        List<String> tables = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(TABLES)) {
            while (row.next()) {
                tables.add(row.getString(1));
            }
        }
        return tables;
    }

    private static void count(Connection connection, String word, Map<String, Integer> found) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT head, filter, payload FROM segment")) {
            while (row.next()) {
                byte[] head = row.getBytes("head");
                Segment segment =
                        Segment.of(SegmentHead.parse(head), head, row.getBytes("filter"), row.getBytes("payload"));
                countIn(segment, word, "decoded segment", found);
            }
        }
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT parcel FROM quarantine WHERE parcel IS NOT NULL")) {
            while (row.next()) {
                SegmentParcel parcel = SegmentParcel.parse(row.getBytes("parcel"));
                countIn(Segment.parse(parcel.framed()), word, "decoded quarantine", found);
            }
        }
    }

    private static void countIn(Segment segment, String word, String where, Map<String, Integer> found) {
        if (segment.head().toString().contains(word)) {
            found.merge(where + " head", 1, Integer::sum);
        }
        SegmentReader reader = SegmentReader.of(segment);
        for (int group = 0; group < segment.head().rowGroupCount(); group++) {
            for (Object record : records(reader, group)) {
                if (record.toString().contains(word)) {
                    found.merge(where, 1, Integer::sum);
                }
            }
        }
    }

    private static List<Object> records(SegmentReader reader, int group) {
        List<Object> records = new ArrayList<>();
        switch (reader.head().signal()) {
            case TRACES -> {
                SpanRows rows = reader.rowGroup(group);
                for (int row = 0; row < rows.size(); row++) {
                    records.add(rows.span(row));
                }
            }
            case LOGS -> {
                LogRows rows = reader.logs(group);
                for (int row = 0; row < rows.size(); row++) {
                    records.add(rows.log(row));
                }
            }
            case METRICS -> {
                PointRows rows = reader.points(group);
                records.addAll(rows.points(0, rows.size()));
            }
        }
        return records;
    }
}
