package dev.quipu.analysis.api;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import dev.quipu.analysis.StoragePeer;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@QuarkusTestResource(StoragePeer.class)
class AttributeExplanationResourceTest {

    private static final String PATH = "/v1/attribute-explanation";

    @BeforeEach
    void storageCounts() {
        StoragePeer.reset();
        for (String path : List.of("/v1/spans/contrast", "/v1/logs/contrast")) {
            StoragePeer.at(path, request -> request.json(200, """
                    {"selected":100,"rest":10000,"tested":40,"cut":["span.user.id"],
                     "watermark":"2026-01-01T00:00:00Z",
                     "values":[
                       {"field":"resource.host.name","value":"node-7","condition":"resource.host.name = \\"node-7\\"",
                        "selected":98,"rest":3},
                       {"field":"kind","value":"server","condition":"kind = \\"server\\"","selected":50,"rest":5000}],
                     "pairs":[]}"""));
        }
    }

    @Test
    void namesWhatTellsTheTwoApart() {
        given().queryParam("selected", "duration > 1s")
                .queryParam("q", "kind = server")
                .get(PATH)
                .then()
                .statusCode(200)
                .body("selected", equalTo(100))
                .body("rest", equalTo(10000))
                .body("findings", hasSize(1))
                .body("findings[0].conditions", contains("resource.host.name = \"node-7\""))
                .body("findings[0].selectedShare", equalTo(0.98f))
                .body("findings[0].search", equalTo("kind = server && resource.host.name = \"node-7\""))
                .body("notAllTested", contains("span.user.id"))
                .body("watermark", equalTo("2026-01-01T00:00:00Z"));
    }

    @Test
    void asksStorageForWhatWasAsked() {
        given().queryParam("signal", "logs")
                .queryParam("selected", "severity >= error")
                .queryParam("from", "1000")
                .queryParam("to", "9000")
                .queryParam("selectedFrom", "2000")
                .get(PATH)
                .then()
                .statusCode(200);
        StoragePeer.Request asked = StoragePeer.requests("/v1/logs/contrast").get(0);
        assertThat(asked.parameter("from")).isEqualTo("1000");
        assertThat(asked.parameter("to")).isEqualTo("9000");
        assertThat(asked.parameter("selected")).isEqualTo("severity >= error");
        assertThat(asked.parameter("selectedFrom")).isEqualTo("2000");
        assertThat(asked.parameter("selectedTo")).isEqualTo("9000");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            signal=metrics&selected=a    | signal: expected traces or logs
            signal=logs                  | selected: expected a search, or a time
            selected=nme                 | selected: expected a search for traces
            selected=status=error&q=nme  | q: expected a search for traces
            from=0&to=9&selectedFrom=9&selectedTo=8 | selectedFrom: expected a time before
            """)
    void saysWhatIsWrong(String parameters, String detail) {
        given().urlEncodingEnabled(false)
                .get(PATH + "?" + parameters)
                .then()
                .statusCode(400)
                .body("detail", containsString(detail));
    }
}
