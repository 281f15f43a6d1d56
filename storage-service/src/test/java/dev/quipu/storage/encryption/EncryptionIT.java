package dev.quipu.storage.encryption;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.notNullValue;

import dev.quipu.access.encryption.EncryptionConfig;
import dev.quipu.access.encryption.UnsealException;
import dev.quipu.model.Span;
import dev.quipu.model.otlp.OtlpTraces;
import dev.quipu.model.segment.Segment;
import dev.quipu.storage.database.RefusedDatabase;
import dev.quipu.storage.database.Transactions;
import dev.quipu.storage.erasure.ErasureJob;
import dev.quipu.storage.erasure.KeyDestruction;
import dev.quipu.storage.fixture.Frames;
import dev.quipu.storage.fixture.Merging;
import dev.quipu.storage.fixture.SpanFixture;
import dev.quipu.storage.fixture.Sql;
import dev.quipu.storage.fixture.Stored;
import dev.quipu.storage.fixture.TestDatabase;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import io.restassured.specification.RequestSpecification;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** The service as it is with a master key. */
@QuarkusTest
@TestProfile(EncryptionIT.MasterKeyFile.class)
class EncryptionIT {

    private static final Duration WAIT = Duration.ofSeconds(60);
    private static final String DESTROY = "encryption-key.destroy";

    @Inject
    Sql sql;

    @Inject
    Pool pool;

    @Inject
    Transactions transactions;

    @Inject
    Merging merging;

    @Inject
    ErasureJob erasures;

    @Inject
    KeyDestruction destruction;

    @Inject
    TenantKeys keys;

    @Inject
    DataSource database;

