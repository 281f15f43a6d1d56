package dev.quipu.storage.alerts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import dev.quipu.storage.fixture.TestDatabase;
import dev.quipu.storage.retention.Housekeeping;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rules, webhooks and silences, as people edit them. */
@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
class AlertRulesIT {

    @Inject
    Housekeeping housekeeping;

    private final AlertFixture shop = new AlertFixture();

    @Test
    void aRuleIsAddedChangedAndRemoved() {
        shop.addWebhook("on-call");
        String path = shop.addRule("cart fails", "\"on-call\"");
        shop.get(path)
                .statusCode(200)
                .body("name", is("cart fails"))
                .body("isEnabled", is(true))
                .body("severity", is("critical"))
                .body("labels", is(Map.of("team", "shop")))
                .body("annotations", is(Map.of("runbook", "look")))
                .body("forSeconds", is(0))
                .body("webhooks", is(List.of("on-call")))
                .body("condition.kind", is("threshold"))
                .body("condition.figure.service", is("cart"))
                .body("condition.figure.groupBy", is(List.of()))
                .body("condition.value", is(0.05f))
                .body("condition.factor", nullValue())
                .body("version", is(0));
        shop.put(path, """
                        {"name":"cart is slow","isEnabled":false,"forSeconds":60,"keepFiringSeconds":300,"version":0,
                        "condition":{"kind":"absence","windowSeconds":60,
                        "figure":{"kind":"metric","match":"up{ a = \\"b\\" }","function":"quantile","quantile":0.5}}}""")
                .statusCode(200)
                .body("name", is("cart is slow"))
                .body("isEnabled", is(false))
                .body("severity", is("warning"))
                .body("labels", is(Map.of()))
                .body("keepFiringSeconds", is(300))
                .body("webhooks", is(List.of()))
                .body("condition.figure.match", is("up{ a = \"b\" }"))
                .body("condition.figure.quantile", is(0.5f))
                .body("version", is(1));
        shop.put(path, "{\"version\":0}")
                .statusCode(409)
                .body("detail", containsString("version: expected 1, which it has now, got 0"));

        new AlertFixture().get(path).statusCode(404);
        new AlertFixture().delete(path).statusCode(404);
        shop.delete(path).statusCode(204);
        shop.delete(path).statusCode(404);
        shop.get("/v1/alert-rules/one").statusCode(404);
    }

