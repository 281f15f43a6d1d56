package dev.quipu.storage.redaction;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.emptyString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;

import dev.quipu.storage.fixture.TestDatabase;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
class RedactionRulesIT {

    private static final String RULES = "/v1/redaction-rules";
    private static final String LEAST = "{\"name\":\"%s\",\"keys\":\"(?i)password\",\"action\":\"drop\"}";

    private final String tenant = "t" + UUID.randomUUID();

    private ValidatableResponse post(String body) {
        return given().header("Quipu-Tenant", tenant)
                .contentType(ContentType.JSON)
                .body(body)
                .post(RULES)
                .then();
    }

    private String add(String body) {
        return post(body).statusCode(201).extract().header("Location");
    }

    private ValidatableResponse get(String path) {
        return given().header("Quipu-Tenant", tenant).get(path).then();
    }

    private ValidatableResponse put(String path, String body) {
        return given().header("Quipu-Tenant", tenant)
                .contentType(ContentType.JSON)
                .body(body)
                .put(path)
                .then();
    }

    @Test
    void noTenantHasMoreRulesThanCollectorsApply() {
        for (int i = 0; i < dev.quipu.model.redaction.RedactionRule.MAX_RULES; i++) {
            add(LEAST.formatted("rule " + i));
        }
        post(LEAST.formatted("one more")).statusCode(409).body("detail", containsString("at most 200"));
    }

    @Test
    void aRuleIsAddedChangedAndRemoved() {
        String path = add("""
                {"name":"cards","signals":["logs","traces","logs"],"detectors":["email","payment-card"],
                "pattern":"session=[0-9a-f]+","action":"truncate","keep":4,"places":["body","attributes"]}""");
        get(path)
                .statusCode(200)
                .body("tenant", is(tenant))
                .body("name", is("cards"))
                .body("enabled", is(true))
                .body("signals", is(List.of("traces", "logs")))
                .body("keys", nullValue())
                .body("detectors", is(List.of("email", "payment-card")))
                .body("pattern", is("session=[0-9a-f]+"))
                .body("action", is("truncate"))
                .body("keep", is(4))
                .body("places", is(List.of("attributes", "body")))
                .body("version", is(0));
        put(
                        path,
                        "{\"name\":\"passwords\",\"enabled\":false,\"keys\":\"(?i)password\",\"action\":\"drop\",\"version\":0}")
                .statusCode(200)
                .body("name", is("passwords"))
                .body("enabled", is(false))
                .body("signals", is(List.of()))
                .body("keys", is("(?i)password"))
                .body("detectors", is(List.of()))
                .body("pattern", nullValue())
                .body("keep", nullValue())
                .body("places", is(List.of()))
                .body("version", is(1));
        put(path, "{\"version\":0}").statusCode(409).body("detail", containsString("version: expected 1"));
        given().header("Quipu-Tenant", "another").get(path).then().statusCode(404);
        given().header("Quipu-Tenant", tenant).delete(path).then().statusCode(204);
        get(path).statusCode(404);
        get(RULES + "/one").statusCode(404);
    }

    @Test
    void aTenantsRulesAreListedPageByPage() {
        for (String name : List.of("a", "b", "c")) {
            add(LEAST.formatted(name));
        }
        post(LEAST.formatted("a")).statusCode(409);
        String next = get(RULES + "?limit=2")
                .body("rules.name", is(List.of("a", "b")))
                .extract()
                .path("nextCursor");
        get(RULES + "?limit=2&cursor=" + next)
                .body("rules.name", is(List.of("c")))
                .body("nextCursor", nullValue());
    }

    private static Response all(String ifNoneMatch) {
        return given().header("If-None-Match", ifNoneMatch).get(RULES + "/all");
    }

    @Test
    void collectorsGetEveryTenantsRulesWhenSomeChanged() {
        String path = add(LEAST.formatted("one"));
        Response first = all("\"other\"");
        assertThat(first.statusCode()).isEqualTo(200);
        assertThat(first.contentType()).startsWith("application/json");
        assertThat(first.jsonPath().getList("rules.findAll { it.tenant == '" + tenant + "' }.name"))
                .isEqualTo(List.of("one"));
        String tag = first.header("ETag");
        all(tag).then().statusCode(304).header("ETag", tag).body(emptyString());
        put(path, LEAST.formatted("two")).statusCode(200);
        Response second = all(tag);
        assertThat(second.statusCode()).isEqualTo(200);
        assertThat(second.header("ETag")).isNotEqualTo(tag);
        given().header("Quipu-Tenant", tenant).delete(path).then().statusCode(204);
        assertThat(all(second.header("ETag")).statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "'keys':'a','action':'drop'|name: expected it in the body",
                "'name':' ','keys':'a','action':'drop'|name: expected a name",
                "'name':'n','action':'drop'|keys, detectors, pattern: expected one of them, got none",
                "'name':'n','detectors':[],'action':'drop'|keys, detectors, pattern: expected one of them, got none",
                "'name':'n','keys':'a'|action: expected it in the body",
                "'name':'n','keys':'a','action':'burn'|action: expected one of [drop, mask, hash, truncate], got 'burn'",
                "'name':'n','keys':'(','action':'drop'|keys: expected a regular expression of RE2's, got '('",
                "'name':'n','keys':'a(?=b)','action':'drop'|keys: expected a regular expression of RE2's",
                "'name':'n','pattern':'','action':'drop'|pattern: expected a regular expression of 1 to 1000 characters",
                "'name':'n','pattern':'((a{900}){900}){900}','action':'drop'|pattern: expected a regular expression of at",
                "'name':'n','detectors':['mail'],'action':'drop'|detectors: expected one of [email, ",
                "'name':'n','detectors':[null],'action':'drop'|detectors: expected it in the body",
                "'name':'n','keys':'a','signals':['smells'],'action':'drop'|signals: expected one of [traces, logs, metrics]",
                "'name':'n','keys':'a','places':['soul'],'action':'drop'|places: expected one of [attributes, ",
                "'name':'n','keys':'a','action':'truncate'|keep: expected 0 to 10000 characters, got none with truncate",
                "'name':'n','keys':'a','action':'truncate','keep':10001|keep: expected 0 to 10000 characters, got 10001",
            })
    void saysWhatIsWrongWithARule(String fields, String detail) {
        post("{" + fields.replace('\'', '"') + "}").statusCode(400).body("detail", containsString(detail));
    }

    @Test
    void aNameIsBoundedByLength() {
        add(LEAST.formatted("n".repeat(255)));
        post(LEAST.formatted("n".repeat(256)))
                .statusCode(400)
                .body("detail", containsString("name: expected at most 255 characters, got 256"));
    }
}
