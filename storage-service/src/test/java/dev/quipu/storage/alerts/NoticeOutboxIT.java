package dev.quipu.storage.alerts;

import static dev.quipu.storage.alerts.AlertFixture.change;
import static dev.quipu.storage.alerts.AlertFixture.report;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;

import dev.quipu.storage.fixture.Concurrently;
import dev.quipu.storage.fixture.ManagementPort;
import dev.quipu.storage.fixture.Sql;
import dev.quipu.storage.fixture.TestDatabase;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The laws of {@link NoticeOutbox}, over HTTP. */
@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
class NoticeOutboxIT {

    private static final String START = "2026-01-01T00:00:00Z";
    private static final String LATER = "2026-01-02T00:00:00Z";
    private static final int LONG_SECONDS = 600;
    private static final String DELIVERED = "{\"delivered\":true}";
    private static final String GIVEN_UP = "{\"delivered\":false,\"reason\":\"status 410\"}";

    @Inject
    Sql sql;

    private final AlertFixture shop = new AlertFixture();

    @BeforeEach
    void nobodyIsToBeTold() {
        sql.run("DELETE FROM alert_notice");
    }

    private String firing(String... series) {
        String rule = shop.addRule("cart fails", "");
        for (String one : series) {
            shop.transit(rule, 0, change(one, 0, "firing", START)).statusCode(200);
        }
        return rule;
    }

    private Map<String, Object> only(int leaseSeconds) {
        List<Map<String, Object>> claimed = shop.claim(leaseSeconds);
        assertThat(claimed).hasSize(1);
        return claimed.get(0);
    }

    private static String again(int seconds, int attempt) {
        return "{\"delivered\":false,\"reason\":\"status 500\",\"retryInSeconds\":" + seconds + ",\"attempt\":"
                + attempt + "}";
    }

    @Test
    void aNoticeSaysWhatToTellAndWhere() {
        shop.addWebhook("on-call");
        String rule = firing("a");
        Map<String, Object> notice = only(LONG_SECONDS);
        assertThat(notice)
                .containsEntry("webhook", "on-call")
                .containsEntry("url", "http://127.0.0.1:9/on-call")
                .containsEntry("secret", AlertFixture.SECRET)
                .containsEntry("kind", "firing")
                .containsEntry("attempt", 1);
        assertThat(notice.get("payload"))
                .isEqualTo(Map.ofEntries(
                        Map.entry("tenant", shop.tenant),
                        Map.entry("ruleId", (int) AlertFixture.idOf(rule)),
                        Map.entry("ruleName", "cart fails"),
                        Map.entry("severity", "critical"),
                        Map.entry("state", "firing"),
                        Map.entry("series", "a"),
                        Map.entry(
                                "labels",
                                Map.of(
                                        "spanName",
                                        "a",
                                        "team",
                                        "shop",
                                        "alertname",
                                        "cart fails",
                                        "severity",
                                        "critical")),
                        Map.entry("annotations", Map.of("runbook", "look")),
                        Map.entry("summary", "a quarter fails"),
                        Map.entry("value", 0.25f),
                        Map.entry("startsAt", START)));
    }

    @Test
    void noticesAreNotGivenTwiceWithinALease() {
        shop.addWebhook("on-call");
        String[] series = IntStream.range(0, 40).mapToObj(i -> "s" + i).toArray(String[]::new);
        firing(series);
        List<Object> given = new ArrayList<>();
        Concurrently.run(4, i -> shop.claim(LONG_SECONDS))
                .forEach(claimed -> claimed.forEach(notice -> given.add(notice.get("series"))));
        given.addAll(shop.claim(LONG_SECONDS).stream()
                .map(notice -> notice.get("series"))
                .toList());
        assertThat(given).containsExactlyInAnyOrder((Object[]) series);
    }

    @Test
    void aNoticeIsGivenAgainWhenItsLeaseHasEnded() {
        shop.addWebhook("on-call");
        firing("a");
        Object id = only(1).get("id");
        await().atMost(Duration.ofSeconds(20))
                .until(() -> !shop.claim(LONG_SECONDS).isEmpty());
        assertThat(sql.number("SELECT attempts FROM alert_notice WHERE id = $1", ((Number) id).longValue()))
                .isEqualTo(2);
    }

    @Test
    void theOldestAreGivenFirst() {
        shop.addWebhook("on-call");
        firing("c", "a", "b");
        assertThat(shop.claim(LONG_SECONDS).stream().map(notice -> notice.get("series")))
                .containsExactly("c", "a", "b");
    }

    @Test
    void thatItIsResolvedIsGivenWhenItIsToldThatItFired() {
        shop.addWebhook("on-call");
        String rule = firing("a");
        shop.transit(rule, 0, change("a", 1, "resolved", START)).statusCode(200);
        Map<String, Object> first = only(LONG_SECONDS);
        assertThat(first).containsEntry("kind", "firing");
        assertThat(shop.claim(LONG_SECONDS)).isEmpty();
        report(first.get("id"), again(0, 1)).statusCode(204);
        assertThat(only(LONG_SECONDS)).containsEntry("kind", "firing").containsEntry("attempt", 2);
        report(first.get("id"), DELIVERED).statusCode(204);
        Map<String, Object> second = only(LONG_SECONDS);
        assertThat(second).containsEntry("kind", "resolved");
        assertThat(((Map<?, ?>) second.get("payload")).get("resolvedAt")).isEqualTo("2026-01-01T00:30:00Z");
    }

