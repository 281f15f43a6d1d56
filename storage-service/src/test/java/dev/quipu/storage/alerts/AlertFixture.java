package dev.quipu.storage.alerts;

import static io.restassured.RestAssured.given;

import dev.quipu.model.TenantName;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** A tenant that posts rules, webhooks and silences. */
final class AlertFixture {

    static final String SECRET = "a secret of some length";

    static final String CONDITION = """
            {"kind":"threshold","figure":{"kind":"red","service":"cart","figure":"error_ratio"},
            "comparison":"above","value":0.05,"windowSeconds":300}""";

    final String tenant = "t" + UUID.randomUUID();

    RequestSpecification json() {
        return given().header(TenantName.HEADER, tenant).contentType(ContentType.JSON);
    }

    ValidatableResponse post(String path, String body) {
        return json().body(body).when().post(path).then();
    }

    ValidatableResponse put(String path, String body) {
        return json().body(body).when().put(path).then();
    }

    ValidatableResponse get(String path) {
        return json().when().get(path).then();
    }

    ValidatableResponse delete(String path) {
        return json().when().delete(path).then();
    }

    private String added(String path, String body) {
        return post(path, body).statusCode(201).extract().header("Location").replaceFirst("^https?://[^/]+", "");
    }

    /** The path of a new rule. @param webhooks as JSON strings, with commas */
    String addRule(String name, String webhooks) {
        return added("/v1/alert-rules", """
                {"name":"%s","severity":"critical","labels":{"team":"shop"},"annotations":{"runbook":"look"},
                "webhooks":[%s],"condition":%s}""".formatted(name, webhooks, CONDITION));
    }

    String addWebhook(String name) {
        return added("/v1/webhooks", """
                {"name":"%s","url":"http://127.0.0.1:9/%s","secret":"%s"}""".formatted(name, name, SECRET));
    }

    String addSilence(String label, String value, String startsAt, String endsAt) {
        return added("/v1/silences", """
                {"matchers":{"%s":"%s"},"startsAt":"%s","endsAt":"%s"}""".formatted(label, value, startsAt, endsAt));
    }

    static long idOf(String path) {
        return Long.parseLong(path.substring(path.lastIndexOf('/') + 1));
    }

    /** A change of a series as JSON; resolved ones are resolved half an hour after they began. */
    static String change(String series, int expectedVersion, String state, String startsAt) {
        String resolvedAt = state.equals("resolved") ? "\"resolvedAt\":\"2026-01-01T00:30:00Z\"," : "";
        return """
                {"series":"%s","labels":{"spanName":"%s"},"expectedVersion":%d,"state":"%s",%s"value":0.25,
                "since":"2026-01-01T00:05:00Z","startsAt":"%s","summary":"a quarter fails"}""".formatted(
                        series,
                        series.substring(0, Math.min(100, series.length())),
                        expectedVersion,
                        state,
                        resolvedAt,
                        startsAt);
    }

    ValidatableResponse transit(String rule, int ruleVersion, String... changes) {
        return post("/v1/alerts/transitions", """
                {"ruleId":%d,"ruleVersion":%d,"changes":[%s]}""".formatted(idOf(rule), ruleVersion, String.join(",", changes)));
    }

    /** What is given to one who delivers, of this tenant. */
    List<Map<String, Object>> claim(int leaseSeconds) {
        List<Map<String, Object>> notices = given().contentType(ContentType.JSON)
                .body(Map.of("limit", 1000, "leaseSeconds", leaseSeconds))
                .when()
                .post("/v1/alert-notices/claims")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath()
                .getList("notices");
        return notices.stream()
                .filter(notice -> tenant.equals(notice.get("tenant")))
                .toList();
    }

    static ValidatableResponse report(Object id, String outcome) {
        return given().contentType(ContentType.JSON)
                .body(outcome)
                .when()
                .post("/v1/alert-notices/" + id + "/outcome")
                .then();
    }
}
