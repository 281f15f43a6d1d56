package dev.quipu.storage.alerts;

import static dev.quipu.storage.alerts.AlertFixture.change;
import static dev.quipu.storage.alerts.AlertFixture.idOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;

import dev.quipu.storage.fixture.Concurrently;
import dev.quipu.storage.fixture.Sql;
import dev.quipu.storage.fixture.TestDatabase;
import dev.quipu.storage.retention.Housekeeping;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The laws of {@link AlertTransitions} and {@link AlertRuleRemoval}, over HTTP. */
@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
class AlertTransitionsIT {

    private static final String START = "2026-01-01T00:00:00.123456Z";
    private static final String LATER = "2026-01-02T00:00:00Z";

    @Inject
    Sql sql;

    @Inject
    Housekeeping housekeeping;

    private final AlertFixture shop = new AlertFixture();

    private long notices(String kind) {
        return sql.number("SELECT count(*) FROM alert_notice WHERE tenant = $1 AND kind = $2", shop.tenant, kind);
    }

    private long history() {
        return sql.number("SELECT count(*) FROM alert_history WHERE tenant = $1", shop.tenant);
    }

    private String silence(String label, String value) {
        return shop.addSilence(label, value, "2020-01-01T00:00:00Z", "2099-01-01T00:00:00Z");
    }

    @Test
    void anAlertIsPendingThenFiresThenIsResolved() {
        shop.addWebhook("on-call");
        String rule = shop.addRule("cart fails", "");
        shop.transit(rule, 0, change("a", 0, "pending", START))
                .statusCode(200)
                .body("alerts.version", is(List.of(1)))
                .body("alerts[0].startsAt", is(START))
                .body("alerts[0].value", is(0.25f))
                .body("alerts[0].isSilenced", is(false))
                .body(
                        "alerts[0].labels",
                        is(Map.of("spanName", "a", "team", "shop", "alertname", "cart fails", "severity", "critical")));
        assertThat(notices("firing")).isZero();
        shop.transit(rule, 0, change("a", 1, "firing", START)).statusCode(200);
        assertThat(notices("firing")).isEqualTo(1);
        assertThat(notices("resolved")).isZero();
        shop.transit(rule, 0, change("a", 2, "firing", START)).statusCode(200);
        assertThat(notices("firing")).isEqualTo(1);
        shop.transit(rule, 0, change("a", 3, "resolved", START))
                .statusCode(200)
                .body("alerts[0].version", is(4))
                .body("alerts[0].resolvedAt", is("2026-01-01T00:30:00Z"));
        assertThat(notices("resolved")).isEqualTo(1);

        shop.get("/v1/alerts/history")
                .statusCode(200)
                .body("history.state", is(List.of("resolved", "firing", "pending")))
                .body("history.fromState", is(Arrays.asList("firing", "pending", null)))
                .body("history[0].ruleName", is("cart fails"));
    }

    @Test
    void whatFiresAgainIsToldAgain() {
        shop.addWebhook("on-call");
        String rule = shop.addRule("cart fails", "");
        shop.transit(rule, 0, change("a", 0, "firing", START)).statusCode(200);
        shop.transit(rule, 0, change("a", 1, "resolved", START)).statusCode(200);
        shop.transit(rule, 0, change("a", 2, "firing", START))
                .statusCode(400)
                .body("detail", containsString("startsAt: expected after 2026-01-01T00:00:00.123456Z"));
        shop.transit(rule, 0, change("a", 2, "firing", LATER)).statusCode(200);
        assertThat(notices("firing")).isEqualTo(2);
    }

    @Test
    void aTransitionThatIsRepeatedMakesOneNotice() {
        shop.addWebhook("on-call");
        String rule = shop.addRule("cart fails", "");
        shop.transit(rule, 0, change("a", 0, "firing", START)).statusCode(200);
        shop.transit(rule, 0, change("a", 0, "firing", START))
                .statusCode(409)
                .body("detail", containsString("series 'a': expectedVersion: expected 1, which it has now, got 0"));
        assertThat(notices("firing")).isEqualTo(1);
        assertThat(history()).isEqualTo(1);
    }

