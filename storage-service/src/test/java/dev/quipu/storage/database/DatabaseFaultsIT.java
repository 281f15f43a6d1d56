package dev.quipu.storage.database;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.quipu.model.Span;
import dev.quipu.model.segment.Segment;
import dev.quipu.storage.fixture.Frames;
import dev.quipu.storage.fixture.ManagementPort;
import dev.quipu.storage.fixture.SpanFixture;
import dev.quipu.storage.fixture.Superuser;
import dev.quipu.storage.fixture.TestDatabase;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every trouble of the database is answered so that the sender tries again, and passes without a restart of ours. */
@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
@DisabledIfSystemProperty(named = TestDatabase.EXTERNAL_URL, matches = ".*")
class DatabaseFaultsIT {

    private static final Duration READY_AGAIN = Duration.ofSeconds(15);
    private static final int SPANS = 20;

    @Inject
    Pool pool;

    private final String tenant = "t" + UUID.randomUUID();
    private final SpanFixture fixture = new SpanFixture(System.nanoTime());
    private final List<byte[]> posted = new ArrayList<>();

    @BeforeEach
    void storeBeforehand() {
        post(frame(), 201);
    }

    /** A door that said to come again may still have done it. */
    @AfterEach
    void removeConsumers() {
        given().delete("/v1/feed/consumers/faults");
    }

    private byte[] frame() {
        List<Span> spans = fixture.spans(SPANS, Frames.nowUnixNano(), Frames.nowUnixNano() + 1000);
        byte[] frame = Frames.of(tenant, spans);
        posted.add(frame);
        return frame;
    }

    private static Response post(byte[] frame) {
        return given().contentType(Segment.MEDIA_TYPE).body(frame).post("/v1/segments");
    }

    private static void post(byte[] frame, int status) {
        assertThat(post(frame).statusCode()).isEqualTo(status);
    }

    private static void isOwnTrouble(Response response, String door) {
        assertThat(response.statusCode()).as(door).isEqualTo(503);
        assertThat(response.header("Retry-After")).as(door).isNotBlank();
        assertThat(response.contentType()).as(door).contains("application/problem+json");
    }

    private void everyDoorSaysComeAgain() {
        isOwnTrouble(post(frame()), "segments");
        String trace = fixture.traceId().hex();
        for (String door : List.of(
                "/v1/traces/" + trace,
                "/v1/spans",
                "/v1/ledger",
                "/v1/feed",
                "/v1/feed/consumers",
                "/v1/feed/consumers/x/failures",
                "/v1/fate/" + trace,
                "/v1/spools",
                "/v1/producers",
                "/v1/quarantine",
                "/v1/components",
                "/v1/services",
                "/v1/retention-rules")) {
            isOwnTrouble(given().header("Quipu-Tenant", tenant).get(door), door);
        }
        changes().forEach((door, request) -> isOwnTrouble(request.get(), door));
    }

    private Map<String, Supplier<Response>> changes() {
        return Map.of(
                "ledger",
                () -> json(Map.of(
                                "id",
                                UUID.randomUUID().toString(),
                                "signal",
                                "traces",
                                "collectedAt",
                                Instant.now().toString(),
                                "lines",
                                List.of(Map.of("outcome", "refused", "records", 1))))
                        .post("/v1/ledger"),
                "consumers",
                () -> json(Map.of("cursor", "0")).put("/v1/feed/consumers/faults"),
                "spools",
                () -> json(Map.of("holdings", List.of())).put("/v1/spools/faults"),
                "producers",
                () -> json(Map.of(
                                "batches",
                                List.of(Map.of(
                                        "producer",
                                        "p",
                                        "epoch",
                                        "1",
                                        "signal",
                                        "logs",
                                        "sequence",
                                        1,
                                        "count",
                                        1,
                                        "records",
                                        1))))
                        .post("/v1/producers"),
                "retention rules",
                () -> json(Map.of("days", 3)).post("/v1/retention-rules"));
    }

    private static io.restassured.specification.RequestSpecification json(Object body) {
        return given().header("Quipu-Tenant", "faults")
                .contentType("application/json")
                .body(body);
    }

    /** Every frame is posted until it is stored, as a collector does; then each record is there once. */
    private void everythingIsStoredOnceAgain() {
        await().atMost(READY_AGAIN)
                .pollInterval(Duration.ofMillis(100))
                .until(() -> ManagementPort.get("/q/health/ready").statusCode() == 200);
        for (byte[] frame : posted) {
            await().atMost(READY_AGAIN).until(() -> {
                Response response = post(frame);
                if (response.statusCode() >= 300) {
                    isOwnTrouble(response, "segments");
                }
                return response.statusCode() < 300;
            });
        }
        JsonPath ledger = given().header("Quipu-Tenant", tenant)
                .get("/v1/ledger")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
        assertThat(ledger.getInt("identities.stored")).isEqualTo(SPANS * posted.size());
        assertThat(ledger.getInt("identities.live")).isEqualTo(SPANS * posted.size());
        assertThat(ledger.getBoolean("identities.holds")).isTrue();
    }

