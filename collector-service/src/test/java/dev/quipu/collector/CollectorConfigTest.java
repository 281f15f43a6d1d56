package dev.quipu.collector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quipu.model.segment.IntakeLimits;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CollectorConfigTest {

    private static final long MIB = 1024 * 1024;

    private final CollectorConfig config = TestConfig.collector(Map.of());
    private final CollectorConfig.Storage storage = TestConfig.storage(Map.of());

    @Test
    void grpcListensOnLoopbackAtItsDefaultPort() {
        assertThat(config.grpc().host()).isEqualTo("127.0.0.1");
        assertThat(config.grpc().port()).isEqualTo(4317);
        assertThat(config.grpc().maxConcurrentStreams()).isEqualTo(128);
    }

    @Test
    void zipkinListensOnLoopbackAtItsDefaultPort() {
        assertThat(config.zipkin().enabled()).isTrue();
        assertThat(config.zipkin().host()).isEqualTo("127.0.0.1");
        assertThat(config.zipkin().port()).isEqualTo(9411);
    }

    @Test
    void grpcListensWhereHttpDoes() {
        assertThat(TestConfig.collector(Map.of("quarkus.http.host", "0.0.0.0"))
                        .grpc()
                        .host())
                .isEqualTo("0.0.0.0");
    }

    @Test
    void bodiesMayBeAsLargeAsOtlpRecommends() {
        assertThat(config.body().maxBytes().asLongValue()).isEqualTo(20 * MIB);
        assertThat(config.body().maxInflatedBytes().asLongValue()).isEqualTo(20 * MIB);
        assertThat(config.body().readTimeout()).isEqualTo(Duration.ofSeconds(15));
    }

    @Test
    void segmentsAreSealedByBytesRequestsOrTime() {
        assertThat(config.segments().maxBytes().asLongValue()).isEqualTo(4 * MIB);
        assertThat(config.segments().maxRequests()).isEqualTo(1024);
        assertThat(config.segments().linger()).isEqualTo(Duration.ofMillis(20));
        assertThat(config.segments().inFlight()).isEqualTo(4);
        assertThat(config.segments().buckets()).isEqualTo(1);
    }

    @Test
    void recordsAreLimitedAsTheModelHasIt() {
        assertThat(config.records().maxPerRequest()).isEqualTo(IntakeLimits.DEFAULT.maxRecordsPerRequest());
        assertThat(config.records().maxValueDepth()).isEqualTo(IntakeLimits.DEFAULT.maxValueDepth());
    }

    @Test
    void timesAndMemoryAreBounded() {
        assertThat(config.maxBytesInFlight().asLongValue()).isEqualTo(64 * MIB);
        assertThat(config.workers()).isZero();
        assertThat(config.ackTimeout()).isEqualTo(Duration.ofSeconds(8));
        assertThat(config.retryAfter()).isEqualTo(Duration.ofSeconds(2));
        assertThat(config.drainTimeout()).isEqualTo(Duration.ofSeconds(20));
        assertThat(config.refresh()).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void targetsAreFetchedEverySecondWithinLimits() {
        CollectorConfig.Scrape scrape = config.scrape();
        assertThat(scrape.enabled()).isTrue();
        assertThat(scrape.interval()).isEqualTo(Duration.ofSeconds(1));
        assertThat(scrape.timeout()).isEqualTo(Duration.ofSeconds(10));
        assertThat(scrape.maxPageBytes().asLongValue()).isEqualTo(16 * MIB);
        assertThat(scrape.maxSamples()).isEqualTo(100_000);
        assertThat(scrape.followRedirects()).isFalse();
        assertThat(scrape.allowLinkLocal()).isFalse();
        assertThat(scrape.lease()).isEqualTo(Duration.ofSeconds(3));
        assertThat(scrape.instance()).isEmpty();
    }

    @Test
    void thereAreNoTargetsUnlessTheyAreConfigured() {
        CollectorConfig.Scrape scrape = config.scrape();
        assertThat(scrape.targets()).isEmpty();
        assertThat(scrape.files().paths()).isEmpty();
        assertThat(scrape.files().refresh()).isEqualTo(Duration.ofSeconds(5));
        assertThat(scrape.files().tenant()).isEqualTo("default");
        assertThat(scrape.kubernetes().enabled()).isFalse();
        assertThat(scrape.kubernetes().namespaces()).isEmpty();
        assertThat(scrape.kubernetes().refresh()).isEqualTo(Duration.ofSeconds(10));
        assertThat(scrape.kubernetes().tenant()).isEqualTo("default");
    }

    @Test
    void aTargetNeedsItsUrlOnly() {
        CollectorConfig.Scrape.Target target = TestConfig.collector(
                        Map.of("quipu.collector.scrape.targets[0].url", "http://host:1"))
                .scrape()
                .targets()
                .get(0);
        assertThat(target.job()).isEmpty();
        assertThat(target.instance()).isEmpty();
        assertThat(target.interval()).isEmpty();
        assertThat(target.timeout()).isEmpty();
        assertThat(target.tenant()).isEqualTo("default");
        assertThat(target.honorLabels()).isFalse();
        assertThat(target.labels()).isEmpty();
    }

    @Test
    void storageIsProbedEveryTwoSeconds() {
        assertThat(config.probe().interval()).isEqualTo(Duration.ofSeconds(2));
        assertThat(config.probe().window()).isEqualTo(Duration.ofSeconds(6));
    }

    @Test
    void storageIsOnThisMachine() {
        assertThat(storage.url()).isEqualTo("http://127.0.0.1:8082");
        assertThat(storage.connections()).isEqualTo(8);
        assertThat(storage.connectTimeout()).isEqualTo(Duration.ofSeconds(2));
        assertThat(storage.requestTimeout()).isEqualTo(Duration.ofSeconds(10));
        assertThat(storage.minBackoff()).isEqualTo(Duration.ofMillis(100));
        assertThat(storage.maxBackoff()).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void nothingIsEncryptedWithoutAMasterKey() {
        assertThat(TestConfig.encryption(Map.of()).masterKeyFile()).isEmpty();
        assertThat(TestConfig.encryption(Map.of()).otherMasterKeyFiles()).isEmpty();
    }

    @Test
    void redactsByStoragesRulesOfASecondAgo() {
        CollectorConfig.Redaction redaction = TestConfig.redaction(Map.of());
        assertThat(redaction.enabled()).isTrue();
        assertThat(redaction.refresh()).isEqualTo(Duration.ofSeconds(1));
        assertThat(redaction.hashKey()).isEmpty();
        assertThat(redaction.hashKeyFile()).isEmpty();
    }
}
