package dev.quipu.collector;

import static dev.quipu.collector.loki.Pushes.entry;
import static dev.quipu.collector.loki.Pushes.push;
import static dev.quipu.collector.loki.Pushes.snappy;
import static dev.quipu.collector.loki.Pushes.stream;
import static dev.quipu.collector.remotewrite.Writes.series;
import static dev.quipu.collector.remotewrite.Writes.v2;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import dev.quipu.access.ApiKey;
import dev.quipu.access.Role;
import dev.quipu.access.StoredKey;
import dev.quipu.model.segment.SegmentHead;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.MetadataUtils;
import io.opentelemetry.proto.collector.trace.v1.TraceServiceGrpc;
import io.vertx.core.json.JsonObject;
import java.io.File;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The packaged service while it asks for keys, and storage that tells them. */
class AccessIT {

    private static final Duration START = Duration.ofSeconds(90);
    private static final String SERVICE_KEY = "a secret that only the services have";
    private static final SecureRandom RANDOM = new SecureRandom();

    private static final StorageStandIn STORAGE = new StorageStandIn(0);
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final ApiKey WRITER = ApiKey.random(RANDOM);
    private static final ApiKey READER = ApiKey.random(RANDOM);
    private static final ApiKey ADMIN = ApiKey.random(RANDOM);
    private static final ApiKey EXPIRED = ApiKey.random(RANDOM);
    private static final ApiKey UNKNOWN = ApiKey.random(RANDOM);

    private static int port;
    private static int grpcPort;
    private static int zipkinPort;
    private static int managementPort;
    private static Process process;
    private static final List<Boolean> FETCHES_WITH_CREDENTIALS = new CopyOnWriteArrayList<>();

    private static HttpServer target;
    private static HttpResponse<byte[]> tooEarly;
    private static int unready;

    @BeforeAll
    static void start() throws Exception {
        port = freePort();
        grpcPort = freePort();
        zipkinPort = freePort();
        managementPort = freePort();
        target = target();
        STORAGE.keys().answerWith(503);
        process = process(
                "access.log",
                "quarkus.http.port=" + port,
                "quarkus.management.port=" + managementPort,
                "quipu.collector.grpc.port=" + grpcPort,
                "quipu.collector.grpc.host=0.0.0.0",
                "quipu.collector.zipkin.port=" + zipkinPort,
                "quipu.collector.probe.interval=100MS",
                "quipu.collector.scrape.targets[0].url=http://127.0.0.1:"
                        + target.getAddress().getPort(),
                "quipu.storage.url=" + STORAGE.url(),
                "quipu.access.authentication=keys",
                "quipu.access.service-key=" + SERVICE_KEY);
        await().atMost(START).ignoreExceptions().until(() -> managed("/q/health/live") == 200);
        tooEarly = post("/v1/traces", Optional.of(WRITER.reveal()), 1);
        unready = managed("/q/health/ready");
        tellKeys(true);
        STORAGE.keys().answerWith(200);
        await().until(() -> managed("/q/health/ready") == 200);
    }

    @BeforeEach
    void keysAreThere() throws Exception {
        tellKeys(true);
        await().until(() -> post("/v1/traces", Optional.of(WRITER.reveal()), 1).statusCode() == 200);
    }

    @AfterAll
    static void stop() {
        process.destroyForcibly();
        target.stop(0);
        STORAGE.close();
    }

    private static Process process(String log, String... keys) throws IOException {
        List<String> settings = new ArrayList<>(List.of("-Xmx256m"));
        Arrays.stream(keys).map(key -> "-D" + key).forEach(settings::add);
        return new ProcessBuilder(PackagedService.command(settings))
                .redirectErrorStream(true)
                .redirectOutput(new File("target", log))
                .start();
    }