    @Test
    void aTransitionThatIsPostedByManyAtOnceMakesOneNotice() {
        shop.addWebhook("on-call");
        shop.addWebhook("mail");
        String rule = shop.addRule("cart fails", "");
        for (int round = 0; round < 4; round++) {
            String start = "2026-01-0" + (round + 1) + "T00:00:00Z";
            for (String state : List.of("firing", "resolved")) {
                int version = 2 * round + (state.equals("firing") ? 0 : 1);
                List<Integer> statuses = Concurrently.run(
                        4,
                        i -> shop.transit(
                                        rule, 0, change("a", version, state, start), change("b", version, state, start))
                                .extract()
                                .statusCode());
                assertThat(statuses).containsExactlyInAnyOrder(200, 409, 409, 409);
            }
        }
        assertThat(notices("firing")).isEqualTo(4 * 2 * 2);
        assertThat(notices("resolved")).isEqualTo(4 * 2 * 2);
        assertThat(history()).isEqualTo(4 * 2 * 2);
    }

    @Test
    void aConflictLeavesNothing() {
        shop.addWebhook("on-call");
        String rule = shop.addRule("cart fails", "");
        shop.transit(rule, 0, change("b", 0, "firing", START)).statusCode(200);
        shop.transit(
                        rule,
                        0,
                        change("a", 0, "firing", START),
                        change("b", 5, "resolved", START),
                        change("c", 7, "firing", START))
                .statusCode(409)
                .body("detail", containsString("series 'b': expectedVersion: expected 1"));
        shop.transit(rule, 0, change("d", 3, "firing", START))
                .statusCode(409)
                .body("detail", containsString("series 'd': expectedVersion: expected 0, as there is no such alert"));
        shop.transit(rule, 1, change("a", 0, "firing", START))
                .statusCode(409)
                .body("detail", containsString("ruleVersion: expected 0"));
        shop.get("/v1/alerts").body("alerts.series", is(List.of("b"))).body("alerts.version", is(List.of(1)));
        assertThat(notices("firing")).isEqualTo(1);
        assertThat(history()).isEqualTo(1);
    }

    @Test
    void enabledWebhooksOfTheRuleAreTold() {
        shop.addWebhook("named");
        shop.addWebhook("other");
        String disabled = shop.addWebhook("disabled");
        shop.put(disabled, "{\"name\":\"disabled\",\"url\":\"http://a\",\"isEnabled\":false}")
                .statusCode(200);
        String rule = shop.addRule("cart fails", "\"named\",\"disabled\"");
        String forAll = shop.addRule("all", "");
        shop.transit(rule, 0, change("a", 0, "firing", START)).statusCode(200);
        assertThat(notices("firing")).isEqualTo(1);
        shop.transit(forAll, 0, change("a", 0, "firing", START)).statusCode(200);
        assertThat(notices("firing")).isEqualTo(3);
        assertThat(sql.number(
                        "SELECT count(*) FROM alert_notice WHERE tenant = $1 AND webhook_id = $2",
                        shop.tenant,
                        idOf(disabled)))
                .isZero();
    }

    @Test
    void whoWasNotToldThatItFiresIsNotToldThatItIsResolved() {
        String rule = shop.addRule("cart fails", "");
        shop.transit(rule, 0, change("a", 0, "firing", START), change("b", 0, "pending", START))
                .statusCode(200);
        shop.addWebhook("late");
        shop.transit(rule, 0, change("a", 1, "resolved", START), change("b", 1, "resolved", START))
                .statusCode(200);
        assertThat(notices("firing") + notices("resolved")).isZero();
    }

