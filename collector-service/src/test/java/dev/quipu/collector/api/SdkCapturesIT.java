package dev.quipu.collector.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quipu.collector.CollectorApplication;
import dev.quipu.collector.Otlp;
import dev.quipu.collector.StorageStandIn;
import dev.quipu.model.Signal;
import dev.quipu.model.otlp.OtlpJson;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Request bodies exactly as SDKs sent them, at the door they were sent to. */
@QuarkusTest
@QuarkusTestResource(CollectorApplication.class)
class SdkCapturesIT {

    private static final int GRPC_PREFIX_BYTES = 5;

    private final StorageStandIn storage = CollectorApplication.Storage.STAND_IN;
    private final Vertx vertx = Vertx.vertx();

    @BeforeEach
    void forget() {
        storage.clear();
    }

    @AfterEach
    void stop() {
        vertx.close();
    }

    static Stream<String> captures() {
        File directory =
                new File(SdkCapturesIT.class.getResource("/sdk-captures").getPath());
        return Arrays.stream(directory.list()).sorted();
    }

    @ParameterizedTest
    @MethodSource("captures")
    void takesEverySpanOf(String file) throws Exception {
        byte[] body = Otlp.resource("/sdk-captures/" + file);
        if (file.endsWith(".grpc")) {
            sendGrpc(body);
        } else {
            sendHttp(file, body);
        }
        assertThat(storage.records()).isEqualTo(spans(file, body));
        assertThat(storage.counted("rejected")).isZero();
    }

    private void sendHttp(String file, byte[] body) throws Exception {
        HttpClient client = vertx.createHttpClient();
        HttpClientRequest request =
                await(client.request(HttpMethod.POST, CollectorApplication.HTTP_PORT, "127.0.0.1", "/v1/traces"));
        request.putHeader("Content-Type", file.contains(".json") ? "application/json" : "application/x-protobuf");
        if (file.endsWith(".gz")) {
            request.putHeader("Content-Encoding", "gzip");
        }
        assertThat(await(request.send(Buffer.buffer(body))).statusCode()).isEqualTo(200);
    }

    private void sendGrpc(byte[] body) throws Exception {
        HttpClient client = vertx.createHttpClient(
                new HttpClientOptions().setProtocolVersion(HttpVersion.HTTP_2).setHttp2ClearTextUpgrade(false));
        HttpClientRequest request = await(client.request(
                HttpMethod.POST,
                CollectorApplication.GRPC_PORT,
                "127.0.0.1",
                "/opentelemetry.proto.collector.trace.v1.TraceService/Export"));
        request.putHeader("Content-Type", "application/grpc")
                .putHeader("te", "trailers")
                .putHeader("grpc-encoding", "gzip");
        MultiMap trailers = await(request.send(Buffer.buffer(body))
                .compose(response -> response.body().map(all -> response.trailers())));
        assertThat(trailers.get("grpc-status")).isEqualTo("0");
    }

    private static long spans(String file, byte[] body) throws IOException {
        byte[] plain = body;
        if (file.endsWith(".grpc")) {
            byte[] message = Arrays.copyOfRange(body, GRPC_PREFIX_BYTES, body.length);
            plain = body[0] == 1 ? inflate(message) : message;
        } else if (file.endsWith(".gz")) {
            plain = inflate(body);
        }
        if (file.contains(".json")) {
            plain = OtlpJson.requestToProtobuf(Signal.TRACES, plain, plain.length);
        }
        return ExportTraceServiceRequest.parseFrom(plain).getResourceSpansList().stream()
                .flatMap(resource -> resource.getScopeSpansList().stream())
                .mapToLong(scope -> scope.getSpansCount())
                .sum();
    }

    private static byte[] inflate(byte[] bytes) throws IOException {
        try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
            return in.readAllBytes();
        }
    }

    private static <T> T await(io.vertx.core.Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }
}