    @Test
    void whatIsGivenUpHoldsUpNothing() {
        shop.addWebhook("on-call");
        String rule = firing("a");
        shop.transit(rule, 0, change("a", 1, "resolved", START)).statusCode(200);
        shop.transit(rule, 0, change("a", 2, "firing", LATER)).statusCode(200);
        for (String kind : List.of("firing", "resolved", "firing")) {
            Map<String, Object> notice = only(LONG_SECONDS);
            assertThat(notice).containsEntry("kind", kind);
            report(notice.get("id"), GIVEN_UP).statusCode(204);
        }
        assertThat(shop.claim(LONG_SECONDS)).isEmpty();
    }

    @Test
    void anOutcomeToldAgainChangesNothing() {
        shop.addWebhook("on-call");
        firing("a");
        Object id = only(LONG_SECONDS).get("id");
        report(id, DELIVERED).statusCode(204);
        report(id, DELIVERED).statusCode(204);
        report(id, again(0, 1)).statusCode(204);
        report(id, GIVEN_UP).statusCode(204);
        assertThat(shop.claim(LONG_SECONDS)).isEmpty();
        assertThat(sql.number("""
                        SELECT count(*) FROM alert_notice
                        WHERE id = $1 AND delivered_at IS NOT NULL AND given_up_at IS NULL AND failed_reason IS NULL""", ((Number) id).longValue())).isEqualTo(1);
    }

    @Test
    void theOutcomeOfAnOldClaimChangesNothing() {
        shop.addWebhook("on-call");
        firing("a");
        Object id = only(LONG_SECONDS).get("id");
        report(id, again(0, 1)).statusCode(204);
        only(LONG_SECONDS);
        report(id, again(0, 1)).statusCode(204);
        assertThat(shop.claim(LONG_SECONDS)).isEmpty();
    }

    @Test
    void givenUpNoticesAreCounted() {
        shop.addWebhook("on-call");
        firing("a", "b");
        double before = count("failed");
        shop.claim(LONG_SECONDS).forEach(notice -> {
            report(notice.get("id"), GIVEN_UP).statusCode(204);
            report(notice.get("id"), GIVEN_UP).statusCode(204);
        });
        assertThat(count("failed") - before).isEqualTo(2);
    }

    private static double count(String outcome) {
        String name = "quipu_storage_alert_notices_total{outcome=\"" + outcome + "\"}";
        return ManagementPort.get("/q/metrics")
                .then()
                .extract()
                .asString()
                .lines()
                .filter(line -> line.startsWith(name))
                .mapToDouble(line -> Double.parseDouble(line.substring(name.length())))
                .sum();
    }

    @Test
    void aWebhookThatIsDisabledIsToldWhenItIsEnabled() {
        String webhook = shop.addWebhook("on-call");
        firing("a");
        String body = "{\"name\":\"on-call\",\"url\":\"http://a\",\"isEnabled\":%s}";
        shop.put(webhook, body.formatted("false")).statusCode(200);
        assertThat(shop.claim(LONG_SECONDS)).isEmpty();
        shop.put(webhook, body.formatted("true")).statusCode(200);
        assertThat(only(LONG_SECONDS)).containsEntry("url", "http://a");
    }

    @Test
    void whatAWebhookThatIsRemovedWasToBeToldIsGivenUp() {
        String webhook = shop.addWebhook("on-call");
        firing("a");
        shop.delete(webhook).statusCode(204);
        assertThat(shop.claim(LONG_SECONDS)).isEmpty();
        assertThat(sql.number(
                        "SELECT count(*) FROM alert_notice WHERE tenant = $1 AND given_up_at IS NOT NULL", shop.tenant))
                .isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/claims | {\"limit\":0} | 400 | limit: expected 1 to 1000, got 0",
                "/claims | {\"leaseSeconds\":3601} | 400 | leaseSeconds: expected 1 to 3600, got 3601",
                "/1/outcome | {} | 400 | delivered: expected it",
                "/1/outcome | {\"delivered\":false} | 400 | reason: expected it",
                "/1/outcome | {\"delivered\":false,\"reason\":\"\",\"retryInSeconds\":-1} | 400 | retryInSeconds: expected 0 to 604800",
                "/0/outcome | {\"delivered\":true} | 404 | alert notice 0: none",
                "/x/outcome | {\"delivered\":true} | 404 | alert notice x: none",
            })
    void saysWhatIsWrongWithAReport(String path, String body, int status, String message) {
        given().contentType(ContentType.JSON)
                .body(body)
                .when()
                .post("/v1/alert-notices" + path)
                .then()
                .statusCode(status)
                .body("detail", containsString(message));
    }
}
