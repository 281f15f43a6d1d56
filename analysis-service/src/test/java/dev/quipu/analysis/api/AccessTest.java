package dev.quipu.analysis.api;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.anyOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import com.sun.net.httpserver.Headers;
import dev.quipu.access.ApiKey;
import dev.quipu.access.Role;
import dev.quipu.access.StoredKey;
import dev.quipu.analysis.CollectorPeer;
import dev.quipu.analysis.StoragePeer;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.specification.RequestSpecification;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys are asked for; storage's stand-in knows one of each role, of the tenant shop. */
@QuarkusTest
@QuarkusTestResource(StoragePeer.class)
@TestProfile(AccessTest.Keys.class)
class AccessTest {

    private static final String SERVICE_KEY = "a secret that services share: 32 or more";
    private static final String TAG = "\"1\"";
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Map<Role, ApiKey> KEYS = Arrays.stream(Role.values())
            .filter(role -> role != Role.SERVICE)
            .collect(Collectors.toMap(role -> role, role -> ApiKey.random(RANDOM)));

    public static final class Keys implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "quipu.access.authentication",
                    "keys",
                    "quipu.access.service-key",
                    SERVICE_KEY,
                    "quipu.access.refresh",
                    "50ms");
        }
    }

    @BeforeEach
    void storageKnowsTheKeys() {
        StoragePeer.reset();
        serveKeys(TAG, KEYS);
        await().untilAsserted(() -> as(Role.READER).get("/v1/caller").then().statusCode(200));
    }

    private static void serveKeys(String tag, Map<Role, ApiKey> keys) {
        String body = keys.entrySet().stream()
                .map(entry ->
                        json(StoredKey.of(entry.getValue(), "shop", entry.getKey(), "Ann Æ", Optional.empty(), RANDOM)))
                .collect(Collectors.joining(",", "{\"keys\":[", "]}"));
        StoragePeer.at("/v1/access/keys", request -> {
            request.exchange().getResponseHeaders().set("ETag", tag);
            if (tag.equals(request.exchange().getRequestHeaders().getFirst("If-None-Match"))) {
                request.send(304, new byte[0]);
            } else {
                request.json(200, body);
            }
        });
    }

    private static String json(StoredKey key) {
        Base64.Encoder base64 = Base64.getEncoder();
        return "{\"id\":\"%s\",\"tenant\":\"%s\",\"role\":\"%s\",\"name\":\"%s\",\"salt\":\"%s\",\"hash\":\"%s\"}"
                .formatted(
                        key.id(),
                        key.tenant(),
                        key.role().label(),
                        key.name(),
                        base64.encodeToString(key.salt()),
                        base64.encodeToString(key.hash()));
    }

    private static RequestSpecification as(Role role) {
        return given().header("Authorization", "Bearer " + KEYS.get(role).reveal());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/caller",
                "/v1/ledger",
                "/v1/incidents",
                "/v1/span-metrics",
                "/api/traces",
                "/api/v2/services",
                "/store/v1/logs",
                "/store/v1/api-keys"
            })
    void asksForAKey(String path) {
        given().get(path)
                .then()
                .statusCode(401)
                .header("WWW-Authenticate", containsString("Bearer"))
                .body(containsString("expected 'Bearer' and an API key, got nothing"));
        given().header("Authorization", "Bearer " + ApiKey.random(RANDOM).reveal())
                .get(path)
                .then()
                .statusCode(401);
    }

    @Test
    void anybodyGetsThePageItself() {
        assertThat(given().get("/traces").statusCode()).isIn(200, 404);
    }

    @ParameterizedTest
    @EnumSource(
            value = Role.class,
            names = {"SERVICE"},
            mode = EnumSource.Mode.EXCLUDE)
    void saysWhoAsks(Role role) {
        as(role).header("Quipu-Tenant", "other")
                .get("/v1/caller")
                .then()
                .statusCode(200)
                .body("authentication", equalTo("keys"))
                .body("tenant", equalTo("shop"))
                .body("role", equalTo(role.label()))
                .body("name", equalTo("Ann Æ"));
    }

    @Test
    void saysWhichRoleIsNeeded() {
        as(Role.WRITER)
                .get("/v1/ledger")
                .then()
                .statusCode(403)
                .contentType("application/problem+json")
                .body("detail", equalTo("role: expected reader, got writer"));
        as(Role.READER)
                .contentType("application/json")
                .body("{}")
                .post("/store/v1/silences")
                .then()
                .statusCode(403)
                .body("detail", equalTo("role: expected analyst, got reader"));
        as(Role.WRITER)
                .get("/api/traces")
                .then()
                .statusCode(403)
                .body("errors[0].msg", equalTo("role: expected reader, got writer"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "api-keys",
                "audit",
                "encryption-keys",
                "erasures",
                "legal-holds",
                "redaction-rules",
                "retention-rules",
                "quotas"
            })
    void onlyAdministratorsSeeWhoMayDoWhat(String list) {
        StoragePeer.at("/v1/" + list, request -> request.json(200, "{}"));
        as(Role.ANALYST)
                .get("/store/v1/" + list)
                .then()
                .statusCode(403)
                .body("detail", equalTo("role: expected admin, got analyst"));
        as(Role.ADMIN).get("/store/v1/" + list).then().statusCode(200);
        assertThat(StoragePeer.requests("/v1/" + list)).hasSize(1);
    }

    @Test
    void noSpellingOfAPathLeadsPastARole() {
        StoragePeer.at("/v1/api-keys", request -> request.json(200, "{}"));
        for (String path : List.of("api%2Dkeys", "api-keys/", "api-keys;a=b", "alerts/..%2Fapi-keys", "API-KEYS")) {
            as(Role.READER)
                    .urlEncodingEnabled(false)
                    .get("/store/v1/" + path)
                    .then()
                    .statusCode(anyOf(equalTo(403), equalTo(404)));
        }
        assertThat(StoragePeer.requests("/v1/api-keys")).isEmpty();
    }

    @Test
    void storageIsToldInWhoseNameItIsAsked() {
        StoragePeer.at("/v1/silences", request -> request.json(201, "{\"id\":7}"));
        StoragePeer.at("/v1/incidents", request -> request.json(200, "{}"));
        as(Role.ANALYST)
                .header("Quipu-Tenant", "other")
                .header("Quipu-Caller", "admin;Eve")
                .contentType("application/json")
                .body("{}")
                .post("/store/v1/silences")
                .then()
                .statusCode(201);
        as(Role.READER).get("/v1/incidents");
        assertIntroduced(StoragePeer.requests("/v1/silences").get(0), "shop", "analyst;Ann+%C3%86");
        assertIntroduced(StoragePeer.requests("/v1/incidents").get(0), "shop", "reader;Ann+%C3%86");
        assertIntroduced(StoragePeer.requests("/v1/access/keys").get(0), "default", "service;analysis");
    }

    /** Over an address that storage lists, as none answers where one is configured. */
    @Test
    void aCollectorIsToldInWhoseNameItIsAsked() {
        List<Headers> asked = new CopyOnWriteArrayList<>();
        try (CollectorPeer collector = new CollectorPeer("c-0")) {
            collector.at("/v1/redaction/dry-run", exchange -> {
                asked.add(exchange.getRequestHeaders());
                CollectorPeer.json("{\"counts\":[],\"total\":0,\"truncated\":false,\"changes\":[]}")
                        .to(exchange);
            });
            StoragePeer.at(
                    "/v1/spools", request -> request.json(200, "{\"spools\":[{\"url\":\"" + collector.url() + "\"}]}"));
            as(Role.ADMIN)
                    .contentType("application/json")
                    .body("{\"rules\":[],\"texts\":[]}")
                    .post("/v1/redaction/dry-run")
                    .then()
                    .statusCode(200);
        }
        assertThat(asked).hasSize(1);
        assertIntroduced(asked.get(0), "shop", "admin;Ann+%C3%86");
        assertIntroduced(StoragePeer.requests("/v1/spools").get(0), "shop", "admin;Ann+%C3%86");
    }

    @Test
    void whatCollectorsTellOnlyServicesIsAskedInTheServicesName() {
        List<Headers> asked = new CopyOnWriteArrayList<>();
        String path = "/v1/fate/0af7651916cd43dd8448eb211c80319c";
        try (CollectorPeer collector = new CollectorPeer("c-0")) {
            collector.at("/v1/fate", exchange -> {
                asked.add(exchange.getRequestHeaders());
                CollectorPeer.json("{\"collector\":\"c-0\",\"segments\":[]}").to(exchange);
            });
            StoragePeer.at(
                    path,
                    request -> request.json(
                            200,
                            "{\"traceId\":\"0af7651916cd43dd8448eb211c80319c\",\"fate\":\"unknown\",\"evidence\":["
                                    + collector.evidence()
                                    + "],\"missing\":[],\"checkedFrom\":\"2025-12-01T00:00:00Z\","
                                    + "\"watermark\":\"2026-01-01T00:00:00Z\"}"));
            as(Role.READER).get(path).then().statusCode(200);
        }
        assertThat(asked).hasSize(1);
        assertIntroduced(asked.get(0), "shop", "service;analysis");
        assertIntroduced(StoragePeer.requests(path).get(0), "shop", "reader;Ann+%C3%86");
    }

    private static void assertIntroduced(StoragePeer.Request request, String tenant, String caller) {
        assertIntroduced(request.exchange().getRequestHeaders(), tenant, caller);
    }

    private static void assertIntroduced(Headers headers, String tenant, String caller) {
        assertThat(headers.get("Authorization")).containsExactly("Bearer " + SERVICE_KEY);
        assertThat(headers.get("Quipu-Caller")).containsExactly(caller);
        assertThat(headers.get("Quipu-Tenant")).containsExactly(tenant);
    }

    @Test
    void aKeyThatStorageNamesNoLongerOpensNothing() {
        Map<Role, ApiKey> others = new EnumMap<>(KEYS);
        others.remove(Role.READER);
        serveKeys("\"2\"", others);
        await().untilAsserted(() -> as(Role.READER).get("/v1/caller").then().statusCode(401));
        as(Role.ADMIN).get("/v1/caller").then().statusCode(200);
    }

    @Test
    void keysHoldWhileStorageIsAway() {
        StoragePeer.at("/v1/access/keys", request -> request.exchange().close());
        await().until(() -> StoragePeer.requests("/v1/access/keys").size() > 5);
        as(Role.READER).get("/v1/caller").then().statusCode(200);
    }
}
