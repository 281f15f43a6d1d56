package dev.quipu.collector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The service as it is packaged, as a process that is told to end by a signal. */
class PackagedServiceIT {

    private static final Duration START = Duration.ofSeconds(90);

    private final StorageStandIn storage = new StorageStandIn(0);
    private final CountDownLatch released = new CountDownLatch(1);
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final int port = freePort();
    private final int managementPort = freePort();
    private Process process;

    @BeforeEach
    void start() throws IOException {
        process = new ProcessBuilder(PackagedService.command(List.of(
                        "-Xmx256m",
                        "-Dquarkus.http.port=" + port,
                        "-Dquarkus.management.port=" + managementPort,
                        "-Dquipu.collector.grpc.port=" + freePort(),
                        "-Dquipu.collector.zipkin.port=" + freePort(),
                        "-Dquipu.collector.probe.interval=100MS",
                        "-Dquipu.storage.url=" + storage.url())))
                .redirectErrorStream(true)
                .redirectOutput(new File("target", "packaged-service.log"))
                .start();
        await().atMost(START).ignoreExceptions().until(() -> status("/q/health/ready") == 200);
    }

    @AfterEach
    void stop() {
        released.countDown();
        process.destroyForcibly();
        storage.close();
    }

    @Test
    void acknowledgesWhatItTookBeforeItEndsOnASignal() throws Exception {
        storage.meet(StorageStandIn.until(released));
        CompletableFuture<HttpResponse<byte[]>> taken =
                client.sendAsync(spans(10), HttpResponse.BodyHandlers.ofByteArray());
        await().until(() -> storage.attempts().size() == 1);

        process.destroy();
        await().ignoreExceptions().until(() -> answer(spans(1)).statusCode() == 503);
        HttpResponse<byte[]> refused = answer(spans(1));
        assertThat(refused.headers().firstValue("Retry-After")).isPresent();
        assertThat(status("/q/health/ready")).isEqualTo(503);
        assertThat(process.isAlive()).isTrue();

        released.countDown();
        assertThat(taken.get(20, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(storage.heads()).anyMatch(head -> head.recordCount() == 10);
    }

    private HttpRequest spans(int count) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/v1/traces"))
                .header("Content-Type", "application/x-protobuf")
                .POST(BodyPublishers.ofByteArray(Otlp.request(count).toByteArray()))
                .build();
    }

    private int status(String path) throws IOException, InterruptedException {
        return answer(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + managementPort + path))
                        .build())
                .statusCode();
    }

    private HttpResponse<byte[]> answer(HttpRequest request) throws IOException, InterruptedException {
        return client.send(request, HttpResponse.BodyHandlers.ofByteArray());
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
