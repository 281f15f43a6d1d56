package dev.quipu.storage.audit;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.is;

import dev.quipu.access.audit.SigningKey;
import dev.quipu.storage.fixture.Concurrently;
import dev.quipu.storage.fixture.Sql;
import dev.quipu.storage.fixture.TestDatabase;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import jakarta.inject.Inject;
import java.security.PublicKey;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Random;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The chain as the service writes it, and as somebody changes it who owns the database. */
@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
class AuditChainIT {

    private static final int ATTACKS = 1000;
    private static final long SEED = 20_261_130;

    @Inject
    DataSource database;

    @Inject
    AuditCheckpoints checkpoints;

    @Inject
    Signer signer;

    @Inject
    Sql sql;

    private final String tenant = "t" + UUID.randomUUID();

    private void act(int number) {
        given().header("Quipu-Tenant", tenant)
                .contentType(ContentType.JSON)
                .body("{\"name\":\"Schlüssel %d 🗝\",\"role\":\"writer\"}".formatted(number))
                .post("/v1/api-keys")
                .then()
                .statusCode(201);
    }

    private PublicKey trusted() {
        return signer.key().map(SigningKey::publicKey).orElseThrow();
    }

    private void sign() {
        checkpoints.sign().await().atMost(Duration.ofSeconds(20));
    }

    @Test
    void everyAttackIsFoundAndNothingElse() throws SQLException {
        for (int i = 0; i < 40; i++) {
            act(i);
            if (i % 10 == 0) {
                sign();
            }
        }
        sign();
        Random random = new Random(SEED);
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(false);
            assertThat(TamperedAudit.findings(connection, trusted())).isEmpty();
            for (int attack = 0; attack < ATTACKS; attack++) {
                String what = new TamperedAudit(connection, random).tamper(attack);
                assertThat(TamperedAudit.findings(connection, trusted()))
                        .as(attack + ": " + what)
                        .isNotEmpty();
                connection.rollback();
            }
            assertThat(TamperedAudit.findings(connection, trusted())).isEmpty();
        }
    }

    @Test
    void actsAtOnceMakeOneChain() throws SQLException {
        Concurrently.run(8, i -> {
            act(i);
            return i;
        });
        sign();
        try (Connection connection = database.getConnection()) {
            assertThat(TamperedAudit.findings(connection, trusted())).isEmpty();
        }
        given().header("Quipu-Tenant", tenant)
                .get("/v1/audit?action=api-key.add")
                .then()
                .body("entries.size()", is(8));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE audit SET actor = 'nobody'",
                "DELETE FROM audit",
                "TRUNCATE audit",
                "UPDATE audit_checkpoint SET sequence = 1",
                "DELETE FROM audit_checkpoint",
                "TRUNCATE audit_checkpoint",
                "DELETE FROM audit_head",
                "TRUNCATE audit_head"
            })
    void theTablesRefuseToForget(String statement) {
        act(0);
        assertThatThrownBy(() -> sql.run(statement)).hasMessageContaining("entries of the audit are only added");
    }
}
