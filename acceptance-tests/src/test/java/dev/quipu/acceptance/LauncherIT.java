package dev.quipu.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the README promises of {@code ./quipu}, done with {@code ./quipu}. */
@Tag("launcher")
class LauncherIT {

    private final List<Integer> ports = Ports.free(9);
    private Launcher launcher;

    @BeforeEach
    void takeAHomeOfItsOwn() throws IOException {
        Path home = Files.createTempDirectory(Files.createDirectories(Checkout.TARGET), "home of the launcher");
        launcher = new Launcher(
                home,
                Map.ofEntries(
                        Map.entry("QUIPU_HOME", home.toString()),
                        Map.entry("QUIPU_JAVA_HOME", System.getProperty("java.home")),
                        Map.entry("QUIPU_COLLECTOR_PORT", ports.get(0).toString()),
                        Map.entry("QUIPU_COLLECTOR_GRPC_PORT", ports.get(1).toString()),
                        Map.entry("QUIPU_COLLECTOR_ZIPKIN_PORT", ports.get(5).toString()),
                        Map.entry("QUIPU_STORAGE_PORT", ports.get(2).toString()),
                        Map.entry("QUIPU_ANALYSIS_PORT", ports.get(3).toString()),
                        Map.entry("QUIPU_DATABASE_PORT", ports.get(4).toString()),
                        Map.entry(
                                "QUIPU_COLLECTOR_MANAGEMENT_PORT", ports.get(6).toString()),
                        Map.entry("QUIPU_STORAGE_MANAGEMENT_PORT", ports.get(7).toString()),
                        Map.entry("QUIPU_ANALYSIS_MANAGEMENT_PORT", ports.get(8).toString())));
    }

    @AfterEach
    void down() throws Exception {
        quipu("down");
    }

    @Test
    void startsShowsItsTrafficKeepsItAndStops() throws Exception {
        assertThat(succeed("up")).contains("Quipu is ready");
        assertThat(succeed("status")).contains("storage  ready", "collector  ready", "analysis  ready");
        assertThat(succeed("demo")).contains("acknowledged");
        assertThat(slowCheckouts()).isPositive();
        await().atMost(Duration.ofMinutes(2))
                .untilAsserted(() -> assertThat(firstCauses())
                        .as("the demo's faults")
                        .containsExactlyInAnyOrder("shop/payment", "shop/recommendation"));
        if (Runtime.version().feature() >= 25) {
            await().atMost(Duration.ofMinutes(6))
                    .until(() -> Stream.of("storage", "collector", "analysis").allMatch(LauncherIT::hasCache));
        }
        assertThat(succeed("up")).contains("already runs");
        assertThat(succeed("logs", "collector")).isNotBlank();

        long before = slowCheckouts();
        assertThat(succeed("down")).contains("storage stopped");
        assertThat(quipu("status").exitCode()).isNotZero();
        assertThat(quipu("demo", "--traces", "1").exitCode())
                .as("demo without a collector")
                .isNotZero();

        succeed("up");
        assertThat(slowCheckouts()).isEqualTo(before);
    }

    @Test
    void saysWhatIsWrongWithItsArguments() throws Exception {
        assertThat(quipu("dance").output()).contains("no such command: dance");
        assertThat(quipu("logs", "cloud").output()).contains("no such service: cloud");
        assertThat(quipu("demo", "--traces", "many").output()).contains("--traces: expected a number, got many");
    }

    /** Whether what the JVM learnt of starting a service is kept. */
    private static boolean hasCache(String service) {
        String[] found = Checkout.ROOT
                .resolve(service + "-service/target")
                .toFile()
                .list((directory, name) -> name.matches("start-\\d+\\.aot"));
        return found != null && found.length == 1;
    }

    /** How many traces the search that the demo prints finds. */
    private long slowCheckouts() {
        JsonNode found = new ReadApi(java.net.URI.create("http://127.0.0.1:" + ports.get(3)))
                .json(
                        "/api/traces",
                        Map.of("service", "checkout", "minDuration", "1s", "lookback", "1h", "limit", "1000"));
        return found.path("data").size();
    }

    /** Of each incident the component that is named first; nothing of those without. */
    private List<String> firstCauses() {
        List<String> first = new ArrayList<>();
        new ReadApi(java.net.URI.create("http://127.0.0.1:" + ports.get(3)))
                .json("/v1/incidents", Map.of())
                .path("incidents")
                .forEach(incident ->
                        first.add(incident.at("/causes/0/cause/component").asText("")));
        return first;
    }

    private String succeed(String... arguments) throws Exception {
        return launcher.succeed(arguments);
    }

    private Launcher.Outcome quipu(String... arguments) throws Exception {
        return launcher.run(arguments);
    }
}