    @Test
    void aNameIsOfOneRuleOfATenant() {
        shop.addRule("same", "");
        shop.post("/v1/alert-rules", "{\"name\":\"same\",\"condition\":" + AlertFixture.CONDITION + "}")
                .statusCode(409);
        new AlertFixture().addRule("same", "");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"kind\":\"threshold\",\"figure\":{\"kind\":\"red\",\"service\":\"cart\",\"namespace\":\"shop\",\"spanName\":\"GET /\",\"spanKind\":\"server\",\"figure\":\"p99_nanos\",\"groupBy\":[\"component\",\"spanName\",\"kind\"]},\"comparison\":\"below\",\"value\":5.0E20,\"windowSeconds\":10}",
                "{\"kind\":\"change\",\"figure\":{\"kind\":\"metric\",\"match\":\"up\",\"function\":\"rate\"},\"windowSeconds\":60,\"baselineSeconds\":3600,\"direction\":\"any\",\"factor\":0.5}",
                "{\"kind\":\"absence\",\"figure\":{\"kind\":\"red\",\"service\":\"cart\",\"figure\":\"rate\",\"groupBy\":[]},\"windowSeconds\":86400}",
                "{\"kind\":\"error_budget\",\"spans\":{\"service\":\"cart\",\"spanKind\":\"server\"},\"objective\":0.999,\"periodDays\":30,\"latencyMillis\":250,\"burnWindows\":[{\"longSeconds\":3600,\"shortSeconds\":300,\"burnRate\":14.4}]}",
            })
    void conditionsComeBackAsTheyWere(String condition) {
        String path = shop.post("/v1/alert-rules", "{\"name\":\"one\",\"condition\":" + condition + "}")
                .statusCode(201)
                .extract()
                .header("Location");
        Map<String, Object> expected = new JsonPath(condition).getMap("");
        assertThat(shop.get(path).extract().jsonPath().getMap("condition")).isEqualTo(expected);
    }

    @Test
    void aBudgetWithoutWindowsHasTheUsualThree() {
        shop.post("/v1/alert-rules", """
                        {"name":"slo","condition":{"kind":"error_budget","spans":{"service":"cart"},
                        "objective":0.99,"periodDays":28}}""")
                .statusCode(201)
                .body("condition.burnWindows.longSeconds", is(List.of(3600, 21600, 259200)))
                .body("condition.latencyMillis", nullValue());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{} | name: expected it in the body",
                "{\"name\":\" \"} | name: expected a name",
                "{\"name\":\"a\",\"severity\":\"bad\"} | severity: expected one of [info, warning, critical], got 'bad'",
                "{\"name\":\"a\",\"forSeconds\":-1} | forSeconds: expected 0 or more, got -1",
                "{\"name\":\"a\",\"labels\":{\"k\":null}} | labels.k: expected it",
                "{\"name\":\"a\",\"webhooks\":[\"no\"]} | webhooks: expected names of webhooks that there are, got 'no'",
                "{\"name\":\"a\"} | condition: expected it",
                "{\"name\":\"a\",\"condition\":{}} | kind: expected it",
                "{\"name\":\"a\",\"condition\":{\"kind\":\"x\"}} | kind: expected one of [threshold, change, absence, error_budget]",
                "{\"name\":\"a\",\"condition\":{\"kind\":\"threshold\"}} | figure: expected it",
                "{\"name\":\"a\",\"condition\":{\"kind\":\"threshold\",\"figure\":{\"kind\":\"red\"}}} | service: expected it",
                "{\"name\":\"a\",\"condition\":{\"kind\":\"absence\",\"figure\":{\"kind\":\"red\",\"service\":\"c\",\"figure\":\"p42\"}}}"
                        + " | figure.figure: expected one of [rate,",
                "{\"name\":\"a\",\"condition\":{\"kind\":\"absence\",\"figure\":{\"kind\":\"red\",\"service\":\"c\",\"spanKind\":\"x\"}}}"
                        + " | spanKind: expected unspecified",
                "{\"name\":\"a\",\"condition\":{\"kind\":\"absence\",\"figure\":{\"kind\":\"metric\",\"match\":\"\",\"function\":\"rate\"}}}"
                        + " | match: expected a selector",
                "{\"name\":\"a\",\"condition\":{\"kind\":\"absence\",\"windowSeconds\":15,\"figure\":{\"kind\":\"metric\",\"match\":\"up\",\"function\":\"rate\"}}}"
                        + " | windowSeconds: expected 10 to 86400, a multiple of 10, got 15",
                "{\"name\":\"a\",\"condition\":{\"kind\":\"error_budget\",\"spans\":{\"service\":\"c\"},\"objective\":2,\"periodDays\":1}}"
                        + " | objective: expected above 0 and below 1",
                "{\"name\":\"a\\u0000\",\"condition\":{\"kind\":\"error_budget\",\"spans\":{\"service\":\"c\"},\"objective\":0.5,\"periodDays\":1}}"
                        + " | cannot be stored",
            })
    void saysWhatIsWrongWithARule(String body, String message) {
        shop.post("/v1/alert-rules", body).statusCode(400).body("detail", containsString(message));
    }

    @Test
    void rulesComePageByPage() {
        for (int i = 0; i < 5; i++) {
            shop.addRule("rule " + i, "");
        }
        List<String> names = new ArrayList<>();
        String cursor = "0";
        while (cursor != null) {
            JsonPath page = shop.get("/v1/alert-rules?limit=2&cursor=" + cursor)
                    .statusCode(200)
                    .extract()
                    .jsonPath();
            names.addAll(page.getList("rules.name", String.class));
            cursor = page.getString("nextCursor");
        }
        assertThat(names).containsExactly("rule 0", "rule 1", "rule 2", "rule 3", "rule 4");
    }

    @Test
    void noAnswerGivesASecretBack() {
        String path = shop.addWebhook("on-call");
        shop.get(path)
                .statusCode(200)
                .body("hasSecret", is(true))
                .body("isEnabled", is(true))
                .body("$", not(hasKey("secret")));
        assertThat(shop.get("/v1/webhooks").statusCode(200).extract().asString())
                .contains("on-call")
                .doesNotContain(AlertFixture.SECRET);
        assertThat(shop.post("/v1/webhooks", "{\"name\":\"b\",\"url\":\"http://a\",\"secret\":\"fifteen letters\"}")
                        .statusCode(400)
                        .body("detail", is("secret: expected 16 to 256 characters, got 15"))
                        .extract()
                        .asString())
                .doesNotContain("fifteen");
    }

    @Test
    void aSecretStaysUntilItIsReplacedOrTakenAway() {
        String path = shop.addWebhook("on-call");
        shop.put(path, "{\"name\":\"on-call\",\"url\":\"https://a/b\",\"isEnabled\":false,\"version\":0}")
                .statusCode(200)
                .body("hasSecret", is(true))
                .body("isEnabled", is(false))
                .body("version", is(1));
        shop.put(path, "{\"name\":\"on-call\",\"url\":\"https://a/b\",\"secret\":\"\",\"version\":1}")
                .statusCode(200)
                .body("hasSecret", is(false));
        shop.put(path, "{\"name\":\"on-call\",\"url\":\"https://a/b\",\"version\":0}")
                .statusCode(409);
    }

    @Test
    void aWebhookThatRulesNameIsNeitherRenamedNorRemoved() {
        String path = shop.addWebhook("on-call");
        String rule = shop.addRule("cart fails", "\"on-call\"");
        shop.delete(path)
                .statusCode(409)
                .body("detail", containsString("webhook 'on-call': expected no rule to name it, got [cart fails]"));
        shop.put(path, "{\"name\":\"other\",\"url\":\"http://a\"}").statusCode(409);
        shop.put(path, "{\"name\":\"on-call\",\"url\":\"http://a\"}").statusCode(200);
        shop.delete(rule).statusCode(204);
        shop.put(path, "{\"name\":\"other\",\"url\":\"http://a\"}").statusCode(200);
        shop.delete(path).statusCode(204);
        shop.delete(path).statusCode(404);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ftp://a",
                "//a/b",
                "/b",
                "a",
                "http://",
                "http://ada@a/",
                "https://ada:password@a/",
                "http://a b",
            })
    void aWebhookIsAnAbsoluteUrlWithoutAUser(String url) {
        assertThat(shop.post("/v1/webhooks", "{\"name\":\"a\",\"url\":\"" + url + "\"}")
                        .statusCode(400)
                        .body("detail", containsString("url: expected http://host/path"))
                        .extract()
                        .asString())
                .doesNotContain("password");
    }

    @Test
    void aNameIsOfOneWebhookOfATenant() {
        shop.addWebhook("same");
        shop.post("/v1/webhooks", "{\"name\":\"same\",\"url\":\"http://a\"}").statusCode(409);
        new AlertFixture().addWebhook("same");
    }

    @Test
    void aSilenceIsPendingThenActiveThenExpired() {
        Instant now = Instant.now();
        String pending = shop.addSilence("a", "b", now.plusSeconds(3600) + "", now.plusSeconds(7200) + "");
        String active = shop.addSilence("a", "b", now.minusSeconds(3600) + "", now.plusSeconds(7200) + "");
        String expired = shop.addSilence("a", "b", now.minusSeconds(3600) + "", now.minusSeconds(1800) + "");
        shop.get(pending).statusCode(200).body("state", is("pending"));
        shop.get(active).statusCode(200).body("state", is("active")).body("matchers", is(Map.of("a", "b")));
        shop.get(expired).statusCode(200).body("state", is("expired"));
        shop.get("/v1/silences").statusCode(200).body("silences.state", is(List.of("pending", "active", "expired")));
        shop.put(active, "{\"matchers\":{\"c\":\"d\"},\"endsAt\":\"2099-01-01T00:00:00Z\",\"version\":0}")
                .statusCode(200)
                .body("state", is("active"))
                .body("version", is(1));
        shop.put(active, "{\"matchers\":{\"c\":\"d\"},\"endsAt\":\"2099-01-01T00:00:00Z\",\"version\":0}")
                .statusCode(409);
        shop.delete(active).statusCode(204);
        shop.get(active).statusCode(404);
    }

    @Test
    void aSilenceIsLetGoAMonthAfterItEnded() {
        Instant now = Instant.now();
        String old = shop.addSilence("a", "b", "2020-01-01T00:00:00Z", now.minus(Duration.ofDays(31)) + "");
        String kept = shop.addSilence("a", "b", "2020-01-01T00:00:00Z", now.minus(Duration.ofDays(29)) + "");
        housekeeping.tidy().await().atMost(Duration.ofMinutes(1));
        shop.get(old).statusCode(404);
        shop.get(kept).statusCode(200);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{} | matchers: expected it",
                "{\"matchers\":{}} | matchers: expected at least one label, got none",
                "{\"matchers\":{\"a\":\"b\"}} | endsAt: expected it",
                "{\"matchers\":{\"a\":\"b\"},\"endsAt\":\"soon\"} | endsAt: expected RFC 3339",
                "{\"matchers\":{\"a\":\"b\"},\"endsAt\":\"2020-01-01T00:00:00Z\"} | endsAt: expected after startsAt",
            })
    void saysWhatIsWrongWithASilence(String body, String message) {
        shop.post("/v1/silences", body).statusCode(400).body("detail", containsString(message));
    }
}
