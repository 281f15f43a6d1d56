package dev.quipu.storage.database;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.quipu.model.segment.Segment;
import dev.quipu.storage.fixture.Concurrently;
import dev.quipu.storage.fixture.Frames;
import dev.quipu.storage.fixture.SpanFixture;
import dev.quipu.storage.fixture.TestDatabase;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** The tables of the tests' database, when that is the coordinator of a Citus cluster. */
@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
@EnabledIfSystemProperty(
        named = TestDatabase.CITUS,
        matches = "true",
        disabledReason = "needs -D" + TestDatabase.CITUS + "=true and -D" + TestDatabase.EXTERNAL_URL
                + "=postgresql://host:port/database of the coordinator of a Citus cluster")
class CitusIT {

    private static final String TABLES = """
            SELECT citus_table_type || ' ' || table_name || coalesce(' by ' || nullif(distribution_column, '<none>'), '')
            FROM citus_tables WHERE table_name::text !~ '[0-9]{8}' ORDER BY 1""";

    private static final String IN_DOUBT = "citus_0_1_1_1";

    @Inject
    Flyway flyway;

    private Connection connect() throws SQLException {
        return flyway.getConfiguration().getDataSource().getConnection();
    }

    private static List<String> texts(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            List<String> texts = new ArrayList<>();
            while (rows.next()) {
                texts.add(rows.getString(1));
            }
            return texts;
        }
    }

    private static long number(Connection connection, String query) throws SQLException {
        return Long.parseLong(texts(connection, query).get(0));
    }

    private static void run(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Test
    void spreadsSegmentsByBucketAndRollupsByTenant() throws SQLException {
        try (Connection connection = connect()) {
            assertThat(texts(connection, TABLES))
                    .containsExactly(
                            "distributed ledger by bucket",
                            "distributed request_key by bucket",
                            "distributed rollup by tenant",
                            "distributed segment by bucket",
                            "distributed segment_template by bucket",
                            "distributed tombstone by bucket",
                            "local two_phases",
                            "reference feed_failure",
                            "reference feed_part",
                            "reference keeping_rule",
                            "reference legal_hold",
                            "reference tenant_key");
        }
    }

    @Test
    void changesNothingWhenSeveralReplicasStart() throws SQLException {
        List<String> before;
        try (Connection connection = connect()) {
            before = texts(connection, TABLES);
        }
        Concurrently.run(2, replica -> {
            try (Connection connection = connect()) {
                Citus.spread(connection);
                return true;
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        });
        try (Connection connection = connect()) {
            assertThat(texts(connection, TABLES)).isEqualTo(before);
        }
    }

    @Test
    void ordersTheFeedByTransactionsOfTheCoordinator() throws SQLException {
        String tenant = "t" + UUID.randomUUID();
        try (Connection connection = connect()) {
            long before = number(connection, "SELECT current_commit_xid()");
            long now = Frames.nowUnixNano();
            given().contentType(Segment.MEDIA_TYPE)
                    .body(Frames.of(tenant, new SpanFixture(1).spans(10, now - 1_000, now)))
                    .post("/v1/segments")
                    .then()
                    .statusCode(201);
            assertThat(number(connection, "SELECT feed_xid FROM segment WHERE tenant = '" + tenant + "'"))
                    .isBetween(before + 1, number(connection, "SELECT current_commit_xid()") - 1);
        }
    }

    @Test
    void aTransactionThatAWorkerHasOnlyPreparedIsNotSettled() throws SQLException {
        try (Connection connection = connect();
                Connection worker = worker(connection)) {
            long doubtful = number(
                    connection,
                    "INSERT INTO pg_dist_transaction (groupid, gid) SELECT min(groupid), '" + IN_DOUBT
                            + "' FROM pg_dist_node WHERE groupid > 0 RETURNING current_commit_xid()");
            run(worker, "BEGIN; SELECT pg_current_xact_id(); PREPARE TRANSACTION '" + IN_DOUBT + "'");
            assertThat(number(connection, "SELECT settled_below_xid()")).isLessThanOrEqualTo(doubtful);

            run(worker, "COMMIT PREPARED '" + IN_DOUBT + "'");
            assertThat(number(connection, "SELECT settled_below_xid()")).isGreaterThan(doubtful);
            run(connection, "DELETE FROM pg_dist_transaction WHERE gid = '" + IN_DOUBT + "'");
        }
    }

    private static Connection worker(Connection coordinator) throws SQLException {
        String place = texts(
                        coordinator,
                        "SELECT nodename || ':' || nodeport FROM pg_dist_node WHERE groupid > 0 ORDER BY groupid LIMIT 1")
                .get(0);
        return DriverManager.getConnection(
                "jdbc:postgresql://" + place + "/" + coordinator.getCatalog(),
                coordinator.getMetaData().getUserName(),
                TestDatabase.password());
    }
}
