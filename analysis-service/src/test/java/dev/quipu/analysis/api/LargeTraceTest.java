package dev.quipu.analysis.api;

import static dev.quipu.analysis.SpanBuilder.span;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.quipu.analysis.StoragePeer;
import dev.quipu.model.AnyValue;
import dev.quipu.model.Span;
import dev.quipu.model.otlp.OtlpTraces;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A trace of 100,000 spans, eight attributes each. */
@QuarkusTest
@QuarkusTestResource(StoragePeer.class)
class LargeTraceTest {

    private static final int SPANS = 100_000;

    @TestHTTPResource("/api/traces/83a9efd15c1c98a977e0711cc93ee28b")
    URI trace;

    @Inject
    MeterRegistry metrics;

    @BeforeAll
    static void store() {
        List<Span> spans = new ArrayList<>(SPANS);
        for (int i = 1; i <= SPANS; i++) {
            var span = span(i).under(i / 4).named("step " + i % 50).in("service-" + i % 20);
            for (int attribute = 0; attribute < 8; attribute++) {
                span.with("some.attribute.key." + attribute, AnyValue.of("value " + i % 1_000));
            }
            spans.add(span.build());
        }
        byte[] body = OtlpTraces.toProtobuf(spans);
        StoragePeer.reset();
        StoragePeer.at("/v1/traces/83a9efd15c1c98a977e0711cc93ee28b", request -> request.send(200, body));
    }

    @Test
    void comesWhole() throws Exception {
        assertThat(countSpans(get("identity").body())).isEqualTo(SPANS);
    }

    @Test
    void comesCompressed() throws Exception {
        HttpResponse<InputStream> answer = get("gzip");
        assertThat(answer.headers().firstValue("Content-Encoding")).hasValue("gzip");
        assertThat(countSpans(new GZIPInputStream(answer.body()))).isEqualTo(SPANS);
    }

    @Test
    void isLetGoOfWhenNobodyReadsOn() throws Exception {
        try (InputStream body = get("identity").body()) {
            assertThat(body.readNBytes(1_000)).hasSize(1_000);
            assertThat(bytesInFlight()).isPositive();
        }
        await().untilAsserted(() -> assertThat(bytesInFlight()).isZero());
    }

    private double bytesInFlight() {
        return metrics.get("quipu.analysis.bytes.in.flight").gauge().value();
    }

    private HttpResponse<InputStream> get(String coding) throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(trace).header("Accept-Encoding", coding).build();
        return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofInputStream());
    }

    private static int countSpans(InputStream body) throws Exception {
        int spans = 0;
        try (JsonParser json = new ObjectMapper().createParser(body)) {
            while (json.nextToken() != null) {
                if (json.currentToken() == JsonToken.FIELD_NAME
                        && json.currentName().equals("operationName")) {
                    spans++;
                }
            }
        }
        return spans;
    }
}
