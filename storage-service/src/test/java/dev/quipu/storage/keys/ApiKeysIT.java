package dev.quipu.storage.keys;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.emptyString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import dev.quipu.access.ApiKey;
import dev.quipu.access.Role;
import dev.quipu.access.StoredKey;
import dev.quipu.storage.fixture.Sql;
import dev.quipu.storage.fixture.TestDatabase;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
class ApiKeysIT {

    private static final String KEYS = "/v1/api-keys";

    @Inject
    Sql sql;

    private final String tenant = "t" + UUID.randomUUID();

    private ValidatableResponse post(String body) {
        return given().header("Quipu-Tenant", tenant)
                .contentType(ContentType.JSON)
                .body(body)
                .post(KEYS)
                .then();
    }

    private String add(String name, String role) {
        return post("{\"name\":\"%s\",\"role\":\"%s\"}".formatted(name, role))
                .statusCode(201)
                .extract()
                .path("key");
    }

    private ValidatableResponse list(String query) {
        return given().header("Quipu-Tenant", tenant).get(KEYS + query).then().statusCode(200);
    }

    private static Response open(String ifNoneMatch) {
        return given().header("If-None-Match", ifNoneMatch).get("/v1/access/keys");
    }

    private static ValidatableResponse revoke(String tenant, String id) {
        return given().header("Quipu-Tenant", tenant).delete(KEYS + "/" + id).then();
    }

    @Test
    void aKeyIsToldOnlyWhenItIsMade() {
        String key = post("{\"name\":\"shop\",\"role\":\"writer\",\"expiresAt\":\"2199-01-01T00:00:00Z\"}")
                .statusCode(201)
                .header("Cache-Control", "no-store")
                .body("key", matchesPattern("qp_[0-9a-f]{16}_[0-9a-f]{40}"))
                .body("createdBy", is("anonymous"))
                .extract()
                .path("key");
        String secret = key.substring(key.lastIndexOf('_') + 1);
        list("").body("keys.size()", is(1))
                .body("keys[0].id", is(key.substring(3, 19)))
                .body("keys[0].name", is("shop"))
                .body("keys[0].role", is("writer"))
                .body("keys[0].expiresAt", is("2199-01-01T00:00:00Z"))
                .body("keys[0].createdAt", notNullValue())
                .body("keys[0].revokedAt", nullValue())
                .body("keys[0].key", nullValue())
                .body("keys[0].hash", nullValue());
        assertThat(sql.number("SELECT count(*) FROM api_key k WHERE k::text LIKE '%' || $1::text || '%'", secret))
                .isZero();
    }

    @Test
    void servicesKnowAKeyByWhatIsKeptOfIt() {
        ApiKey key = ApiKey.parse(add("shop", "analyst")).orElseThrow();
        Map<String, String> kept = open("\"other\"").jsonPath().getMap("keys.find { it.id == '" + key.id() + "' }");
        StoredKey stored = new StoredKey(
                kept.get("id"),
                kept.get("tenant"),
                Role.of(kept.get("role")).orElseThrow(),
                kept.get("name"),
                Base64.getDecoder().decode(kept.get("salt")),
                Base64.getDecoder().decode(kept.get("hash")),
                Optional.empty());
        assertThat(stored.opensFor(key, Instant.now())).isTrue();
        assertThat(stored.tenant()).isEqualTo(tenant);
        assertThat(stored.role()).isEqualTo(Role.ANALYST);
    }

    @Test
    void aRevokedKeyIsListedAndOpensNothing() {
        String key = add("shop", "writer");
        String id = key.substring(3, 19);
        String tag = open("\"other\"").header("ETag");
        open(tag).then().statusCode(304).body(emptyString());
        revoke("another", id).statusCode(404).body("detail", is("API key " + id + ": none"));
        revoke(tenant, id).statusCode(204);
        String revokedAt =
                list("").body("keys[0].revokedAt", notNullValue()).extract().path("keys[0].revokedAt");
        revoke(tenant, id).statusCode(204);
        list("").body("keys[0].revokedAt", is(revokedAt));
        Response open = open(tag);
        assertThat(open.statusCode()).isEqualTo(200);
        assertThat(open.asString()).doesNotContain(id);
    }

    @Test
    void anExpiredKeyIsListedAndOpensNothing() {
        String id = add("shop", "writer").substring(3, 19);
        sql.run("UPDATE api_key SET expires_at = now() WHERE id = '" + id + "'");
        list("").body("keys[0].id", is(id));
        assertThat(open("\"other\"").asString()).doesNotContain(id);
    }

    @Test
    void keysAreListedPageByPageTheNewestFirst() {
        for (String name : List.of("a", "b", "c")) {
            add(name, "reader");
        }
        String next = list("?limit=2")
                .body("keys.name", is(List.of("c", "b")))
                .extract()
                .path("nextCursor");
        list("?limit=2&cursor=" + next).body("keys.name", is(List.of("a"))).body("nextCursor", nullValue());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "'role':'writer'|name: expected it in the body",
                "'name':' ','role':'writer'|name: expected a name",
                "'name':'n'|role: expected it in the body",
                "'name':'n','role':'service'|role: expected one of [writer, reader, analyst, admin], got 'service'",
                "'name':'n','role':'WRITER'|role: expected one of [writer, reader, analyst, admin], got 'WRITER'",
                "'name':'n','role':'writer','expiresAt':'soon'|expiresAt: expected RFC 3339",
                "'name':'n','role':'writer','expiresAt':'2020-01-01T00:00:00Z'|expiresAt: expected a time to come",
            })
    void saysWhatIsWrongWithARequest(String fields, String detail) {
        post("{" + fields.replace('\'', '"') + "}").statusCode(400).body("detail", containsString(detail));
    }
}
