package dev.quipu.analysis.api;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.quipu.analysis.StoragePeer;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.specification.RequestSpecification;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Behind a proxy that speaks TLS with browsers, and plain HTTP with this service. */
@QuarkusTest
@QuarkusTestResource(StoragePeer.class)
@TestProfile(BehindProxyTest.WithForwarding.class)
class BehindProxyTest {

    private static final String SILENCES = "/store/v1/silences";

    public static final class WithForwarding implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("quarkus.http.proxy.proxy-address-forwarding", "true", "quipu.access.hosts", "quipu.example");
        }
    }

    @BeforeEach
    void storageTakesSilences() {
        StoragePeer.reset();
        StoragePeer.at("/v1/silences", request -> request.json(201, "{\"id\":7}"));
    }

    private static RequestSpecification change(String host, String origin) {
        return given().header("Host", host)
                .header("Origin", origin)
                .contentType("application/json")
                .body("{}");
    }

    @Test
    void itsOwnPageSetsWhatPeopleSet() {
        change("quipu.example", "https://quipu.example")
                .header("X-Forwarded-Proto", "https")
                .header("X-Forwarded-For", "192.0.2.7")
                .post(SILENCES)
                .then()
                .statusCode(201);
    }

    /** Where it is another than 443, it has to. */
    @ParameterizedTest
    @CsvSource({"quipu.example,443", "quipu.example:8443,8443"})
    void aProxyMayTellItsPortAsWell(String host, String port) {
        change(host, "https://" + host)
                .header("X-Forwarded-Proto", "https")
                .header("X-Forwarded-Port", port)
                .post(SILENCES)
                .then()
                .statusCode(201);
    }

    @Test
    void noOtherPageSetsAnything() {
        for (String origin : List.of("https://elsewhere.example", "http://quipu.example", "null")) {
            change("quipu.example", origin)
                    .header("X-Forwarded-Proto", "https")
                    .post(SILENCES)
                    .then()
                    .statusCode(403);
        }
        assertThat(StoragePeer.requests("/v1/silences")).isEmpty();
    }

    @Test
    void noProxyNamesAnotherHost() {
        change("quipu.example", "https://elsewhere.example")
                .header("X-Forwarded-Proto", "https")
                .header("X-Forwarded-Host", "elsewhere.example")
                .post(SILENCES)
                .then()
                .statusCode(403);
        change("elsewhere.example", "https://quipu.example")
                .header("X-Forwarded-Proto", "https")
                .header("X-Forwarded-Host", "quipu.example")
                .post(SILENCES)
                .then()
                .statusCode(403);
    }
}
