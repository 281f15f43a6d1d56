package dev.quipu.analysis.api;

import static io.restassured.RestAssured.get;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;

import dev.quipu.analysis.StoragePeer;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(StoragePeer.class)
class LedgerResourceTest {

    private static final String REST =
            counts("\"records\":100,\"evidence\":{\"offered\":100,\"measured\":0}", 100, 100, 0);

    private static final String OPEN = counts(
            "\"records\":129,\"evidence\":{\"offered\":110,\"measured\":9,\"reported\":7,\"inferred\":3},"
                    + "\"reportedFor\":{\"queue_full\":7},\"inferredNote\":\"an estimate from 1 in 4 traces\"",
            110,
            60,
            40);

    /** Storage's counts; all offered are collected and stored. */
    private static String counts(String total, long stored, long analysed, long pending) {
        return ("{\"total\":{%s},\"offered\":%d,\"collected\":%d,\"spooled\":0,\"spooledBy\":{},\"quarantined\":{},"
                        + "\"duplicate\":0,\"rejected\":{},\"sampledOut\":0,\"sampledOutBy\":{},\"refused\":0,"
                        + "\"refusedFor\":{},\"stored\":%d,\"live\":%d,\"expired\":0,\"erased\":0,\"analysed\":%d,"
                        + "\"pending\":%d,\"failed\":{},\"setHash\":{\"stored\":\"a0\",\"live\":\"a0\","
                        + "\"expired\":\"00\",\"erased\":\"00\"},\"holds\":true,\"equations\":["
                        + "{\"name\":\"stored = analysed + pending + failed + expired before analysis + erased\","
                        + "\"holds\":true,\"difference\":\"%d\"}],\"differences\":[]}")
                .formatted(total, stored, stored, stored, stored, analysed, pending, stored - analysed - pending);
    }

    private static String ledger(String total, String... lines) {
        return "{\"from\":\"2026-01-01T00:00:00Z\",\"to\":\"2026-01-01T01:00:00Z\","
                + "\"watermark\":\"2026-01-01T00:59:00.5Z\",\"identities\":" + total + ",\"lines\":["
                + String.join(",", lines) + "]}";
    }

    @BeforeEach
    void forget() {
        StoragePeer.reset();
    }

    @Test
    void nothingIsOpenAtRest() {
        StoragePeer.at("/v1/ledger", request -> request.json(200, ledger(REST)));
        get("/v1/ledger")
                .then()
                .statusCode(200)
                .contentType("application/json")
                .body("tenant", equalTo("default"))
                .body("watermark", equalTo("2026-01-01T00:59:00.500Z"))
                .body("infer", equalTo(false))
                .body("total.open", hasSize(0))
                .body("total.rates.value", contains(1.0f, 1.0f, 1.0f))
                .body("total.counts.produced", equalTo(100))
                .body("total.counts", not(hasKey("inferred")))
                .body("total.equations.holds", contains(true, true, true))
                .body("lines", hasSize(0));
    }

    @Test
    void namesWhatIsOpenInAllAndByGroup() {
        String line =
                "{\"minute\":\"2026-01-01T00:07:00Z\",\"signal\":\"traces\",\"component\":{\"namespace\":\"shop\","
                        + "\"name\":\"cart\",\"instanceId\":\"cart-1\"},\"counts\":" + OPEN + "}";
        String nobodys = "{\"minute\":\"2026-01-01T00:07:00Z\",\"signal\":\"logs\",\"counts\":" + REST + "}";
        StoragePeer.at("/v1/ledger", request -> request.json(200, ledger(OPEN, line, nobodys)));
        given().header("Quipu-Tenant", "shop")
                .get("/v1/ledger?from=2026-01-01T00:00:00Z&to=2026-01-01T01:00:00Z&signal=traces&service=cart"
                        + "&groupBy=minute,signal,component&infer=true")
                .then()
                .statusCode(200)
                .body("tenant", equalTo("shop"))
                .body("signal", equalTo("traces"))
                .body("service", equalTo("cart"))
                .body("infer", equalTo(true))
                .body("total.counts.produced", equalTo(129))
                .body("total.counts.inferred", equalTo(3))
                .body("total.counts.notes", contains("an estimate from 1 in 4 traces"))
                .body("total.rates[0].evidence.kind", contains("offered", "measured", "reported", "inferred"))
                .body("total.rates[0].evidence.records", contains(110, 9, 7, 3))
                .body(
                        "total.open.name",
                        contains(
                                "missing_measured",
                                "missing_reported",
                                "missing_inferred",
                                "pending",
                                "equation:stored = analysed + pending + failed + expired before analysis + erased"))
                .body("total.open.records", contains(9, 7, 3, 40, 10))
                .body("lines[0].minute", equalTo("2026-01-01T00:07:00Z"))
                .body("lines[0].component.name", equalTo("cart"))
                .body("lines[0].account.open", hasSize(5))
                .body("lines[1].signal", equalTo("logs"))
                .body("lines[1]", not(hasKey("component")))
                .body("lines[1].account.open", hasSize(0));
        StoragePeer.Request asked = StoragePeer.requests("/v1/ledger").stream()
                .filter(request -> request.parameter("service").equals("cart"))
                .findFirst()
                .orElseThrow();
        assertThat(asked.tenant()).isEqualTo("shop");
        assertThat(asked.parameter("groupBy")).isEqualTo("component,minute,signal");
        assertThat(asked.parameter("infer")).isEqualTo("true");
    }

    @ParameterizedTest
    @CsvSource({"'', 'component,signal'", "&groupBy=none, ''", "&groupBy=minute, minute"})
    void groupsBySignalAndComponentUnlessTold(String groupBy, String expected) {
        StoragePeer.at("/v1/ledger", request -> request.json(200, ledger(REST)));
        get("/v1/ledger?service=s" + groupBy).then().statusCode(200);
        StoragePeer.Request asked = StoragePeer.requests("/v1/ledger").stream()
                .filter(request -> request.parameter("service").equals("s"))
                .findFirst()
                .orElseThrow();
        assertThat(asked.parameter("groupBy")).isEqualTo(expected);
        assertThat(asked.parameters("infer")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "groupBy=hour",
                "groupBy=minute,,signal",
                "signal=spans",
                "from=yesterday",
                "from=2026-01-02T00:00:00Z&to=2026-01-01T00:00:00Z"
            })
    void refusesWhatItCannotRead(String query) {
        get("/v1/ledger?" + query)
                .then()
                .statusCode(400)
                .contentType("application/problem+json")
                .body("detail", containsString("expected"));
    }

    @Test
    void doesNotTakeCountsThatLackSomething() {
        StoragePeer.at("/v1/ledger", request -> request.json(200, ledger(REST.replace("\"collected\":100,", ""))));
        get("/v1/ledger").then().statusCode(502);
    }
}
