package dev.quipu.collector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.json.JsonObject;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The service as it is packaged, as a process that is killed while its sealed spool holds what it acknowledged. */
class SealedSpoolProcessIT {

    private static final Duration START = Duration.ofSeconds(90);
    private static final String CANARY = "canary-3c77";

    @TempDir
    Path temporary;

    private final StorageStandIn storage = new StorageStandIn(0);
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final int port = freePort();
    private final File log = new File("target", "sealed-spool-process.log");
    private Optional<Process> process = Optional.empty();

    @AfterEach
    void stop() {
        process.ifPresent(Process::destroyForcibly);
        storage.close();
    }

    private Process launch(String... more) throws IOException {
        List<String> settings = new ArrayList<>(List.of(
                "-Xmx256m",
                "-Dquarkus.http.port=" + port,
                "-Dquarkus.management.port=" + freePort(),
                "-Dquipu.collector.grpc.port=" + freePort(),
                "-Dquipu.collector.zipkin.port=" + freePort(),
                "-Dquipu.collector.spool.directory=" + temporary.resolve("spool"),
                "-Dquipu.collector.spool.patience=100MS",
                "-Dquipu.storage.max-backoff=200MS",
                "-Dquipu.storage.url=" + storage.url()));
        settings.addAll(List.of(more));
        Process started = new ProcessBuilder(PackagedService.command(settings))
                .redirectErrorStream(true)
                .redirectOutput(log)
                .start();
        process = Optional.of(started);
        return started;
    }

    private String keyed(String name) throws IOException {
        Path file = temporary.resolve(name);
        if (!Files.exists(file)) {
            Files.writeString(file, "ab".repeat(31) + "%02x".formatted(name.length()));
        }
        return "-Dquipu.encryption.master-key-file=" + file;
    }

    private void awaitOpen() {
        await().atMost(START).ignoreExceptions().until(() -> answer("/v1/spool").statusCode() == 200);
    }

    private HttpResponse<String> answer(String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .build();
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private int send(int number) throws IOException, InterruptedException {
        byte[] body = Otlp.of(List.of(Otlp.span()
                        .addAttributes(Otlp.text("card", CANARY))
                        .addAttributes(Otlp.text("order.id", "o-" + number))
                        .build()))
                .toByteArray();
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/v1/traces"))
                .header("Content-Type", "application/x-protobuf")
                .POST(BodyPublishers.ofByteArray(body))
                .build();
        return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    }

    /** Files under the directory in which the canary stands. */
    private List<Path> leaks() throws IOException {
        List<Path> found = new ArrayList<>();
        try (Stream<Path> files = Files.walk(temporary.resolve("spool"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(CANARY)) {
                    found.add(file);
                }
            }
        }
        return found;
    }

    @Test
    void keepsWhatItAcknowledgedThroughAKillAndReadableByNobodyWithoutTheMasterKey() throws Exception {
        storage.away(true);
        Process first = launch(keyed("master.key"));
        awaitOpen();
        // Refused until storage told by which rules to redact.
        await().atMost(START).until(() -> send(0) == 200);
        for (int i = 1; i < 20; i++) {
            assertThat(send(i)).isEqualTo(200);
        }
        assertThat(answer("/v1/spool").body()).contains("\"records\":20");
        first.destroyForcibly().waitFor();
        assertThat(leaks()).isEmpty();

        Process keyless = launch();
        assertThat(keyless.waitFor(START.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(Files.readString(log.toPath()))
                .contains("holds sealed segments of tenant default")
                .contains("quipu.encryption.master-key-file");
        Process foreign = launch(keyed("other.key"));
        assertThat(foreign.waitFor(START.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(Files.readString(log.toPath())).contains("expected the master key");

        storage.away(false);
        launch(keyed("master.key"));
        awaitOpen();
        await().atMost(START).until(() -> storage.records() == 20);
        assertThat(leaks()).isEmpty();
    }

    @Test
    void deliversWhatLiesUnderTheMasterKeyBeforeTheOneItIsGiven() throws Exception {
        storage.away(true);
        Process first = launch(keyed("master.key"));
        awaitOpen();
        await().atMost(START).until(() -> send(0) == 200);
        first.destroyForcibly().waitFor();

        Process both = launch(
                keyed("next.key"), "-Dquipu.encryption.other-master-key-files=" + temporary.resolve("master.key"));
        awaitOpen();
        both.destroyForcibly().waitFor();
        Files.delete(temporary.resolve("master.key"));

        storage.away(false);
        launch(keyed("next.key"));
        awaitOpen();
        await().atMost(START).until(() -> storage.records() == 1);
        assertThat(leaks()).isEmpty();
    }

    @Test
    void letsGoWhatLiesUnderKeysThatStorageDestroyedAndTellsTheLedger() throws Exception {
        storage.away(true);
        launch(keyed("master.key"));
        awaitOpen();
        for (int i = 0; i < 5; i++) {
            assertThat(send(i)).isEqualTo(200);
        }
        storage.destroyedKeys()
                .set("default", new JsonObject().put("at", Instant.now().toString()));
        Path keys = temporary.resolve("spool").resolve("keys");
        await().until(() -> Files.readString(keys).contains("destroyedUntil"));

        storage.away(false);
        await().atMost(START).until(() -> storage.counted("erased") == 5);
        assertThat(storage.records()).isZero();
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
