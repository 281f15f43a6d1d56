package dev.quipu.analysis.api;

import static dev.quipu.analysis.SpanBuilder.span;
import static io.restassured.RestAssured.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import dev.quipu.analysis.ManagementPort;
import dev.quipu.analysis.StoragePeer;
import dev.quipu.model.Span;
import dev.quipu.model.TraceId;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** With limits so low that a test reaches them. */
@QuarkusTest
@QuarkusTestResource(StoragePeer.class)
@TestProfile(StorageTroubleTest.LowLimits.class)
class StorageTroubleTest {

    public static final class LowLimits implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "quipu.analysis.client.timeout", "1s",
                    "quipu.analysis.client.max-answer-size", "64K",
                    "quipu.analysis.client.max-bytes-in-flight", "64K",
                    "quipu.analysis.jaeger.max-spans", "100",
                    "quipu.analysis.jaeger.max-traces", "20",
                    "quipu.analysis.jaeger.traces-per-batch", "8",
                    "quipu.analysis.dependencies.max-traces", "10");
        }
    }

    @Inject
    MeterRegistry metrics;

    @BeforeEach
    void forget() {
        StoragePeer.reset();
    }

    @AfterEach
    void holdsNoBytes() {
        await().untilAsserted(() -> assertThat(
                        metrics.get("quipu.analysis.bytes.in.flight").gauge().value())
                .isZero());
    }

    @Test
    void answers503WithStoragesRetryAfter() {
        StoragePeer.at("/v1/services", request -> {
            request.exchange().getResponseHeaders().set("Retry-After", "7");
            request.problem(503, "pool exhausted");
        });
        get("/api/services")
                .then()
                .statusCode(503)
                .header("Retry-After", "7")
                .contentType("application/json")
                .body("errors[0].code", equalTo(503))
                .body("errors[0].msg", equalTo("storage answered 503: pool exhausted"));
    }

    @Test
    void answers503WhenStorageDoesNotAnswerInTime() {
        CountDownLatch done = new CountDownLatch(1);
        StoragePeer.at("/v1/services", request -> waitFor(done));
        get("/api/services")
                .then()
                .statusCode(503)
                .header("Retry-After", "2")
                .body("errors[0].msg", containsString("did not answer within 1000 ms"));
        done.countDown();
    }

    @Test
    void answers503WhenStorageKeepsClosingTheConnection() {
        StoragePeer.at("/v1/services", request -> {
            throw new IOException("closing");
        });
        get("/api/services").then().statusCode(503).body("errors[0].msg", containsString("cannot be reached"));
        assertThat(StoragePeer.requests("/v1/services")).hasSize(2);
    }

    @Test
    void triesOnceMoreWhenAConnectionIsClosed() {
        AtomicInteger requests = new AtomicInteger();
        StoragePeer.at("/v1/services", request -> {
            if (requests.incrementAndGet() == 1) {
                throw new IOException("closing");
            }
            request.json(200, "{\"services\":[]}");
        });
        get("/api/services").then().statusCode(200);
    }

    @Test
    void passesOnWhyStorageRefuses() {
        StoragePeer.at("/v1/traces", request -> request.problem(400, "from: expected before to"));
        get("/api/traces?service=s").then().statusCode(400).body("errors[0].msg", equalTo("from: expected before to"));
    }

    @Test
    void answers502ToWhatItCannotRead() {
        StoragePeer.at("/v1/services", request -> request.json(200, "{\"services\":["));
        get("/api/services").then().statusCode(502);
        StoragePeer.at("/v1/services", request -> request.problem(500, "a bug"));
        get("/api/services").then().statusCode(502).body("errors[0].msg", containsString("a bug"));
        StoragePeer.at("/v1/traces/" + new TraceId(0, 1), request -> request.send(200, new byte[] {10, 127, 1}));
        get("/api/traces/1").then().statusCode(502);
    }

    @Test
    void refusesATraceThatIsLargerThanAnAnswerMayBe() {
        StoragePeer.at("/v1/traces/" + new TraceId(0, 1), request -> request.send(200, new byte[70_000]));
        get("/api/traces/1").then().statusCode(413).body("errors[0].msg", containsString("65536 bytes"));
    }

    @Test
    void refusesAnAnswerThatGrowsBeyondWhatItMay() {
        StoragePeer.at("/v1/traces/" + new TraceId(0, 1), request -> {
            request.exchange().sendResponseHeaders(200, 0);
            for (int i = 0; i < 1_000; i++) {
                request.exchange().getResponseBody().write(new byte[1_000]);
            }
            request.exchange().close();
        });
        get("/api/traces/1").then().statusCode(413);
    }

    @Test
    void asksForHalvesOfABatchThatIsTooLarge() {
        List<Span> spans = new ArrayList<>();
        for (int i = 1; i <= 8; i++) {
            spans.add(span(i).of(new TraceId(0, i)).named("x".repeat(12_000)).build());
        }
        StoragePeer.store(spans);
        get("/api/traces?service=shop&limit=8")
                .then()
                .statusCode(200)
                .body("data", hasSize(8))
                .body("errors", equalTo(null));
        assertThat(StoragePeer.requests("/v1/traces/batch")).hasSize(3);
    }

    @Test
    void leavesOutTracesBeyondTheMostSpansAndSaysSo() {
        List<Span> spans = new ArrayList<>();
        for (int i = 0; i < 150; i++) {
            spans.add(span(i + 1).of(new TraceId(0, 1 + i / 30)).build());
        }
        StoragePeer.store(spans);
        get("/api/traces?service=shop&limit=50")
                .then()
                .statusCode(200)
                .body("limit", equalTo(20))
                .body("data", hasSize(3))
                .body("errors[0].msg", containsString("2 more traces are left out: an answer holds at most 100 spans"));
    }

    @Test
    void givesTheFirstSpansOfATraceWithMoreThanAnAnswerHolds() {
        List<Span> spans = new ArrayList<>();
        for (int i = 0; i < 150; i++) {
            spans.add(span(i + 1).of(new TraceId(0, 1)).from(i).build());
        }
        StoragePeer.store(spans);
        get("/api/traces/1")
                .then()
                .statusCode(200)
                .body("data[0].spans", hasSize(100))
                .body("data[0].warnings[0]", equalTo("the trace has 150 spans, the first 100 of which are given"));
    }

    @Test
    void endsAnAnswerThatFailsHalfWayWithARemark() {
        List<Span> spans = new ArrayList<>();
        for (int i = 1; i <= 16; i++) {
            spans.add(span(i).of(new TraceId(0, i)).build());
        }
        StoragePeer.store(spans);
        AtomicInteger batches = new AtomicInteger();
        StoragePeer.at("/v1/traces/batch", request -> {
            if (batches.incrementAndGet() > 1) {
                request.problem(503, "restarting");
            } else {
                request.spans(spans.subList(0, 8));
            }
        });
        get("/api/traces?service=shop")
                .then()
                .statusCode(200)
                .body("data", hasSize(8))
                .body("errors[0].msg", equalTo("the answer is not complete: storage answered 503: restarting"));
    }

    @Test
    void isNotReadyWithoutStorage() {
        ManagementPort.get("/q/health/ready").then().statusCode(200).body("status", equalTo("UP"));
        StoragePeer.at("/v1/readiness", request -> request.problem(503, "no database"));
        ManagementPort.get("/q/health/ready")
                .then()
                .statusCode(503)
                .body("checks.find { it.name == 'storage is ready' }.status", equalTo("DOWN"));
        ManagementPort.get("/q/health/live").then().statusCode(200);
    }

    private static void waitFor(CountDownLatch latch) {
        try {
            if (!latch.await(10, TimeUnit.SECONDS)) {
                throw new IllegalStateException("nobody let go");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
