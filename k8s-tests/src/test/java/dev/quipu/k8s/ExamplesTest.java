package dev.quipu.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What others are configured with leads to services that there are. */
class ExamplesTest {

    @Test
    void grafanaAsksAnalysis() {
        Manifest file = example("grafana-datasources");

        assertThat(Manifest.each(file.at("/datasources"))).isNotEmpty().allSatisfy(source -> {
            assertLeadsToAService(source.path("url").asText(), "analysis");
            assertThat(source.at("/jsonData/httpHeaderName1").asText()).isEqualTo("Authorization");
            assertThat(source.at("/secureJsonData/httpHeaderValue1").asText()).startsWith("Bearer $");
        });
    }

    @Test
    void theOpenTelemetryCollectorExportsAllSignalsToTheCollector() {
        Manifest file = example("opentelemetry-collector");

        assertLeadsToAService(file.at("/exporters/otlphttp/endpoint").asText(), "collector");
        assertThat(file.at("/exporters/otlphttp/headers/Authorization").asText())
                .startsWith("Bearer ${env:");
        assertThat(List.of("traces", "logs", "metrics"))
                .allMatch(signal -> file.at("/service/pipelines/" + signal + "/exporters/0")
                        .asText()
                        .equals("otlphttp"));
    }

    @Test
    void pipelinesAreMadeOfPartsThatAreConfigured() {
        Manifest file = example("opentelemetry-collector");

        assertThat(Stream.of("receivers", "processors", "exporters"))
                .allSatisfy(kind -> assertThat(Manifest.each(file.at("/service/pipelines"))
                                .flatMap(pipeline -> Manifest.each(pipeline.path(kind)))
                                .map(part -> part.asText()))
                        .isNotEmpty()
                        .allMatch(file.at("/" + kind)::has));
    }

    @Test
    void prometheusScrapesWhereTheServicesShowTheirMetrics() {
        List<JsonNode> jobs =
                Manifest.each(example("prometheus").at("/scrape_configs")).toList();

        assertThat(jobs)
                .extracting(job -> job.path("job_name").asText())
                .containsExactlyInAnyOrderElementsOf(Overlay.SERVICES);
        assertThat(jobs).allSatisfy(job -> {
            JsonNode of = Overlay.DEV.workload(job.path("job_name").asText()).at("/spec/template/metadata/annotations");
            assertThat(job.path("metrics_path").asText())
                    .isEqualTo(of.path("prometheus.io/path").asText());
            assertThat(job.at("/static_configs/0/targets/0").asText())
                    .endsWith(":" + of.path("prometheus.io/port").asText());
            assertThat(job.at("/static_configs/0/labels/namespace").asText()).isEqualTo("quipu");
        });
    }

    private static Manifest example(String name) {
        return Overlay.read(Checkout.read("docs/examples/" + name + ".yaml")).get(0);
    }

    private static void assertLeadsToAService(String address, String service) {
        URI url = URI.create(address);

        assertThat(url.getHost()).isEqualTo(service + ".quipu.svc");
        assertThat(Manifest.each(Overlay.DEV.one("Service", service).at("/spec/ports"))
                        .map(port -> port.path("port").asInt()))
                .contains(url.getPort());
    }
}
