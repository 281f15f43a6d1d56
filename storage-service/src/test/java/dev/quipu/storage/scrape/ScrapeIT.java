package dev.quipu.storage.scrape;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;

import dev.quipu.model.TenantName;
import dev.quipu.storage.fixture.Sql;
import dev.quipu.storage.fixture.TestDatabase;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Scrape targets over HTTP, and the laws of their leases. */
@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
class ScrapeIT {

    private static final long LONG_MILLIS = 60_000;
    private static final long SHORT_MILLIS = 1_500;

    @Inject
    Sql sql;

    private final String tenant = "t" + UUID.randomUUID();

    @BeforeEach
    void nobodyHoldsAnything() {
        sql.run("DELETE FROM scrape_lease; DELETE FROM scrape_collector; DELETE FROM scrape_target");
    }

    private RequestSpecification json() {
        return given().header(TenantName.HEADER, tenant).contentType(ContentType.JSON);
    }

    private ValidatableResponse add(String body) {
        return json().body(body).when().post("/v1/scrape/targets").then();
    }

    private static JsonPath renew(String collector, long leaseMillis, List<String> known) {
        return given().contentType(ContentType.JSON)
                .body(Map.of("collector", collector, "leaseMillis", leaseMillis, "known", known))
                .when()
                .post("/v1/scrape/leases")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    private static Set<String> leases(String collector, long leaseMillis, List<String> known) {
        return new HashSet<>(renew(collector, leaseMillis, known).getList("leases", String.class));
    }

    private static List<String> keys(int count) {
        List<String> keys = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            keys.add(UUID.randomUUID().toString().replace("-", ""));
        }
        return keys;
    }

    @Test
    void aTargetIsAddedChangedAndRemoved() {
        String path = add("{\"url\":\"http://127.0.0.1:9100\",\"labels\":{\"zone\":\"a\"}}")
                .statusCode(201)
                .body("url", is("http://127.0.0.1:9100/metrics"))
                .body("intervalMillis", is(1000))
                .body("timeoutMillis", is(1000))
                .body("job", is("127.0.0.1"))
                .body("instance", is("127.0.0.1:9100"))
                .body("labels.zone", is("a"))
                .body("state", nullValue())
                .extract()
                .header("Location");

        add("{\"url\":\"http://127.0.0.1:9100/metrics\"}").statusCode(409);
        json().body("{\"url\":\"http://127.0.0.1:9101\",\"intervalMillis\":5000,\"version\":0}")
                .when()
                .put(path)
                .then()
                .statusCode(200)
                .body("url", is("http://127.0.0.1:9101/metrics"))
                .body("version", is(1));
        json().body("{\"url\":\"http://127.0.0.1:9102\",\"version\":0}")
                .when()
                .put(path)
                .then()
                .statusCode(409)
                .body("detail", containsString("version: expected 1"));
        given().when().get(path).then().statusCode(404);
        json().when()
                .get("/v1/scrape/targets")
                .then()
                .body("targets.url", is(List.of("http://127.0.0.1:9101/metrics")));
        json().when().delete(path).then().statusCode(204);
        json().when().get(path).then().statusCode(404);
    }

