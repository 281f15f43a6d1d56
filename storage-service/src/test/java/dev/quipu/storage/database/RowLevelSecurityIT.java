package dev.quipu.storage.database;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quipu.model.Span;
import dev.quipu.storage.fixture.Frames;
import dev.quipu.storage.fixture.SpanFixture;
import dev.quipu.storage.fixture.Stored;
import dev.quipu.storage.fixture.Superuser;
import dev.quipu.storage.fixture.TestDatabase;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.StreamSupport;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;

/** What PostgreSQL shows a tenant when a statement of ours forgets to say whose rows it means. */
@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
class RowLevelSecurityIT {

    private static final Duration TIMEOUT = Duration.ofSeconds(20);
    private static final String OURS = "rls-ours";
    private static final String OTHERS = "rls-others";

    @ConfigProperty(name = "quarkus.datasource.jdbc.url")
    String url;

    @ConfigProperty(name = "quarkus.datasource.username")
    String user;

    @ConfigProperty(name = "quarkus.datasource.password")
    String password;

    @Inject
    Transactions transactions;

    @FunctionalInterface
    private interface Look {
        void at(TenantRows rows) throws SQLException;
    }

    /** In a transaction of the service's own user that leaves nothing behind, on a connection that no other test has ended. */
    private void look(Look look) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url, user, password)) {
            connection.setAutoCommit(false);
            try {
                look.at(new TenantRows(connection));
            } finally {
                connection.rollback();
            }
        }
    }

    @Test
    @DisabledIfSystemProperty(named = TestDatabase.CITUS, matches = ".*")
    void everyTableOfTenantsShowsEachItsOwnRowsOnly() throws SQLException {
        look(rows -> {
            List<String> tables = rows.tables();
            assertThat(tables).contains("segment", "ledger", "api_key", "audit", "segment_template");
            for (String table : tables) {
                rows.add(table, OURS);
                rows.add(table, OTHERS);
                assertThat(rows.tenants(table)).as(table).contains(OURS, OTHERS);
            }
            rows.take(OURS);
            for (String table : tables) {
                assertThat(rows.tenants(table)).as(table).containsExactly(OURS);
            }
            assertThat(rows.tenants("counted_failure")).containsExactly(OURS);
        });
    }

    @Test
    @DisabledIfSystemProperty(named = TestDatabase.CITUS, matches = ".*")
    void noRowIsSeenWhileNoTenantIsNamed() throws SQLException {
        look(rows -> {
            rows.add("segment", OURS);
            rows.take("");
            assertThat(rows.tenants("segment")).isEmpty();
        });
    }

    @Test
    @DisabledIfSystemProperty(named = TestDatabase.CITUS, matches = ".*")
    void whatNoPolicyHoldsHasNoRecordsOfTenants() throws SQLException {
        look(rows -> assertThat(rows.readableByAll())
                .containsExactlyInAnyOrder("counted_failure", "feed_consumer", "feed_part"));
    }

    @Test
    void partitionsAreNotReadBesideTheirTable() throws SQLException {
        look(rows -> {
            rows.take(OURS);
            assertThatThrownBy(() -> rows.tenants("segment_19700101_fresh")).hasMessageContaining("permission denied");
        });
    }

    @Test
    void noRowIsWrittenForAnother() throws SQLException {
        look(rows -> {
            rows.take(OURS);
            assertThatThrownBy(() -> rows.texts(
                            "INSERT INTO quota (tenant, bytes_per_day) VALUES ('" + OTHERS + "', 1) RETURNING tenant"))
                    .hasMessageContaining("row-level security");
        });
    }

    @Test
    void aQuestionOfATenantWithoutPredicateFindsItsRowsOnly() {
        Stored ours = stored(41);
        Stored others = stored(42);
        String all = "SELECT DISTINCT tenant FROM segment";
        assertThat(transactions
                        .read(
                                ours.tenant(),
                                TIMEOUT,
                                connection -> connection.query(all).execute())
                        .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                                .map(row -> row.getString("tenant"))
                                .toList())
                        .await()
                        .atMost(TIMEOUT))
                .containsExactly(ours.tenant());
        assertThat(transactions
                        .read(TIMEOUT, connection -> connection.query(all).execute())
                        .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                                .map(row -> row.getString("tenant"))
                                .toList())
                        .await()
                        .atMost(TIMEOUT))
                .contains(ours.tenant(), others.tenant());
    }

    @Test
    void theRoleEndsWithItsTransaction() {
        String user =
                "SELECT current_user::text AS name, coalesce(current_setting('quipu.tenant', true), '') AS tenant";
        TreeSet<String> seen = new TreeSet<>();
        for (int i = 0; i < 50; i++) {
            transactions
                    .read(
                            OURS,
                            TIMEOUT,
                            connection -> connection.query("SELECT 1").execute())
                    .chain(() -> transactions.autocommit(
                            connection -> connection.query(user).execute()))
                    .invoke(rows -> rows.forEach(row -> seen.add(row.getString("name") + row.getString("tenant"))))
                    .await()
                    .atMost(TIMEOUT);
        }
        assertThat(seen).containsExactly("quipu");
    }

    @Test
    void doorsAnswerEachTenantFromItsOwn() {
        Stored ours = stored(43);
        Stored others = stored(44);
        for (Span span : others.spans().subList(0, 5)) {
            String door = "/v1/traces/" + span.traceId().hex();
            given().header("Quipu-Tenant", others.tenant()).get(door).then().statusCode(200);
            given().header("Quipu-Tenant", ours.tenant()).get(door).then().statusCode(404);
        }
    }

    @Test
    @DisabledIfSystemProperty(named = TestDatabase.EXTERNAL_URL, matches = ".*")
    void aUserWhoMayNotTakeTheRoleIsToldWhatToRun() throws SQLException {
        try (Superuser superuser = new Superuser()) {
            superuser.run("DROP ROLE IF EXISTS plain; CREATE ROLE plain LOGIN PASSWORD 'plain'");
            try (Connection plain = DriverManager.getConnection(
                    "jdbc:postgresql://127.0.0.1:" + TestDatabase.PORT + "/quipu", "plain", "plain")) {
                assertThatThrownBy(() -> TenantRole.prepare(plain))
                        .isInstanceOf(RefusedDatabase.class)
                        .hasMessageContaining("expected that the user 'plain' may take the role quipu_tenant")
                        .hasMessageContaining("GRANT quipu_tenant TO \"plain\"")
                        .hasMessageContaining("quipu.storage.row-level-security=false");
            } finally {
                superuser.run("DROP ROLE plain");
            }
        }
    }

    private static Stored stored(int seed) {
        long now = Frames.nowUnixNano();
        return Stored.inSegments(new SpanFixture(seed).spans(40, now - 1_000_000_000L, now), 2, seed);
    }
}
