package dev.quipu.acceptance;

import dev.quipu.model.segment.Segment;
import dev.quipu.model.segment.SegmentHead;
import dev.quipu.model.segment.SegmentReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Everything that an embedded database says: each row of each table as text, what it took of columns for its planner, and
 * each segment, decoded.
 */
final class Dump {

    private static final String TABLES = """
            SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p') AND NOT c.relispartition ORDER BY 1""";
    private static final String COUNT_ROWS =
            "SELECT count(*) FROM %s t WHERE position(? IN t::text) > 0 OR position(? IN t::text) > 0";

    private Dump() {}

    /** In which tables a word is, and how many rows and records say it. */
    static Map<String, Integer> rowsWith(Cluster cluster, String word) throws SQLException, IOException {
        Map<String, Integer> found = new TreeMap<>();
        try (Connection connection = connect(cluster)) {
            for (String table : tables(connection)) {
                count(found, table, rows(connection, table, word));
            }
            count(found, "statistics of columns", rows(connection, "pg_stats", word));
            countRecords(connection, word, found);
        }
        return found;
    }

    private static List<String> tables(Connection connection) throws SQLException {
        List<String> tables = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(TABLES)) {
            while (row.next()) {
                tables.add(row.getString("relname"));
            }
        }
        return tables;
    }

    private static int rows(Connection connection, String table, String word) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(COUNT_ROWS.formatted(table))) {
            statement.setString(1, word);
            statement.setString(2, HexFormat.of().formatHex(word.getBytes(StandardCharsets.UTF_8)));
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getInt(1);
            }
        }
    }

    private static void countRecords(Connection connection, String word, Map<String, Integer> found)
            throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT head, filter, payload FROM segment")) {
            while (row.next()) {
                byte[] head = row.getBytes("head");
                Segment segment =
                        Segment.of(SegmentHead.parse(head), head, row.getBytes("filter"), row.getBytes("payload"));
                count(found, "decoded segment", saying(segment, word));
            }
        }
    }

    /** As storage is connected. */
    static Connection connect(Cluster cluster) throws SQLException, IOException {
        Path password = cluster.home().resolve("data/password");
        return DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + cluster.databasePort() + "/quipu",
                "quipu",
                Files.readString(password).strip());
    }

    private static void count(Map<String, Integer> found, String place, int said) {
        if (said > 0) {
            found.merge(place, said, Integer::sum);
        }
    }

    private static int saying(Segment segment, String word) {
        SegmentReader reader = SegmentReader.of(segment);
        int said = segment.head().toString().contains(word) ? 1 : 0;
        for (int group = 0; group < segment.head().rowGroupCount(); group++) {
            said += (int) records(reader, group)
                    .filter(record -> record.toString().contains(word))
                    .count();
        }
        return said;
    }

    private static Stream<?> records(SegmentReader reader, int group) {
        int rows = reader.head().rowGroups().get(group).rows();
        return switch (reader.head().signal()) {
            case TRACES -> reader.rowGroup(group).spans(0, rows).stream();
            case LOGS -> reader.logs(group).logs(0, rows).stream();
            case METRICS -> reader.points(group).points(0, rows).stream();
        };
    }
}
