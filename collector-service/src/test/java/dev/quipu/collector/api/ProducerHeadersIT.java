package dev.quipu.collector.api;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;

import dev.quipu.collector.CollectorApplication;
import dev.quipu.collector.Otlp;
import dev.quipu.collector.StorageStandIn;
import dev.quipu.model.segment.ProducerBatch;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.specification.RequestSpecification;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How a producer numbers its batches reaches storage with their records. */
@QuarkusTest
@QuarkusTestResource(CollectorApplication.class)
class ProducerHeadersIT {

    private final StorageStandIn storage = CollectorApplication.Storage.STAND_IN;

    @BeforeEach
    void forget() {
        storage.clear();
    }

    private static RequestSpecification request(int spans) {
        return given().contentType("application/x-protobuf")
                .accept("application/x-protobuf")
                .body(Otlp.request(spans).toByteArray());
    }

    @Test
    void travelInTheHeadOfTheSegment() {
        request(3)
                .header("Quipu-Producer", "cart-7")
                .header("Quipu-Producer-Epoch", "1795000000000")
                .header("Quipu-Producer-Sequence", "4")
                .header("Quipu-Producer-Count", "12")
                .post("/v1/traces")
                .then()
                .statusCode(200);
        assertThat(storage.heads().get(0).producers())
                .containsExactly(new ProducerBatch("cart-7", 1_795_000_000_000L, 4, 12, 3));
    }

    @Test
    void areNotNeeded() {
        request(3).post("/v1/traces").then().statusCode(200);
        assertThat(storage.heads().get(0).producers()).isEmpty();
    }

    @Test
    void areAllThereOrNone() {
        request(3)
                .header("Quipu-Producer", "cart-7")
                .post("/v1/traces")
                .then()
                .statusCode(400)
                .body(containsString("expected all of"));
    }

    @ParameterizedTest
    @CsvSource({"-1,1,1", "x,1,1", "1,0,1", "1,1,99999999999999999999"})
    void areNumbersInTheirRange(String epoch, String sequence, String count) {
        request(3)
                .header("Quipu-Producer", "cart-7")
                .header("Quipu-Producer-Epoch", epoch)
                .header("Quipu-Producer-Sequence", sequence)
                .header("Quipu-Producer-Count", count)
                .post("/v1/traces")
                .then()
                .statusCode(400)
                .body(containsString("expected"));
        assertThat(storage.segments()).isEmpty();
    }
}
