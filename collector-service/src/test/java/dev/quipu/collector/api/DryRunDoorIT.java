package dev.quipu.collector.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.quipu.access.Gate;
import dev.quipu.access.KeyRing;
import dev.quipu.access.TestAccess;
import dev.quipu.collector.TestConfig;
import dev.quipu.collector.redaction.DryRuns;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The door at a real port, over a run that takes as long as the test wants. */
class DryRunDoorIT {

    private final Vertx vertx = Vertx.vertx();
    private final HttpClient client = HttpClient.newHttpClient();
    private final CountDownLatch end = new CountDownLatch(1);
    private final AtomicInteger running = new AtomicInteger();
    private final AtomicInteger begun = new AtomicInteger();
    private final DryRuns runs = new DryRuns(this::answer);
    private HttpServer http;

    @BeforeEach
    void listen() throws Exception {
        Router router = Router.router(vertx);
        Gate gate = TestAccess.gate(TestConfig.access(Map.of()), new KeyRing());
        Doorkeeper doorkeeper = new Doorkeeper(gate, new SimpleMeterRegistry());
        doorkeeper.mount(router);
        TestAccess.mountFilter(gate, router);
        new DryRunDoor(runs, doorkeeper, Duration.ofMillis(300)).mount(router);
        http = vertx.createHttpServer(
                        new HttpServerOptions().setHost("127.0.0.1").setPort(0))
                .requestHandler(router)
                .listen()
                .toCompletionStage()
                .toCompletableFuture()
                .get();
    }

    @AfterEach
    void close() throws Exception {
        end.countDown();
        runs.close();
        vertx.close().toCompletionStage().toCompletableFuture().get();
    }

    private Buffer answer(Buffer question) {
        begun.incrementAndGet();
        running.incrementAndGet();
        try {
            if (question.toString().equals("slow")) {
                end.await();
            }
            return Buffer.buffer("{\"ran\":\"" + Thread.currentThread().getName() + "\"}");
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        } finally {
            running.decrementAndGet();
        }
    }

    private HttpResponse<String> post(String question) throws Exception {
        return client.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + http.actualPort() + "/v1/redaction/dry-run"))
                        .POST(HttpRequest.BodyPublishers.ofString(question))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    /** Sends a question whose run does not end, and goes away once it has begun. */
    private void postAndClose() throws Exception {
        int before = begun.get();
        try (Socket socket = new Socket("127.0.0.1", http.actualPort())) {
            socket.getOutputStream()
                    .write("POST /v1/redaction/dry-run HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4\r\n\r\nslow"
                            .getBytes(StandardCharsets.US_ASCII));
            await().until(() -> begun.get() > before);
        }
    }

    @Test
    void runsOnAThreadOfItsOwn() throws Exception {
        assertThat(post("quick").body()).isEqualTo("{\"ran\":\"quipu-dry-run\"}");
        assertThat(post("quick").statusCode()).isEqualTo(200);
    }

    @Test
    void whoGoesAwayLeavesItsPlaceTakenUntilTheRunHasEnded() throws Exception {
        postAndClose();
        for (int i = 0; i < 5; i++) {
            HttpResponse<String> refused = post("slow");
            assertThat(refused.statusCode()).isEqualTo(503);
            assertThat(refused.body()).contains("another dry run is going on");
        }
        assertThat(begun).hasValue(1);
        end.countDown();
        await().until(() -> post("quick").statusCode() == 200);
    }

    @Test
    void aRunThatTakesTooLongIsToldOfAndGoesOnInItsPlace() throws Exception {
        HttpResponse<String> late = post("slow");
        assertThat(late.statusCode()).isEqualTo(503);
        assertThat(late.body()).contains("dry run: expected its end within 300 ms");
        assertThat(running).hasValue(1);
        assertThat(post("quick").body()).contains("another dry run is going on");
        end.countDown();
        await().until(() -> post("quick").statusCode() == 200);
    }

    @Test
    void whoGoesAwayBeforeItsQuestionIsWholeLeavesItsPlaceFree() throws Exception {
        try (Socket socket = new Socket("127.0.0.1", http.actualPort())) {
            socket.getOutputStream()
                    .write("POST /v1/redaction/dry-run HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\nslow"
                            .getBytes(StandardCharsets.US_ASCII));
            await().until(() -> post("quick").statusCode() == 503);
        }
        await().until(() -> post("quick").statusCode() == 200);
    }
}