    @Test
    void targetsComePageByPage() {
        for (int i = 0; i < 5; i++) {
            add("{\"url\":\"http://127.0.0.1:" + (9100 + i) + "\"}").statusCode(201);
        }
        List<String> urls = new ArrayList<>();
        String cursor = null;
        do {
            RequestSpecification asked = json().queryParam("limit", 2);
            JsonPath page = (cursor == null ? asked : asked.queryParam("cursor", cursor))
                    .when()
                    .get("/v1/scrape/targets")
                    .then()
                    .statusCode(200)
                    .extract()
                    .jsonPath();
            urls.addAll(page.getList("targets.url", String.class));
            cursor = page.getString("nextCursor");
        } while (cursor != null);

        assertThat(urls).hasSize(5).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{} | url: expected it in the body",
                "{\"url\":\"ftp://a\"} | url: expected http://host:port/path",
                "{\"url\":\"http://user@a\"} | url: expected http://host:port/path",
                "{\"url\":\"http://a\",\"intervalMillis\":50} | intervalMillis: expected 100 to 3600000, got 50",
                "{\"url\":\"http://a\",\"intervalMillis\":500,\"timeoutMillis\":600} | timeoutMillis: expected 1 to 500",
                "{\"url\":\"http://a\",\"labels\":{\"k\":null}} | labels.k: expected it",
            })
    void saysWhatIsWrongWithATarget(String body, String message) {
        add(body).statusCode(400).body("detail", containsString(message));
    }

    @Test
    void twoCollectorsShareTheTargets() {
        List<String> known = keys(100);
        renew("a", LONG_MILLIS, List.of());
        renew("b", LONG_MILLIS, List.of());

        Set<String> ofA = leases("a", LONG_MILLIS, known);
        renew("b", LONG_MILLIS, known);
        sql.run("DELETE FROM scrape_lease");
        ofA = leases("a", LONG_MILLIS, known);
        Set<String> ofB = leases("b", LONG_MILLIS, known);

        assertThat(ofA).doesNotContainAnyElementsOf(ofB).hasSizeBetween(30, 70);
        assertThat(ofA.size() + ofB.size()).isEqualTo(100);
    }

    @Test
    void targetsMoveWhenTheirCollectorIsGoneAndNotBefore() {
        List<String> known = keys(60);
        renew("b", LONG_MILLIS, known);
        sql.run("DELETE FROM scrape_lease");
        Set<String> ofA = leases("a", SHORT_MILLIS, known);
        Instant begun = Instant.now();
        Set<String> ofB = leases("b", LONG_MILLIS, known);
        assertThat(ofA).isNotEmpty().doesNotContainAnyElementsOf(ofB);

        await().atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> {
                    Set<String> now = leases("b", LONG_MILLIS, known);
                    boolean isWhole = now.size() == 60;
                    assertThat(isWhole && Instant.now().isBefore(begun.plusMillis(SHORT_MILLIS - 200)))
                            .as("taken before the lease had ended")
                            .isFalse();
                    return isWhole;
                });
    }

    @Test
    void aCollectorThatJoinsGetsItsShareOnceTheOldLeasesHaveEnded() {
        List<String> known = keys(60);
        Set<String> alone = leases("a", SHORT_MILLIS, known);
        assertThat(alone).hasSize(60);

        Set<String> first = leases("b", LONG_MILLIS, known);
        assertThat(first).isEmpty();
        Set<String> left = leases("a", LONG_MILLIS, known);
        assertThat(left).hasSizeLessThan(60);
        await().atMost(Duration.ofSeconds(20))
                .until(() -> leases("b", LONG_MILLIS, known).size() == 60 - left.size());
    }

    @Test
    void whatIsGivenBackIsFreeAtOnce() {
        List<String> known = keys(20);
        leases("a", LONG_MILLIS, known);

        given().when().delete("/v1/scrape/leases/a").then().statusCode(204);

        assertThat(leases("b", LONG_MILLIS, known)).hasSize(20);
    }

    @Test
    void discoveredTargetsGoToThoseThatKnowThem() {
        List<String> ofA = keys(30);
        List<String> ofBoth = keys(30);
        renew("a", LONG_MILLIS, List.of());
        renew("b", LONG_MILLIS, ofBoth);
        sql.run("DELETE FROM scrape_lease");
        List<String> all = new ArrayList<>(ofA);
        all.addAll(ofBoth);

        Set<String> a = leases("a", LONG_MILLIS, all);
        Set<String> b = leases("b", LONG_MILLIS, ofBoth);

        assertThat(a).containsAll(ofA);
        assertThat(b).doesNotContainAnyElementsOf(ofA).isNotEmpty();
        assertThat(a.size() + b.size()).isEqualTo(60);
    }

    @Test
    void storedTargetsComeInFullAndDisabledOnesNot() {
        add("{\"url\":\"http://127.0.0.1:9100\",\"intervalMillis\":5000,\"labels\":{\"zone\":\"a\"}}")
                .statusCode(201);
        add("{\"url\":\"http://127.0.0.1:9101\",\"enabled\":false}").statusCode(201);

        JsonPath held = renew("a", LONG_MILLIS, List.of());

        assertThat(held.getList("targets")).hasSize(1);
        assertThat(held.getString("targets[0].url")).isEqualTo("http://127.0.0.1:9100/metrics");
        assertThat(held.getString("targets[0].tenant")).isEqualTo(tenant);
        assertThat(held.getString("targets[0].labels.zone")).isEqualTo("a");
        assertThat(held.getString("targets[0].key")).isEqualTo(held.getString("leases[0]"));
        assertThat(held.getInt("collectors")).isEqualTo(1);
    }

    /** Many at once: whatever the order, no target has two holders. */
    @Test
    void concurrentRenewalsNeverShareATarget() throws Exception {
        List<String> known = keys(50);
        Map<String, String> holder = new HashMap<>();
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            for (int round = 0; round < 5; round++) {
                List<Future<Set<String>>> answers = new ArrayList<>();
                for (int i = 0; i < 8; i++) {
                    String collector = "c" + i;
                    answers.add(threads.submit(() -> leases(collector, LONG_MILLIS, known)));
                }
                for (int i = 0; i < 8; i++) {
                    for (String key : answers.get(i).get()) {
                        assertThat(holder.merge(key, "c" + i, (old, now) -> old))
                                .as(key)
                                .isEqualTo("c" + i);
                    }
                }
            }
        } finally {
            threads.shutdown();
        }
        assertThat(holder).isNotEmpty();
    }

    @Test
    void tellsHowFetchesWent() {
        String key = add("{\"url\":\"http://127.0.0.1:9100\"}")
                .statusCode(201)
                .extract()
                .jsonPath()
                .getString("key");
        String discovered = keys(1).get(0);
        report(key, true, "2026-01-01T00:00:05Z", "");
        report(key, true, "2026-01-01T00:00:01Z", "");
        report(discovered, false, "2026-01-01T00:00:02Z", "connection refused");

        json().when()
                .get("/v1/scrape/targets")
                .then()
                .body("targets[0].state.up", is(true))
                .body("targets[0].state.scrapedAt", is("2026-01-01T00:00:05Z"))
                .body("targets[0].state.collector", is("a"));
        json().queryParam("up", "false")
                .when()
                .get("/v1/scrape/states")
                .then()
                .body("states.key", is(List.of(discovered)))
                .body("states[0].url", is("http://found:1/metrics"))
                .body("states[0].error", is("connection refused"));
    }

    private void report(String key, boolean up, String at, String error) {
        Map<String, Object> result = new HashMap<>(
                Map.of("target", key, "tenant", tenant, "at", at, "up", up, "durationMillis", 7, "samples", 12));
        result.put("url", "http://found:1/metrics");
        result.put("error", error.isEmpty() ? null : error);
        given().contentType(ContentType.JSON)
                .body(Map.of("collector", "a", "leaseMillis", LONG_MILLIS, "results", List.of(result)))
                .when()
                .post("/v1/scrape/leases")
                .then()
                .statusCode(200);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{} | leaseMillis: expected it in the body",
                "{\"leaseMillis\":1000} | collector: expected it in the body",
                "{\"collector\":\"\",\"leaseMillis\":1000} | collector: expected 1 to 200 characters",
                "{\"collector\":\"a\",\"leaseMillis\":1} | leaseMillis: expected 200 to 600000, got 1",
                "{\"collector\":\"a\",\"leaseMillis\":1000,\"known\":[\"x\"]} | known: expected 32 lower-case hex digits",
            })
    void saysWhatIsWrongWithARenewal(String body, String message) {
        json().body(body)
                .when()
                .post("/v1/scrape/leases")
                .then()
                .statusCode(400)
                .body("detail", containsString(message));
    }
}