    @Test
    void ofWhatIsSilencedNobodyIsToldUntilTheSilenceEnds() {
        shop.addWebhook("on-call");
        String rule = shop.addRule("cart fails", "");
        silence("spanName", "another");
        String silence = silence("spanName", "a");
        shop.transit(rule, 0, change("a", 0, "firing", START), change("b", 0, "firing", START))
                .statusCode(200);
        shop.get("/v1/alerts").body("alerts.isSilenced", is(List.of(true, false)));
        assertThat(notices("firing")).isEqualTo(1);

        shop.delete(silence).statusCode(204);
        shop.transit(rule, 0, change("a", 1, "firing", START)).statusCode(200).body("alerts[0].isSilenced", is(false));
        assertThat(notices("firing")).isEqualTo(2);
    }

    @Test
    void silencesKnowRulesByTheirNames() {
        shop.addWebhook("on-call");
        silence("alertname", "cart fails");
        shop.addSilence("severity", "critical", "2098-01-01T00:00:00Z", "2099-01-01T00:00:00Z");
        shop.addSilence("severity", "critical", "2020-01-01T00:00:00Z", "2021-01-01T00:00:00Z");
        shop.transit(shop.addRule("cart fails", ""), 0, change("a", 0, "firing", START))
                .statusCode(200);
        assertThat(notices("firing")).isZero();
        shop.transit(shop.addRule("another", ""), 0, change("a", 0, "firing", START))
                .statusCode(200);
        assertThat(notices("firing")).isEqualTo(1);
    }

    @Test
    void whatFiresKeepsItsStartAndDoesNotBecomePending() {
        String rule = shop.addRule("cart fails", "");
        shop.transit(rule, 0, change("a", 0, "firing", START)).statusCode(200);
        shop.transit(rule, 0, change("a", 1, "pending", START))
                .statusCode(400)
                .body("detail", containsString("state: expected firing or resolved, as it fires, got pending"));
        shop.transit(rule, 0, change("a", 1, "resolved", LATER))
                .statusCode(400)
                .body("detail", containsString("startsAt: expected 2026-01-01T00:00:00.123456Z, as it fires"));
    }

    @Test
    void ofARuleThatIsGoneThereIsNothing() {
        shop.addWebhook("on-call");
        String rule = shop.addRule("cart fails", "");
        shop.transit(rule, 0, change("a", 0, "firing", START), change("b", 0, "pending", START))
                .statusCode(200);
        new AlertFixture().transit(rule, 0, change("a", 0, "firing", START)).statusCode(404);
        silence("alertname", "cart fails");
        shop.transit(rule, 0, change("silenced", 0, "firing", START)).statusCode(200);
        shop.delete(rule).statusCode(204);

        shop.transit(rule, 0, change("a", 1, "firing", START)).statusCode(404);
        shop.get("/v1/alerts").body("alerts", hasSize(0));
        assertThat(notices("resolved")).isEqualTo(1);
        assertThat(sql.number("""
                        SELECT count(*) FROM alert_notice WHERE tenant = $1 AND kind = 'resolved' AND series = 'a'
                            AND payload->>'state' = 'resolved' AND payload->>'resolvedAt' LIKE '20%Z'""", shop.tenant)).isEqualTo(1);
        shop.get("/v1/alerts/history?limit=3")
                .body("history.state", is(List.of("resolved", "resolved", "resolved")))
                .body("history[0].summary", is("the rule was removed"));
    }

    @Test
    void alertsComePageByPage() {
        String first = shop.addRule("first", "");
        String second = shop.addRule("second", "");
        shop.transit(second, 0, change("c", 0, "firing", START), change("", 0, "pending", START))
                .statusCode(200);
        shop.transit(first, 0, change("d", 0, "firing", START), change("b", 0, "pending", START))
                .statusCode(200);
        List<String> series = new ArrayList<>();
        String cursor = "";
        while (cursor != null) {
            JsonPath page = shop.get("/v1/alerts?limit=1" + cursor)
                    .statusCode(200)
                    .extract()
                    .jsonPath();
            series.addAll(page.getList("alerts.series", String.class));
            cursor = page.getString("nextCursor") == null ? null : "&cursor=" + page.getString("nextCursor");
        }
        assertThat(series).containsExactly("b", "d", "", "c");
        shop.get("/v1/alerts?state=firing").body("alerts.series", is(List.of("d", "c")));
        shop.get("/v1/alerts?ruleId=" + idOf(second)).body("alerts.series", is(List.of("", "c")));
        JsonPath newest =
                shop.get("/v1/alerts/history?limit=3").statusCode(200).extract().jsonPath();
        shop.get("/v1/alerts/history?cursor=" + newest.getString("nextCursor"))
                .statusCode(200)
                .body("history", hasSize(1))
                .body("nextCursor", nullValue());
        shop.get("/v1/alerts/history?ruleId=" + idOf(first)).body("history", hasSize(2));
        for (String wrong : List.of("state=x", "ruleId=x", "cursor=x", "limit=x")) {
            shop.get("/v1/alerts?" + wrong)
                    .statusCode(400)
                    .body("detail", containsString(wrong.substring(0, wrong.indexOf('=')) + ": expected"));
        }
    }