    public static final class MasterKeyFile implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "quipu.encryption.master-key-file", key("master", "4f").toString());
        }

        @Override
        public List<TestResourceEntry> testResources() {
            return List.of(new TestResourceEntry(TestDatabase.class));
        }
    }

    private static Path key(String name, String octet) {
        try {
            return Files.writeString(Path.of("target", name + ".key"), octet.repeat(32));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stored stored(int seed) {
        long now = Frames.nowUnixNano();
        long today = now - now % 86_400_000_000_000L;
        return Stored.inSegments(
                new SpanFixture(seed).spans(2000, Math.max(today, now - 1_000_000_000L), now), 5, seed);
    }

    private static RequestSpecification as(String tenant) {
        return given().header("Quipu-Tenant", tenant).contentType(ContentType.JSON);
    }

    private static List<Span> found(String tenant, Span one) {
        byte[] body = as(tenant)
                .accept("application/x-protobuf")
                .get("/v1/traces/" + one.traceId().hex())
                .then()
                .statusCode(200)
                .extract()
                .asByteArray();
        return OtlpTraces.read(body, body.length);
    }

    private static void requireReadable(Stored stored) {
        for (Span one : stored.spans().subList(0, 10)) {
            assertThat(found(stored.tenant(), one))
                    .containsExactlyInAnyOrderElementsOf(stored.spans().stream()
                            .filter(span -> span.traceId().equals(one.traceId()))
                            .toList());
        }
        List<Integer> totals = as(stored.tenant())
                .get("/v1/spans/counts")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath()
                .getList("groups.total");
        assertThat(totals.stream().mapToInt(Integer::intValue).sum())
                .isEqualTo(stored.spans().size());
    }

    /** Of what generation segments are, and that they look like it. */
    private long segments(String tenant, int generation) {
        return sql.number(
                "SELECT count(*) FROM segment WHERE tenant = $1 AND key_generation = $2"
                        + " AND substr(payload, 1, 4) = 'QPsl'::bytea AND octet_length(payload) > 25",
                tenant,
                generation);
    }

    private void compact() {
        merging.merge();
    }

    @Test
    void sealedSegmentsAreReadAsTheyWereStored() {
        Stored stored = stored(61);
        assertThat(segments(stored.tenant(), 1)).isEqualTo(5);
        requireReadable(stored);
        compact();
        assertThat(segments(stored.tenant(), 1)).isEqualTo(1);
        requireReadable(stored);
    }

    @Test
    void aSegmentLeavesAsItCame() {
        String tenant = "t" + UUID.randomUUID();
        byte[] frame =
                Frames.of(tenant, new SpanFixture(62).spans(300, Frames.nowUnixNano() - 1000, Frames.nowUnixNano()));
        given().contentType(Segment.MEDIA_TYPE)
                .body(frame)
                .post("/v1/segments")
                .then()
                .statusCode(201);
        byte[] fetched = given().get(
                        "/v1/segments/" + Segment.parse(frame).head().id())
                .then()
                .statusCode(200)
                .extract()
                .asByteArray();
        assertThat(fetched).isEqualTo(frame);
    }

    @Test
    void whatWasStoredBeforeIsReadAndMergedWithWhatIsSealed() {
        String tenant = "t" + UUID.randomUUID();
        long now = Frames.nowUnixNano();
        List<Span> spans = new SpanFixture(63).spans(600, now - 1_000_000_000L, now);
        byte[] plain = Frames.of(tenant, spans.subList(0, 300));
        given().contentType(Segment.MEDIA_TYPE)
                .body(plain)
                .post("/v1/segments")
                .then()
                .statusCode(201);
        Segment segment = Segment.parse(plain);
        pool.preparedQuery("UPDATE segment SET payload = $2, key_generation = NULL WHERE id = $1")
                .execute(Tuple.of(segment.head().id().toUuid(), Buffer.buffer(segment.body())))
                .await()
                .atMost(WAIT);
        Stored.post(tenant, spans.subList(300, 600));
        assertThat(segments(tenant, 1)).isEqualTo(1);
        requireReadable(new Stored(tenant, spans));
        compact();
        assertThat(sql.number("SELECT count(*) FROM segment WHERE tenant = $1", tenant))
                .isEqualTo(1);
        assertThat(segments(tenant, 1)).isEqualTo(1);
        requireReadable(new Stored(tenant, spans));
    }

    @Test
    void whatComesAfterANewKeyIsSealedUnderItAndTheRestStaysReadable() {
        Stored stored = stored(64);
        as(stored.tenant())
                .post("/v1/encryption-keys")
                .then()
                .statusCode(201)
                .body("keys.generation", is(List.of(1, 2)));
        long now = Frames.nowUnixNano();
        List<Span> more = new SpanFixture(65).spans(100, now - 1_000_000L, now);
        Stored.post(stored.tenant(), more);
        assertThat(segments(stored.tenant(), 1)).isEqualTo(5);
        assertThat(segments(stored.tenant(), 2)).isEqualTo(1);
        List<Span> all = new ArrayList<>(stored.spans());
        all.addAll(more);
        requireReadable(new Stored(stored.tenant(), all));
        compact();
        assertThat(segments(stored.tenant(), 2)).isEqualTo(1);
        requireReadable(new Stored(stored.tenant(), all));
    }

    @Test
    void whatAnErasureLeavesIsSealed() {
        Stored stored = stored(66);
        Span erased = stored.spans().get(0);
        as(stored.tenant())
                .body("{\"reason\":\"r\",\"traceId\":\"" + erased.traceId().hex() + "\"}")
                .post("/v1/erasures")
                .then()
                .statusCode(202);
        erasures.run().await().atMost(WAIT);
        List<Span> left = stored.spans().stream()
                .filter(span -> !span.traceId().equals(erased.traceId()))
                .toList();
        assertThat(sql.number(
                        "SELECT count(*) FROM segment WHERE tenant = $1 AND key_generation IS NULL", stored.tenant()))
                .isZero();
        requireReadable(new Stored(stored.tenant(), left));
    }

    @Test
    void nothingSealedIsLeftOnceTheKeysAreDestroyed() {
        Stored stored = stored(67);
        Stored other = stored(68);
        as(stored.tenant()).post("/v1/encryption-keys").then().statusCode(201);
        as(stored.tenant())
                .body("{\"tenant\":\"" + other.tenant() + "\"}")
                .delete("/v1/encryption-keys")
                .then()
                .statusCode(400)
                .body("detail", containsString("expected '" + stored.tenant() + "'"));
        as(stored.tenant())
                .body("{\"tenant\":\"" + stored.tenant() + "\"}")
                .delete("/v1/encryption-keys")
                .then()
                .statusCode(200)
                .body(
                        "keys",
                        is(2),
                        "segments",
                        is(5),
                        "records",
                        is(stored.spans().size()));
        assertThat(sql.number("SELECT count(*) FROM segment WHERE tenant = $1", stored.tenant()))
                .isZero();
        assertThat(sql.number("SELECT count(*) FROM tenant_key WHERE tenant = $1", stored.tenant()))
                .isZero();
        as(stored.tenant())
                .get("/v1/ledger")
                .then()
                .body("identities.holds", is(true))
                .body("identities.erased", is(stored.spans().size()));
        given().get("/v1/encryption-keys/destroyed").then().body("tenants.tenant", hasItem(stored.tenant()));
        requireReadable(other);
        Stored.post(stored.tenant(), stored.spans().subList(0, 50));
        assertThat(segments(stored.tenant(), 3)).isEqualTo(1);
        as(stored.tenant())
                .get("/v1/audit")
                .then()
                .body("entries.action", is(List.of(DESTROY, DESTROY, "encryption-key.renew")))
                .body("entries.outcome", is(List.of("done", "refused", "done")));
    }

    @Test
    void whatComesLateOfDestroyedKeysIsErasedAndWhatIsNewIsNot() {
        String tenant = "late-" + UUID.randomUUID();
        List<Span> spans = stored(70).spans();
        as(tenant)
                .body("{\"tenant\":\"" + tenant + "\"}")
                .delete("/v1/encryption-keys")
                .then()
                .statusCode(200)
                .body("keys", is(0));
        given().get("/v1/encryption-keys/destroyed").then().body("tenants.tenant", hasItem(tenant));
        long anHourAgo = Frames.nowUnixNano() - Duration.ofHours(1).toNanos();
        List<byte[]> late = Frames.all(
                Frames.newId(), tenant, List.of(Frames.request(tenant, spans.subList(0, 30))), anHourAgo, Set.of());
        late.forEach(frame -> given().contentType(Segment.MEDIA_TYPE)
                .body(frame)
                .post("/v1/segments")
                .then()
                .statusCode(201));
        Stored.post(tenant, spans.subList(30, 50));
        assertThat(destruction.eraseLate().await().atMost(WAIT).records()).isEqualTo(30);
        assertThat(destruction.eraseLate().await().atMost(WAIT).records()).isZero();
        as(tenant)
                .get("/v1/ledger")
                .then()
                .body("identities.holds", is(true))
                .body("identities.erased", is(30))
                .body("identities.live", is(20));
    }

    private record MasterKeyFiles(Optional<Path> masterKeyFile, Optional<List<Path>> otherMasterKeyFiles)
            implements EncryptionConfig {

        static MasterKeyFiles none() {
            return new MasterKeyFiles(Optional.empty(), Optional.empty());
        }

        static MasterKeyFiles of(Path master, Path... others) {
            return new MasterKeyFiles(
                    Optional.of(master), others.length == 0 ? Optional.empty() : Optional.of(List.of(others)));
        }
    }

    /** What storage does when it starts with these master keys. */
    private void startWith(MasterKeyFiles files) throws SQLException {
        new KeyCheck(new TenantKeys(transactions, files), database).check(new StartupEvent());
    }

    @Test
    void anotherMasterKeyOpensNothing() throws SQLException {
        stored(69);
        startWith(MasterKeyFiles.of(key("master", "4f")));
        assertThatThrownBy(() -> startWith(MasterKeyFiles.of(key("other", "50"))))
                .isInstanceOf(RefusedDatabase.class)
                .hasCauseInstanceOf(UnsealException.class);
        assertThatThrownBy(() -> startWith(MasterKeyFiles.none()))
                .isInstanceOf(RefusedDatabase.class)
                .hasMessageContaining("quipu.encryption.master-key-file: expected the file");
    }

    @Test
    void theNextMasterKeyWrapsWhatTheOneBeforeWrapped() throws SQLException {
        Stored stored = stored(70);
        Path before = key("master", "4f");
        Path next = key("next", "51");
        startWith(MasterKeyFiles.of(next, before));
        assertThatThrownBy(() -> startWith(MasterKeyFiles.of(before))).isInstanceOf(RefusedDatabase.class);
        startWith(MasterKeyFiles.of(next));

        // A replica that has only the one before is sent to others, and reads again when keys lie under its own.
        keys.forget(stored.tenant());
        as(stored.tenant())
                .get("/v1/traces/" + stored.spans().get(0).traceId().hex())
                .then()
                .statusCode(503)
                .header("Retry-After", is(notNullValue()));
        startWith(MasterKeyFiles.of(before, next));
        requireReadable(stored);
    }
}
