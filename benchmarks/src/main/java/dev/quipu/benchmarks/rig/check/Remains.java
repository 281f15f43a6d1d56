package dev.quipu.benchmarks.rig.check;

import dev.quipu.benchmarks.rig.cluster.Postgres;
import dev.quipu.model.segment.Segment;
import dev.quipu.model.segment.SegmentHead;
import dev.quipu.model.segment.SegmentParcel;
import dev.quipu.model.segment.SegmentReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
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
 * Where a database says a word: in each row of each table as text, in the planner's statistics, and in every segment and
 * parcel, decoded.
 */
public final class Remains {

    /** Under this name stand the records of segments. */
    static final String RECORDS = "records of segments";

    private static final String TABLES = """
            SELECT format('%I.%I', n.nspname, c.relname) AS name
              FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
             WHERE n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname NOT LIKE 'pg_toast%'
               AND c.relkind IN ('r', 'p', 'm') AND NOT c.relispartition
             ORDER BY 1""";
    private static final String COUNT_ROWS =
            "SELECT count(*) FROM %s t WHERE position(? IN t::text) > 0 OR position(? IN t::text) > 0";
    /** What PostgreSQL takes of columns for its planner: values that are frequent, and some of the others. */
    private static final String STATISTICS = "pg_catalog.pg_stats";

    private static final String SEGMENTS = "SELECT head, filter, payload FROM segment";
    private static final String PARCELS = "SELECT parcel FROM quarantine WHERE parcel IS NOT NULL";
    private static final int SEGMENTS_AT_ONCE = 8;

    private final String word;
    private final Map<String, Long> counts = new TreeMap<>();

    private Remains(String word) {
        this.word = word;
    }

    /** How many rows of a table say it, and how many records of segments; what does not is left out. */
    public static Map<String, Long> of(Postgres postgres, String word) throws SQLException, IOException {
        Remains remains = new Remains(word);
        try (Connection connection = postgres.connect()) {
            connection.setReadOnly(true);
            connection.setAutoCommit(false);
            for (String table : tables(connection)) {
                remains.countRows(connection, table);
            }
            remains.countRows(connection, STATISTICS);
            remains.countRecords(connection);
        }
        return remains.counts;
    }

    private static List<String> tables(Connection connection) throws SQLException {
        List<String> tables = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(TABLES)) {
            while (row.next()) {
                tables.add(row.getString("name"));
            }
        }
        return tables;
    }

    private void countRows(Connection connection, String table) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(COUNT_ROWS.formatted(table))) {
            statement.setString(1, word);
            statement.setString(2, HexFormat.of().formatHex(word.getBytes(StandardCharsets.UTF_8)));
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                count(table, row.getLong(1));
            }
        }
    }

    private void countRecords(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.setFetchSize(SEGMENTS_AT_ONCE);
            try (ResultSet row = statement.executeQuery(SEGMENTS)) {
                while (row.next()) {
                    byte[] head = row.getBytes("head");
                    countIn(
                            Segment.of(SegmentHead.parse(head), head, row.getBytes("filter"), row.getBytes("payload")),
                            RECORDS);
                }
            }
            try (ResultSet row = statement.executeQuery(PARCELS)) {
                while (row.next()) {
                    countIn(
                            Segment.parse(
                                    SegmentParcel.parse(row.getBytes("parcel")).framed()),
                            "records in quarantine");
                }
            }
        }
    }

    private void countIn(Segment segment, String where) {
        count("heads of " + where, segment.head().toString().contains(word) ? 1 : 0);
        SegmentReader reader = SegmentReader.of(segment);
        for (int group = 0; group < segment.head().rowGroupCount(); group++) {
            count(
                    where,
                    records(reader, group)
                            .filter(record -> record.toString().contains(word))
                            .count());
        }
    }

    private static Stream<?> records(SegmentReader reader, int group) {
        int rows = reader.head().rowGroups().get(group).rows();
        return switch (reader.head().signal()) {
            case TRACES -> reader.rowGroup(group).spans(0, rows).stream();
            case LOGS -> reader.logs(group).logs(0, rows).stream();
            case METRICS -> reader.points(group).points(0, rows).stream();
        };
    }

    private void count(String where, long found) {
        if (found > 0) {
            counts.merge(where, found, Long::sum);
        }
    }
}