    @Test
    void housekeepingKeepsWhatIsNeededToTellThatItIsResolved() {
        shop.addWebhook("on-call");
        String rule = shop.addRule("cart fails", "");
        shop.transit(rule, 0, change("fires", 0, "firing", START), change("over", 0, "firing", START))
                .statusCode(200);
        shop.transit(rule, 0, change("over", 1, "resolved", START)).statusCode(200);
        sql.number("UPDATE alert_notice SET created_at = now() - interval '91 days' WHERE tenant = $1", shop.tenant);
        sql.number("UPDATE alert_history SET recorded_at = now() - interval '91 days' WHERE tenant = $1", shop.tenant);
        sql.number("UPDATE alert SET updated_at = now() - interval '91 days' WHERE tenant = $1", shop.tenant);
        housekeeping.tidy().await().atMost(Duration.ofMinutes(1));
        shop.get("/v1/alerts").body("alerts.series", is(List.of("fires")));
        assertThat(history()).isZero();
        assertThat(notices("firing")).isEqualTo(1);
        shop.transit(rule, 0, change("fires", 1, "resolved", START)).statusCode(200);
        assertThat(notices("resolved")).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{} | series: expected it",
                "null | change: expected it",
                "{\"series\":\"a\"} | expectedVersion: expected it",
                "{\"series\":\"a\",\"expectedVersion\":0,\"state\":\"x\"} | state: expected one of [pending, firing, resolved]",
                "{\"series\":\"a\",\"expectedVersion\":0,\"state\":\"firing\",\"since\":\"x\"} | since: expected RFC 3339",
                "{\"series\":\"a\",\"expectedVersion\":0,\"state\":\"resolved\",\"since\":\"2026-01-01T00:00:00Z\",\"startsAt\":\"2026-01-01T00:00:00Z\"}"
                        + " | resolvedAt: expected it when the state is resolved",
                "{\"series\":\"a\",\"expectedVersion\":-1,\"state\":\"firing\",\"since\":\"2026-01-01T00:00:00Z\",\"startsAt\":\"2026-01-01T00:00:00Z\"}"
                        + " | expectedVersion: expected 0 or more, got -1",
            })
    void saysWhatIsWrongWithAChange(String change, String message) {
        String rule = shop.addRule("cart fails", "");
        shop.transit(rule, 0, change("fine", 0, "firing", START), change)
                .statusCode(400)
                .body("detail", containsString("changes[1]." + message));
        shop.get("/v1/alerts").body("alerts", hasSize(0));
    }

    @Test
    void aSeriesIsChangedOnceAtATime() {
        String rule = shop.addRule("cart fails", "");
        shop.transit(rule, 0, change("a", 0, "firing", START), change("a", 0, "firing", START))
                .statusCode(400)
                .body("detail", containsString("changes: expected one for each series, got several for 'a'"));
        shop.transit(rule, 0).statusCode(400).body("detail", containsString("changes: expected 1 to 1000, got 0"));
        String series = "0123456789".repeat(151);
        shop.transit(rule, 0, change(series, 0, "firing", START))
                .statusCode(400)
                .body("detail", containsString("series: expected at most 1500 bytes"));
    }
}
