package dev.quipu.collector.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.quipu.collector.CollectorApplication;
import dev.quipu.collector.Otlp;
import dev.quipu.collector.intake.Admission;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import jakarta.inject.Inject;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What callers do on HTTP/2 that no gRPC library does. */
@QuarkusTest
@QuarkusTestResource(CollectorApplication.class)
class RawGrpcIT {

    private static final String EXPORT = "/opentelemetry.proto.collector.trace.v1.TraceService/Export";

    private final Vertx vertx = Vertx.vertx();
    private final HttpClient client = vertx.createHttpClient(
            new HttpClientOptions().setProtocolVersion(HttpVersion.HTTP_2).setHttp2ClearTextUpgrade(false));

    @Inject
    Admission admission;

    @BeforeEach
    void forget() {
        CollectorApplication.Storage.STAND_IN.clear();
    }

    @AfterEach
    void stop() {
        vertx.close();
    }

    @Test
    void endsACallWhoseMessageNeverEnds() throws Exception {
        HttpClientRequest request = call(EXPORT).setChunked(true);
        request.write(Buffer.buffer(new byte[] {0, 0, 1, 0, 0, 10}));
        HttpClientResponse response = get(request.response());
        assertThat(response.getHeader("grpc-status")).isEqualTo("4");
        assertThat(response.getHeader("grpc-message")).contains("within 2000 ms");
        await().until(() -> admission.bytesInFlight() == 0);
    }

    @Test
    void givesBackTheBytesOfACallThatIsReset() throws Exception {
        HttpClientRequest request = call(EXPORT).setChunked(true);
        request.write(
                Buffer.buffer(GrpcMessageBodyTest.framed(0, new byte[50_000])).getBuffer(0, 20_000));
        await().until(() -> admission.bytesInFlight() > 0);
        request.reset();
        await().until(() -> admission.bytesInFlight() == 0);
    }

    @Test
    void doesNotKnowOtherCodingsAndNamesThoseItKnows() throws Exception {
        HttpClientRequest request = call(EXPORT).putHeader("grpc-encoding", "snappy");
        HttpClientResponse response = get(request.send(Buffer.buffer(new byte[5])));
        assertThat(response.getHeader("grpc-status")).isEqualTo("12");
        assertThat(response.getHeader("grpc-accept-encoding")).isEqualTo("identity,gzip,deflate,zstd");
    }

    @Test
    void inflatesZstd() throws Exception {
        byte[] message = com.github.luben.zstd.Zstd.compress(Otlp.request(7).toByteArray());
        HttpClientRequest request = call(EXPORT).putHeader("grpc-encoding", "zstd");
        String status = get(request.send(Buffer.buffer(GrpcMessageBodyTest.framed(1, message)))
                .compose(response -> response.body().map(all -> response.getTrailer("grpc-status"))));
        assertThat(status).isEqualTo("0");
        assertThat(CollectorApplication.Storage.STAND_IN.records()).isEqualTo(7);
    }

    @Test
    void answersWhatIsNotGrpcByHttp() throws Exception {
        HttpClientRequest other = call(EXPORT).putHeader("Content-Type", "application/x-protobuf");
        assertThat(get(other.send(Buffer.buffer("x"))).statusCode()).isEqualTo(415);
        HttpClientRequest read =
                get(client.request(HttpMethod.GET, CollectorApplication.GRPC_PORT, "127.0.0.1", EXPORT));
        assertThat(get(read.send()).statusCode()).isEqualTo(405);
        HttpClientRequest old = get(
                vertx.createHttpClient().request(HttpMethod.POST, CollectorApplication.GRPC_PORT, "127.0.0.1", EXPORT));
        assertThat(get(old.send("x")).statusCode()).isEqualTo(505);
    }

    private HttpClientRequest call(String method) throws Exception {
        return get(client.request(HttpMethod.POST, CollectorApplication.GRPC_PORT, "127.0.0.1", method))
                .putHeader("Content-Type", "application/grpc")
                .putHeader("te", "trailers");
    }

    private static <T> T get(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }
}
