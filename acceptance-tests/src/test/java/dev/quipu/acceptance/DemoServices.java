package dev.quipu.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Services of their own that hold the traffic of {@code ./quipu demo} and nothing that other tests send: a person would
 * look for what is slow, and find it there.
 */
final class DemoServices {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private static DemoServices shared;

    private final URI collector;
    private final URI page;

    private DemoServices(URI collector, URI page) {
        this.collector = collector;
        this.page = page;
    }

    /**
     * Started once, stopped when the JVM ends. While tests are written, services that run already and hold the demo's
     * traffic are used instead: {@code -Dquipu.test.collector=URL -Dquipu.test.page=URL}.
     */
    static synchronized DemoServices shared() {
        if (shared == null) {
            String collector = System.getProperty("quipu.test.collector");
            shared = collector == null
                    ? start()
                    : new DemoServices(URI.create(collector), URI.create(System.getProperty("quipu.test.page")));
        }
        return shared;
    }

    private static DemoServices start() {
        Cluster cluster = Cluster.start(Map.of());
        DemoServices services =
                new DemoServices(cluster.collector().url(), cluster.analysis().url());
        services.sendDemo();
        return services;
    }

    private void sendDemo() {
        try {
            Path output = Files.createTempFile(Checkout.TARGET, "demo", ".log");
            ProcessBuilder builder = new ProcessBuilder(
                    Checkout.ROOT.resolve("quipu").toString(), "demo", "--seed", "1", "--collector", "" + collector);
            builder.environment().put("QUIPU_JAVA_HOME", System.getProperty("java.home"));
            Process demo = builder.redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            assertThat(demo.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
            assertThat(demo.exitValue()).as(Files.readString(output)).isZero();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    URI page() {
        return page;
    }

    OtlpHttp otlpHttp() {
        return new OtlpHttp(collector);
    }

    ReadApi readApi() {
        return new ReadApi(page);
    }

    /** The incident of which a component is the first cause; waits until it is found. */
    String awaitIncidentCausedBy(String component) {
        return await().atMost(PATIENCE).until(() -> incidentCausedBy(component), id -> !id.isEmpty());
    }

    private String incidentCausedBy(String component) {
        for (JsonNode incident : readApi().json("/v1/incidents", Map.of()).path("incidents")) {
            if (incident.at("/causes/0/cause/component").asText().equals(component)) {
                return incident.path("id").asText();
            }
        }
        return "";
    }

    /** The trace id of the slowest spans that a search finds, the slowest first. */
    List<String> slowestTraces(String q, int limit) {
        return readApi()
                .json("/store/v1/spans", Map.of("q", q, "order", "slowest", "limit", Integer.toString(limit)))
                .path("spans")
                .findValuesAsText("traceId");
    }
}