    @Test
    void aKilledServer() {
        for (int i = 0; i < 3; i++) {
            ProcessHandle.of(Superuser.serverPid()).orElseThrow().destroyForcibly();
            Response response = post(frame());
            if (response.statusCode() != 201) {
                isOwnTrouble(response, "segments");
            }
            everythingIsStoredOnceAgain();
        }
    }

    @Test
    void aServerThatShutsDown() throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-INT", Long.toString(Superuser.serverPid()))
                .start()
                .waitFor();
        Response response = post(frame());
        if (response.statusCode() != 201) {
            isOwnTrouble(response, "segments");
        }
        everythingIsStoredOnceAgain();
    }

    @Test
    void noConnectionLeft() {
        try (Superuser superuser = new Superuser()) {
            superuser.run("ALTER ROLE quipu CONNECTION LIMIT 0");
            try {
                superuser.terminate("true");
                everyDoorSaysComeAgain();
            } finally {
                superuser.run("ALTER ROLE quipu CONNECTION LIMIT -1");
            }
        }
        everythingIsStoredOnceAgain();
    }

    @Test
    void connectionsThatEndAtWork() {
        try (Superuser superuser = new Superuser()) {
            superuser.run("BEGIN; LOCK TABLE ledger IN ACCESS EXCLUSIVE MODE");
            List<byte[]> frames = List.of(frame(), frame(), frame(), frame());
            var answers = frames.stream()
                    .map(frame -> java.util.concurrent.CompletableFuture.supplyAsync(() -> post(frame)))
                    .toList();
            await().atMost(READY_AGAIN).until(() -> superuser.terminate("wait_event_type = 'Lock'") > 0);
            superuser.run("COMMIT");
            answers.forEach(answer -> {
                if (answer.join().statusCode() != 201) {
                    isOwnTrouble(answer.join(), "segments");
                }
            });
        }
        everythingIsStoredOnceAgain();
    }

    @Test
    void aDatabaseThatTakesNoWrites() {
        try (Superuser superuser = new Superuser()) {
            superuser.run("ALTER DATABASE quipu SET default_transaction_read_only = on");
            try {
                superuser.terminate("true");
                isOwnTrouble(post(frame()), "segments");
                changes().forEach((door, request) -> isOwnTrouble(request.get(), door));
                assertThat(ManagementPort.get("/q/health/ready").statusCode()).isEqualTo(503);
            } finally {
                superuser.run("ALTER DATABASE quipu RESET default_transaction_read_only");
                superuser.terminate("true");
            }
        }
        everythingIsStoredOnceAgain();
    }

    @Test
    void aTransactionThatIsLeftOpen() {
        SqlConnection left = pool.getConnection().await().atMost(READY_AGAIN);
        left.query("SET idle_in_transaction_session_timeout = 200; BEGIN; LOCK TABLE ledger")
                .execute()
                .await()
                .atMost(READY_AGAIN);
        post(frame(), 201);
        left.close().onFailure().recoverWithNull().await().atMost(READY_AGAIN);
        everythingIsStoredOnceAgain();
    }

    @Test
    void aLockThatSomebodyHolds() {
        try (Superuser superuser = new Superuser()) {
            superuser.run("BEGIN; LOCK TABLE segment IN ACCESS EXCLUSIVE MODE");
            isOwnTrouble(post(frame()), "segments");
            superuser.run("COMMIT");
        }
        everythingIsStoredOnceAgain();
    }

    @ParameterizedTest
    @ValueSource(strings = {"53100", "53200", "40001", "40P01", "57014", "58030"})
    void anErrorThatPasses(String sqlState) {
        try (Superuser superuser = new Superuser()) {
            superuser.run("""
                    CREATE FUNCTION fail_now() RETURNS trigger LANGUAGE plpgsql AS
                    $$ BEGIN RAISE EXCEPTION 'made up' USING ERRCODE = '%s'; END $$;
                    CREATE TRIGGER fails BEFORE INSERT ON ledger EXECUTE FUNCTION fail_now()""".formatted(sqlState));
            try {
                isOwnTrouble(post(frame()), "segments");
                isOwnTrouble(changes().get("ledger").get(), "ledger");
            } finally {
                superuser.run("DROP TRIGGER fails ON ledger; DROP FUNCTION fail_now()");
            }
        }
        everythingIsStoredOnceAgain();
    }
}
