package dev.quipu.collector.api;

import dev.quipu.access.AccessConfig;
import dev.quipu.access.Gate;
import dev.quipu.access.KeyRing;
import dev.quipu.access.TestAccess;
import dev.quipu.access.TransportSecurity;
import dev.quipu.collector.CollectorConfig;
import dev.quipu.collector.Otlp;
import dev.quipu.collector.StorageStandIn;
import dev.quipu.collector.TestConfig;
import dev.quipu.collector.intake.TestIntake;
import dev.quipu.collector.redaction.DryRuns;
import dev.quipu.collector.spool.Holding;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Both doors at real ports with real everything behind them, put together by hand so that a test can set any key. */
final class TestCollector implements AutoCloseable {

    private final Vertx vertx = Vertx.vertx();
    private final DryRuns dryRuns = new DryRuns();
    private final TestIntake intake;
    private final OpenRequests open;
    private final GracefulShutdown shutdown;
    private final HttpServer http;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final int grpcPort;
    final SimpleMeterRegistry metrics = new SimpleMeterRegistry();

    TestCollector(StorageStandIn storage, Map<String, String> keys) throws Exception {
        grpcPort = freePort();
        Map<String, String> set = new HashMap<>(keys);
        set.put("quipu.storage.url", storage.url());
        set.put("quipu.collector.grpc.port", String.valueOf(grpcPort));
        set.putIfAbsent("quipu.redaction.enabled", "false");
        set.putIfAbsent("quipu.storage.min-backoff", "20MS");
        set.putIfAbsent("quipu.storage.max-backoff", "100MS");
        CollectorConfig config = TestConfig.collector(set);
        intake = new TestIntake(vertx, config, TestConfig.storage(set), TestConfig.redaction(set), metrics);
        open = new OpenRequests(metrics);
        Reception reception = new Reception(config, intake.admission, intake.intake, intake.threads, open);
        Router router = Router.router(vertx);
        RetryAfter retryAfter = new RetryAfter(config);
        AccessConfig access = TestConfig.access(set);
        Gate gate = TestAccess.gate(access, new KeyRing());
        Doorkeeper doorkeeper = new Doorkeeper(gate, metrics);
        doorkeeper.mount(router);
        TestAccess.mountFilter(gate, router);
        new OtlpHttpDoor(reception, new OtlpHttpAnswers(retryAfter, open), open, doorkeeper).mount(router);
        new RemoteWriteDoor(config, reception, new PlainAnswers(retryAfter, open), open, doorkeeper).mount(router);
        new DryRunDoor(dryRuns, doorkeeper).mount(router);
        http = vertx.createHttpServer(
                        new HttpServerOptions().setHost("127.0.0.1").setPort(0))
                .requestHandler(router)
                .listen()
                .toCompletionStage()
                .toCompletableFuture()
                .get();
        new OtlpGrpcDoor(
                        config,
                        new OwnPort(
                                vertx,
                                TestAccess.listening(access),
                                TestAccess.hosts(access),
                                TransportSecurity.none(vertx)),
                        reception,
                        new GrpcAnswers(retryAfter, open),
                        doorkeeper)
                .listen(new StartupEvent());
        shutdown = new GracefulShutdown(open, intake.intake, config);
    }

    URI tracesUri() {
        return URI.create("http://127.0.0.1:" + http.actualPort() + "/v1/traces");
    }

    URI logsUri() {
        return tracesUri().resolve("/v1/logs");
    }

    /** Whether rules were told, or need not be. */
    boolean knowsRules() {
        return intake.plans.known();
    }

    int grpcPort() {
        return grpcPort;
    }

    /** Requests that the intake took and has not done with. */
    int heldRequests() {
        return intake.heldRequests();
    }

    long bytesInFlight() {
        return intake.admission.bytesInFlight();
    }

    long spooledRecords() {
        return intake.spooling.state().orElseThrow().holdings().stream()
                .mapToLong(Holding::records)
                .sum();
    }

    HttpRequest.Builder post(byte[] body) {
        return HttpRequest.newBuilder(tracesUri())
                .header("Content-Type", "application/x-protobuf")
                .POST(HttpRequest.BodyPublishers.ofByteArray(body));
    }

    HttpResponse<byte[]> send(HttpRequest request) throws IOException, InterruptedException {
        return client.send(request, HttpResponse.BodyHandlers.ofByteArray());
    }

    CompletableFuture<HttpResponse<byte[]>> sendAsync(HttpRequest request) {
        return client.sendAsync(request, HttpResponse.BodyHandlers.ofByteArray());
    }

    HttpResponse<byte[]> sendSpans(int count) throws IOException, InterruptedException {
        return send(post(Otlp.request(count).toByteArray()).build());
    }

    /** As the service does when it is told to end; completes when it may be killed. */
    CompletableFuture<Void> shutDown() {
        return CompletableFuture.runAsync(
                () -> shutdown.drain(new ShutdownDelayInitiatedEvent()), task -> new Thread(task, "shutdown").start());
    }

    @Override
    public void close() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get();
        dryRuns.close();
        intake.close();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
