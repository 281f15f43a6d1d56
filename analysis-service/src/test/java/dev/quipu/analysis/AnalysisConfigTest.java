package dev.quipu.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.runtime.configuration.DurationConverter;
import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.runtime.configuration.MemorySizeConverter;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class AnalysisConfigTest {

    private static final long MEBIBYTES = 1 << 20;

    private final AnalysisConfig config = new SmallRyeConfigBuilder()
            .withConverter(MemorySize.class, 100, new MemorySizeConverter())
            .withConverter(Duration.class, 100, new DurationConverter())
            .withMapping(AnalysisConfig.class)
            .build()
            .getConfigMapping(AnalysisConfig.class);

    @Test
    void findsStorageOnThisMachine() {
        assertThat(config.storage().url()).isEqualTo(URI.create("http://127.0.0.1:8082"));
    }

    @Test
    void findsACollectorOnThisMachine() {
        assertThat(config.collector().url()).isEqualTo(URI.create("http://127.0.0.1:4318"));
    }

    @Test
    void knowsRolesByTheNamesOfGroups() {
        AnalysisConfig.Login login = config.analysis().login();
        assertThat(login.tenantClaim()).isEqualTo("quipu_tenant");
        assertThat(login.tenant()).isEmpty();
        assertThat(login.roles().admin()).containsExactly("admin");
        assertThat(login.roles().analyst()).containsExactly("analyst");
        assertThat(login.roles().reader()).containsExactly("reader");
    }

    @Test
    void boundsTheClient() {
        AnalysisConfig.Client client = config.analysis().client();
        assertThat(client.connectTimeout()).isEqualTo(Duration.ofSeconds(2));
        assertThat(client.timeout()).isEqualTo(Duration.ofSeconds(30));
        assertThat(client.maxConnections()).isEqualTo(16);
        assertThat(client.maxWaiting()).isEqualTo(256);
        assertThat(client.maxAnswerSize().asLongValue()).isEqualTo(64 * MEBIBYTES);
        assertThat(client.maxBytesInFlight().asLongValue()).isEqualTo(64 * MEBIBYTES);
    }

    @Test
    void boundsTheWork() {
        assertThat(config.analysis().work().threads()).isEqualTo(2);
        assertThat(config.analysis().work().maxQueued()).isEqualTo(256);
    }

    @Test
    void boundsAnswersInJaegersShape() {
        AnalysisConfig.Jaeger jaeger = config.analysis().jaeger();
        assertThat(jaeger.defaultLookback()).isEqualTo(Duration.ofHours(48));
        assertThat(jaeger.defaultLimit()).isEqualTo(100);
        assertThat(jaeger.maxTraces()).isEqualTo(1500);
        assertThat(jaeger.maxSpans()).isEqualTo(200_000);
        assertThat(jaeger.tracesPerBatch()).isEqualTo(50);
    }

    @Test
    void remembersSpansForTheServiceGraph() {
        assertThat(config.analysis().graph().maxSpans()).isEqualTo(200_000);
        assertThat(config.analysis().graph().maxAge()).isEqualTo(Duration.ofMinutes(10));
    }

    @Test
    void looksForIncidents() {
        assertThat(config.analysis().incidents().enabled()).isTrue();
        assertThat(config.analysis().incidents().interval()).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void looksAtAlertRules() {
        AnalysisConfig.Alerts alerts = config.analysis().alerts();
        assertThat(alerts.enabled()).isTrue();
        assertThat(alerts.interval()).isEqualTo(Duration.ofSeconds(15));
        assertThat(alerts.deliveryInterval()).isEqualTo(Duration.ofSeconds(2));
        assertThat(alerts.deliveryTimeout()).isEqualTo(Duration.ofSeconds(10));
    }

    @Test
    void boundsTheCountOfDependencies() {
        AnalysisConfig.Dependencies dependencies = config.analysis().dependencies();
        assertThat(dependencies.defaultLookback()).isEqualTo(Duration.ofHours(24));
        assertThat(dependencies.maxTraces()).isEqualTo(2000);
        assertThat(dependencies.maxSpans()).isEqualTo(100_000);
        assertThat(dependencies.timeLimit()).isEqualTo(Duration.ofSeconds(10));
    }

    @Test
    void refreshesTheRates() {
        assertThat(config.analysis().rates().window()).isEqualTo(Duration.ofHours(1));
        assertThat(config.analysis().rates().metricsInterval()).isEqualTo(Duration.ofSeconds(15));
    }

    @Test
    void boundsTheQuestionsToCollectors() {
        AnalysisConfig.Fate fate = config.analysis().fate();
        assertThat(fate.timeout()).isEqualTo(Duration.ofSeconds(2));
        assertThat(fate.maxCollectors()).isEqualTo(16);
        assertThat(fate.maxAnswerSize().asLongValue()).isEqualTo(256 << 10);
    }

    @Test
    void followsTheFeed() {
        AnalysisConfig.Feed feed = config.analysis().feed();
        assertThat(feed.enabled()).isTrue();
        assertThat(feed.interval()).isEqualTo(Duration.ofSeconds(1));
        assertThat(feed.segmentsPerStep()).isEqualTo(64);
        assertThat(feed.maxLag()).isEqualTo(Duration.ofSeconds(30));
        assertThat(feed.slices()).isEqualTo(1);
        assertThat(feed.lease()).isEqualTo(Duration.ofSeconds(6));
    }

    @Test
    void boundsAnswersOfRateErrorsAndDuration() {
        assertThat(config.analysis().red().defaultLookback()).isEqualTo(Duration.ofHours(1));
        assertThat(config.analysis().red().maxPoints()).isEqualTo(100_000);
    }

    @Test
    void causesDefaults() {
        assertThat(config.analysis().causes().defaultLength()).isEqualTo(Duration.ofMinutes(5));
        assertThat(config.analysis().causes().maxRecords()).isEqualTo(20_000);
        assertThat(config.analysis().causes().timeLimit()).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void boundsTheMiningOfTemplates() {
        assertThat(config.analysis().templates().defaultLookback()).isEqualTo(Duration.ofHours(1));
        assertThat(config.analysis().templates().maxRecords()).isEqualTo(50_000);
        assertThat(config.analysis().templates().timeLimit()).isEqualTo(Duration.ofSeconds(10));
    }

    @Test
    void boundsTheLookForAnomalies() {
        AnalysisConfig.Anomalies anomalies = config.analysis().anomalies();
        assertThat(anomalies.defaultLookback()).isEqualTo(Duration.ofHours(1));
        assertThat(anomalies.history()).isEqualTo(Duration.ofDays(7));
        assertThat(anomalies.maxSeries()).isEqualTo(1000);
        assertThat(anomalies.maxValues()).isEqualTo(5_000_000);
        assertThat(anomalies.maxSteps()).isEqualTo(50_000);
    }
}
