package dev.quipu.analysis.api;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import dev.quipu.analysis.StoragePeer;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@QuarkusTestResource(StoragePeer.class)
class HeatMapResourceTest {

    private static final String PATH = "/v1/heat-map";
    private static final String OF_STORAGE = "/v1/spans/heat-map";

    @BeforeEach
    void storageCounts() {
        StoragePeer.reset();
        StoragePeer.at(OF_STORAGE, request -> request.json(200, """
                {"fromUnixNano":"60000000000","stepNanos":"60000000000","steps":3,
                 "rows":[{"fromNanos":"1000","toNanos":"1189","counts":[1,0,2]},
                         {"fromNanos":"1189","toNanos":"1414","counts":[0,5,0]}],
                 "watermark":"2026-01-01T00:00:00Z"}"""));
    }

    @Test
    void everyRowHasTheSearchForItsSpans() {
        given().queryParam("q", "service = \"cart\" || status = error")
                .get(PATH)
                .then()
                .statusCode(200)
                .body("steps", equalTo(3))
                .body("rows[0].counts", contains(1, 0, 2))
                .body(
                        "rows[1].search",
                        equalTo("(service = \"cart\" || status = error) && duration >= 1189ns && duration < 1414ns"))
                .body("watermark", equalTo("2026-01-01T00:00:00Z"));
    }

    @ParameterizedTest
    @CsvSource({"60,1000ms", "100,1000ms", "101,5000ms", "3600,60000ms", "86400,900000ms", "31536000,345600000ms"})
    void stepsFitTheWindow(long seconds, String step) {
        given().queryParam("from", "0")
                .queryParam("to", seconds * 1_000_000_000L)
                .get(PATH)
                .then()
                .statusCode(200);
        assertThat(StoragePeer.requests(OF_STORAGE).get(0).parameter("step")).isEqualTo(step);
    }

    @ParameterizedTest
    @CsvSource({"100ms,100ms", "1d,86400000ms"})
    void takesStepsAsStorageDoes(String asked, String step) {
        given().queryParam("step", asked).get(PATH).then().statusCode(200);
        assertThat(StoragePeer.requests(OF_STORAGE).get(0).parameter("step")).isEqualTo(step);
    }

    @Test
    void takesTheStepThatIsAskedFor() {
        given().queryParam("step", "90s").get(PATH).then().statusCode(200);
        assertThat(StoragePeer.requests(OF_STORAGE).get(0).parameter("step")).isEqualTo("90000ms");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            step=0s   | step: expected a length
            step=soon | step: expected a length
            q=nme     | q: expected a search for spans
            """)
    void saysWhatIsWrong(String parameters, String detail) {
        given().get(PATH + "?" + parameters).then().statusCode(400).body("detail", containsString(detail));
    }
}
