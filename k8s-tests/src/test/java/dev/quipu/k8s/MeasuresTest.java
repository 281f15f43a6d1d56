package dev.quipu.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What alerts, monitors and scalers ask for is there. */
class MeasuresTest {

    private static final Pattern METRIC = Pattern.compile("\\bquipu_[a-z_]+");

    @Test
    void metersAreNamedAsPrometheusSeesThem() {
        assertThat(Meters.names())
                .contains(
                        "quipu_collector_in_flight_bytes",
                        "quipu_collector_records_total",
                        "quipu_collector_acknowledgement_duration_seconds_sum",
                        "quipu_analysis_feed_lag_seconds",
                        "quipu_rate",
                        "quipu_storage_store_waiting");
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "DEV")
    void scalersAskForMetricsThatThereAre(Overlay overlay) {
        Stream<String> names = Stream.concat(
                overlay.all("HorizontalPodAutoscaler")
                        .flatMap(scaler -> Manifest.each(scaler.at("/spec/metrics")))
                        .map(metric -> metric.at("/pods/metric/name").asText()),
                overlay.all("ScaledObject")
                        .flatMap(scaler -> Manifest.each(scaler.at("/spec/triggers")))
                        .flatMap(
                                trigger -> metrics(trigger.at("/metadata/query").asText())));

        assertThat(names.filter(name -> !name.isEmpty())).isNotEmpty().isSubsetOf(Meters.names());
    }

    @Test
    void alertsAskForMetricsThatThereAre() {
        Set<String> names = Meters.names();

        assertThat(alerts()).hasSizeGreaterThan(15).allSatisfy(alert -> {
            String expression = alert.path("expr").asText();
            assertThat(metrics(expression)).isSubsetOf(names);
            assertThat(expression).containsPattern("quipu_|up\\{");
        });
    }

    @Test
    void alertsSayWhatIsWrongAndHowBadThatIs() {
        assertThat(alerts()).allSatisfy(alert -> {
            assertThat(alert.at("/labels/severity").asText()).isIn("critical", "warning");
            assertThat(alert.at("/annotations/summary").asText()).endsWith(".");
            assertThat(alert.at("/annotations/description").asText()).endsWith(".");
        });
        assertThat(alerts().stream().map(alert -> alert.path("alert").asText())).doesNotHaveDuplicates();
    }

    @Test
    void whatAnAlertMeansIsWrittenForOperators() {
        String operations = Checkout.read("docs/operations.md");

        assertThat(alerts().stream().map(alert -> "| `" + alert.path("alert").asText() + "` |"))
                .allMatch(operations::contains);
        assertThat(Pattern.compile("(?m)^\\| `(Quipu[A-Z]\\w+)` \\|")
                        .matcher(operations)
                        .results())
                .extracting(found -> found.group(1))
                .hasSameSizeAs(alerts());
    }

    @ParameterizedTest
    @EnumSource(names = {"PROMETHEUS_OPERATOR", "KEDA"})
    void everyServiceIsReadOnItsManagementPort(Overlay overlay) {
        assertThat(overlay.all("ServiceMonitor")).hasSize(3).allSatisfy(monitor -> {
            Manifest service = overlay.one("Service", monitor.name());
            JsonNode endpoint = monitor.at("/spec/endpoints/0");

            assertThat(monitor.at("/spec/selector/matchLabels")).isEqualTo(service.at("/spec/selector"));
            assertThat(service.at("/metadata/labels/app.kubernetes.io~1name").asText())
                    .isEqualTo(monitor.name());
            assertThat(Manifest.each(service.at("/spec/ports"))
                            .map(port -> port.path("name").asText()))
                    .contains(endpoint.path("port").asText());
            assertThat(endpoint.path("path").asText()).isEqualTo("/q/metrics");
            assertThat(overlay.one("Certificate", monitor.name())
                            .at("/spec/dnsNames")
                            .toString())
                    .contains(endpoint.at("/tlsConfig/serverName").asText());
        });
    }

    private static Stream<String> metrics(String expression) {
        return METRIC.matcher(expression).results().map(MatchResult::group);
    }

    private static List<JsonNode> alerts() {
        return Manifest.each(Overlay.PROMETHEUS_OPERATOR
                        .one("PrometheusRule", "quipu")
                        .at("/spec/groups"))
                .flatMap(group -> Manifest.each(group.path("rules")))
                .toList();
    }
}