    private static HttpServer target() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        server.createContext("/metrics", exchange -> {
            FETCHES_WITH_CREDENTIALS.add(exchange.getRequestHeaders().containsKey("Authorization"));
            exchange.getResponseHeaders().add("Content-Type", "text/plain; version=0.0.4");
            byte[] page = "a 1\n".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, page.length);
            exchange.getResponseBody().write(page);
            exchange.close();
        });
        server.start();
        return server;
    }

    private static void tellKeys(boolean isWriterThere) {
        STORAGE.keys().set("shop", isWriterThere ? new JsonObject[] {told(WRITER, Role.WRITER)} : new JsonObject[0]);
        STORAGE.keys()
                .set(
                        "office",
                        told(READER, Role.READER),
                        told(ADMIN, Role.ADMIN),
                        told(EXPIRED, Role.WRITER).put("expiresAt", "2020-01-01T00:00:00Z"));
    }

    private static JsonObject told(ApiKey key, Role role) {
        StoredKey stored = StoredKey.of(key, "any", role, role.label(), Optional.empty(), RANDOM);
        return new JsonObject()
                .put("id", stored.id())
                .put("role", role.label())
                .put("name", stored.name())
                .put("salt", Base64.getEncoder().encodeToString(stored.salt()))
                .put("hash", Base64.getEncoder().encodeToString(stored.hash()));
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static HttpRequest.Builder request(int at, String path, Optional<String> secret) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + at + path));
        secret.ifPresent(known -> request.header("Authorization", "Bearer " + known));
        return request;
    }

    private static int get(String path, Optional<String> secret) throws Exception {
        return CLIENT.send(request(port, path, secret).build(), HttpResponse.BodyHandlers.ofByteArray())
                .statusCode();
    }

    private static HttpResponse<byte[]> post(String path, Optional<String> secret, int spans) throws Exception {
        return post(
                request(port, path, secret),
                "application/x-protobuf",
                Otlp.request(spans).toByteArray());
    }

    private static HttpResponse<byte[]> post(HttpRequest.Builder request, String type, byte[] body) throws Exception {
        return CLIENT.send(
                request.header("Content-Type", type)
                        .POST(BodyPublishers.ofByteArray(body))
                        .build(),
                HttpResponse.BodyHandlers.ofByteArray());
    }

    private static Status.Code grpc(Optional<String> secret) throws InterruptedException {
        Metadata headers = new Metadata();
        secret.ifPresent(known ->
                headers.put(Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER), "Bearer " + known));
        headers.put(Metadata.Key.of("quipu-tenant", Metadata.ASCII_STRING_MARSHALLER), "other");
        ManagedChannel channel = ManagedChannelBuilder.forAddress("127.0.0.1", grpcPort)
                .usePlaintext()
                .build();
        try {
            var stub = TraceServiceGrpc.newBlockingStub(channel)
                    .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers));
            StatusRuntimeException refused =
                    catchThrowableOfType(StatusRuntimeException.class, () -> stub.export(Otlp.request(1)));
            return refused == null ? Status.Code.OK : refused.getStatus().getCode();
        } finally {
            channel.shutdownNow().awaitTermination(5, TimeUnit.SECONDS);
        }
    }

    private static int managed(String path) throws Exception {
        return CLIENT.send(
                        request(managementPort, path, Optional.empty()).build(), HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    private static String metrics() throws Exception {
        return CLIENT.send(
                        request(managementPort, "/q/metrics", Optional.empty()).build(),
                        HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8))
                .body();
    }

    private static double counted(String reason) throws Exception {
        return metrics()
                .lines()
                .filter(line -> line.startsWith("quipu_access_refusals_total{reason=\"" + reason + "\""))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .sum();
    }

    @Test
    void beforeKeysAreKnownSendersAreToComeAgain() throws Exception {
        assertThat(tooEarly.statusCode()).isEqualTo(503);
        assertThat(tooEarly.headers().firstValue("Retry-After")).isPresent();
        assertThat(com.google.rpc.Status.parseFrom(tooEarly.body()).getMessage())
                .contains("not known yet");
        assertThat(unready).isEqualTo(503);
        assertThat(counted("keys_unknown")).isEqualTo(1);
    }

    @Test
    void whoHasNoKeyIsAskedForOne() throws Exception {
        HttpResponse<byte[]> answer = post("/v1/traces", Optional.empty(), 1);
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.headers().firstValue("WWW-Authenticate")).contains("Bearer realm=\"quipu\"");
        assertThat(com.google.rpc.Status.parseFrom(answer.body()).getCode())
                .isEqualTo(Status.Code.UNAUTHENTICATED.value());
        assertThat(grpc(Optional.empty())).isEqualTo(Status.Code.UNAUTHENTICATED);
        assertThat(counted("no_credential")).isPositive();
    }

    @Test
    void whoMayNotSendIsToldTheRole() throws Exception {
        HttpResponse<byte[]> answer = post("/v1/traces", Optional.of(READER.reveal()), 1);
        assertThat(answer.statusCode()).isEqualTo(403);
        com.google.rpc.Status status = com.google.rpc.Status.parseFrom(answer.body());
        assertThat(status.getCode()).isEqualTo(Status.Code.PERMISSION_DENIED.value());
        assertThat(status.getMessage()).isEqualTo("role: expected writer, got reader");
        assertThat(grpc(Optional.of(READER.reveal()))).isEqualTo(Status.Code.PERMISSION_DENIED);
        assertThat(counted("role")).isPositive();
    }

    @Test
    void whatOpensNothingIsRefusedInTheWordsOfTheDoor() throws Exception {
        for (String secret : List.of(UNKNOWN.reveal(), EXPIRED.reveal(), "nonsense")) {
            HttpResponse<byte[]> answer = post("/v1/traces", Optional.of(secret), 1);
            assertThat(answer.statusCode()).isEqualTo(401);
            assertThat(com.google.rpc.Status.parseFrom(answer.body()).getMessage())
                    .isNotEmpty()
                    .doesNotContain(secret);
            assertThat(grpc(Optional.of(secret))).isEqualTo(Status.Code.UNAUTHENTICATED);
        }
        assertThat(counted("credential")).isPositive();
    }

    @Test
    void theTenantIsTheCredentials() throws Exception {
        STORAGE.clear();
        tellKeys(true);
        HttpRequest.Builder request =
                request(port, "/v1/traces", Optional.of(WRITER.reveal())).header("Quipu-Tenant", "other");
        assertThat(post(request, "application/x-protobuf", Otlp.request(1).toByteArray())
                        .statusCode())
                .isEqualTo(200);
        assertThat(grpc(Optional.of(WRITER.reveal()))).isEqualTo(Status.Code.OK);
        HttpRequest.Builder zipkin = request(zipkinPort, "/api/v2/spans", Optional.of(WRITER.reveal()))
                .header("Quipu-Tenant", "other");
        assertThat(post(zipkin, "application/json", "[{\"traceId\":\"1\",\"id\":\"2\",\"name\":\"a\"}]".getBytes())
                        .statusCode())
                .isEqualTo(202);
        assertThat(STORAGE.heads())
                .filteredOn(head -> head.signal() == dev.quipu.model.Signal.TRACES)
                .extracting(SegmentHead::tenant)
                .containsOnly("shop");
    }

    @Test
    void otherSendersDoorsAskAsWell() throws Exception {
        byte[] logs = snappy(push(stream("{a=\"b\"}", entry(1, "line"))).toBytes());
        byte[] points = snappy(v2(series("__name__", "up").sample(1, System.currentTimeMillis(), 0)));
        byte[] spans = "[]".getBytes(StandardCharsets.UTF_8);
        String prometheus = "application/x-protobuf;proto=io.prometheus.write.v2.Request";
        for (Optional<String> secret : List.of(Optional.<String>empty(), Optional.of(READER.reveal()))) {
            int expected = secret.isEmpty() ? 401 : 403;
            assertThat(post(request(port, "/loki/api/v1/push", secret), "application/x-protobuf", logs)
                            .statusCode())
                    .isEqualTo(expected);
            assertThat(post(request(port, "/api/v1/write", secret), prometheus, points)
                            .statusCode())
                    .isEqualTo(expected);
            assertThat(post(request(zipkinPort, "/api/v2/spans", secret), "application/json", spans)
                            .statusCode())
                    .isEqualTo(expected);
        }
        Optional<String> writer = Optional.of(WRITER.reveal());
        assertThat(post(request(port, "/loki/api/v1/push", writer), "application/x-protobuf", logs)
                        .statusCode())
                .isEqualTo(204);
        assertThat(post(request(port, "/api/v1/write", writer), prometheus, points)
                        .statusCode())
                .isEqualTo(204);
    }

    @Test
    void aClientThatKnowsPasswordsOnlySendsTheKeyAsOne() throws Exception {
        String pair = Base64.getEncoder().encodeToString(("any:" + WRITER.reveal()).getBytes(StandardCharsets.UTF_8));
        HttpRequest.Builder request =
                request(port, "/v1/traces", Optional.empty()).header("Authorization", "Basic " + pair);
        assertThat(post(request, "application/x-protobuf", Otlp.request(1).toByteArray())
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void aRevokedKeyOpensNothingWithinASecond() throws Exception {
        tellKeys(false);
        await().atMost(Duration.ofSeconds(1))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> post("/v1/traces", Optional.of(WRITER.reveal()), 1).statusCode() == 401);
        assertThat(grpc(Optional.of(WRITER.reveal()))).isEqualTo(Status.Code.UNAUTHENTICATED);
    }

    @Test
    void keysThatAreKnownHoldWhileStorageCanNotBeAsked() throws Exception {
        STORAGE.keys().answerWith(503);
        int before = STORAGE.keys().otherwise();
        await().until(() -> STORAGE.keys().otherwise() > before + 1);
        assertThat(post("/v1/traces", Optional.of(WRITER.reveal()), 1).statusCode())
                .isEqualTo(200);
        STORAGE.keys().answerWith(200);
    }

    @Test
    void whatIsHeldIsToldToServicesOnly() throws Exception {
        for (String path : List.of("/v1/spool", "/v1/fate/0af7651916cd43dd8448eb211c80319c")) {
            assertThat(get(path, Optional.empty())).isEqualTo(401);
            assertThat(get(path, Optional.of(ADMIN.reveal()))).isEqualTo(403);
            assertThat(get(path, Optional.of(SERVICE_KEY))).isEqualTo(200);
        }
    }

    @Test
    void aServiceMayNoMoreThanInWhoseNameItAsks() throws Exception {
        HttpRequest request = request(port, "/v1/spool", Optional.of(SERVICE_KEY))
                .header("Quipu-Caller", "admin;ops")
                .build();
        assertThat(CLIENT.send(request, HttpResponse.BodyHandlers.ofByteArray()).statusCode())
                .isEqualTo(403);
    }

    @Test
    void rulesAreTriedByAdminsOnly() throws Exception {
        byte[] question = "{}".getBytes(StandardCharsets.UTF_8);
        for (ApiKey key : List.of(WRITER, READER)) {
            assertThat(post(
                                    request(port, "/v1/redaction/dry-run", Optional.of(key.reveal())),
                                    "application/json",
                                    question)
                            .statusCode())
                    .isEqualTo(403);
        }
        assertThat(post(
                                request(port, "/v1/redaction/dry-run", Optional.of(ADMIN.reveal())),
                                "application/json",
                                question)
                        .statusCode())
                .isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"quipu.collector.grpc.host", "quipu.collector.zipkin.host"})
    void listensToOthersOnlyWhereTheyAreAsked(String setting) throws Exception {
        Process open = process(
                "open.log",
                setting + "=0.0.0.0",
                "quarkus.http.port=" + freePort(),
                "quarkus.management.port=" + freePort(),
                "quipu.collector.grpc.port=" + freePort(),
                "quipu.collector.zipkin.port=" + freePort());
        assertThat(open.waitFor(START.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(open.exitValue()).isNotZero();
        assertThat(Files.readString(Path.of("target", "open.log")))
                .contains(setting + ": expected a loopback address while nobody is asked for a key, got 0.0.0.0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/q/openapi", "/q/swagger-ui/"})
    void whatSaysNothingOfRecordsIsOpenToAll(String path) throws Exception {
        assertThat(get(path, Optional.empty())).isEqualTo(200);
        assertThat(get(path, Optional.of(UNKNOWN.reveal()))).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/v1",
                "/v1/nothing",
                "/q",
                "/q/info",
                "/q/dev",
                "/q/metrics",
                "/q/health/live",
                "/q/openapi/../info",
                "//v1/spool",
                "/v1/spool/",
                "/v1/%73pool",
                "/V1/spool"
            })
    void whatHasNoDoorIsOpenToNobody(String path) throws Exception {
        assertThat(get(path, Optional.empty())).isEqualTo(401);
        assertThat(get(path, Optional.of(UNKNOWN.reveal()))).isEqualTo(401);
    }

    @Test
    void whatIsRefusedIsNotReadAndNoRecordsOfAnybody() throws Exception {
        String before = metrics()
                .lines()
                .filter(line -> line.contains("refused"))
                .toList()
                .toString();
        byte[] large = new byte[30 << 20];
        HttpResponse<byte[]> answer =
                post(request(port, "/v1/traces", Optional.empty()), "application/x-protobuf", large);
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(metrics().lines().filter(line -> line.contains("refused")).toList())
                .hasToString(before);
        assertThat(STORAGE.ledgerReports()).isEmpty();
    }

    @Test
    void storageIsAskedByTheServiceKeyAndTargetsAreNot() throws Exception {
        post("/v1/traces", Optional.of(WRITER.reveal()), 1);
        await().untilAsserted(() -> assertThat(STORAGE.authorizations())
                .containsKeys(
                        "/v1/segments",
                        "/v1/access/keys",
                        "/v1/quotas/all",
                        "/v1/redaction-rules/all",
                        "/v1/scrape/leases",
                        "/v1/readiness"));
        assertThat(STORAGE.authorizations().values()).containsOnly("Bearer " + SERVICE_KEY);
        await().until(() -> FETCHES_WITH_CREDENTIALS.size() > 2);
        assertThat(FETCHES_WITH_CREDENTIALS).containsOnly(false);
    }
}
