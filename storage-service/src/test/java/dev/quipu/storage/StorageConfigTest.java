package dev.quipu.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.runtime.configuration.MemorySizeConverter;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Every key has the default that the README's table gives. */
class StorageConfigTest {

    private static final long MIB = 1 << 20;

    private final StorageConfig config = read();

    private static StorageConfig read() {
        SmallRyeConfig config = new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .addDiscoveredConverters()
                .withConverter(io.quarkus.runtime.configuration.MemorySize.class, 200, new MemorySizeConverter())
                .withConverter(Duration.class, 200, new io.quarkus.runtime.configuration.DurationConverter())
                .withDefaultValue("user.home", "/home/ada")
                .withMapping(StorageConfig.class)
                .build();
        return config.getConfigMapping(StorageConfig.class);
    }

    @Test
    void databaseDefaults() {
        StorageConfig.Database database = config.database();
        assertThat(database.directory()).isEqualTo(Path.of("/home/ada/.quipu/postgresql"));
        assertThat(database.archiveDirectory()).isEmpty();
        assertThat(database.port()).isEqualTo(15432);
        assertThat(database.startTimeout()).isEqualTo(Duration.ofSeconds(60));
        assertThat(database.watchInterval()).isEqualTo(Duration.ofMillis(500));
        assertThat(database.sharedBuffers()).isEqualTo("128MB");
        assertThat(database.maxWalSize()).isEqualTo("1GB");
        assertThat(database.maxConnections()).isEqualTo(60);
        assertThat(database.citus()).isFalse();
    }

    @Test
    void rowLevelSecurityIsOn() {
        assertThat(config.storage().rowLevelSecurity()).isTrue();
    }

    @Test
    void segmentsDefaults() {
        StorageConfig.Segments segments = config.storage().segments();
        assertThat(segments.maxBodySize().asLongValue()).isEqualTo(64 * MIB);
        assertThat(segments.maxInFlightSize().asLongValue()).isEqualTo(96 * MIB);
        assertThat(segments.concurrency()).isEqualTo(4);
        assertThat(segments.timeout()).isEqualTo(Duration.ofSeconds(30));
        assertThat(segments.headCacheSize().asLongValue()).isEqualTo(48 * MIB);
    }

    @Test
    void searchDefaults() {
        StorageConfig.Search search = config.storage().search();
        assertThat(search.workers()).isEmpty();
        assertThat(search.concurrency()).isEqualTo(6);
        assertThat(search.maxWaiting()).isEqualTo(64);
        assertThat(search.timeout()).isEqualTo(Duration.ofSeconds(30));
        assertThat(search.defaultLimit()).isEqualTo(20);
        assertThat(search.maxLimit()).isEqualTo(1000);
        assertThat(search.defaultLookback()).isEqualTo(Duration.ofHours(1));
        assertThat(search.maxTraceSpans()).isEqualTo(200_000);
        assertThat(search.maxTraceIds()).isEqualTo(1000);
    }

    @Test
    void metricsDefaults() {
        StorageConfig.Metrics metrics = config.storage().metrics();
        assertThat(metrics.maxSeries()).isEqualTo(10_000);
        assertThat(metrics.maxSamples()).isEqualTo(3_000_000);
        assertThat(metrics.maxPoints()).isEqualTo(100_000);
    }

    @Test
    void catalogAndFeedDefaults() {
        StorageConfig.Catalog catalog = config.storage().catalog();
        assertThat(catalog.cacheEntries()).isEqualTo(100_000);
        assertThat(catalog.maxSpanNamesPerService()).isEqualTo(1000);
        assertThat(catalog.maxMetricsPerService()).isEqualTo(5000);
        assertThat(catalog.refreshInterval()).isEqualTo(Duration.ofSeconds(60));
        assertThat(catalog.attributesInterval()).isEqualTo(Duration.ofMinutes(1));
        assertThat(catalog.maxAttributeValues()).isEqualTo(100);
        assertThat(catalog.silentAfter()).isEqualTo(Duration.ofMinutes(5));
        StorageConfig.Feed feed = config.storage().feed();
        assertThat(feed.defaultLimit()).isEqualTo(100);
        assertThat(feed.maxLimit()).isEqualTo(1000);
        assertThat(feed.maxLag()).isEqualTo(Duration.ofHours(6));
    }

    @Test
    void upkeepDefaults() {
        StorageConfig.Partitions partitions = config.storage().partitions();
        assertThat(partitions.daysAhead()).isEqualTo(3);
        assertThat(partitions.interval()).isEqualTo(Duration.ofHours(1));
        StorageConfig.Compaction compaction = config.storage().compaction();
        assertThat(compaction.enabled()).isTrue();
        assertThat(compaction.interval()).isEqualTo(Duration.ofSeconds(5));
        assertThat(compaction.minAge()).isEqualTo(Duration.ofSeconds(5));
        assertThat(compaction.targetRecords()).isEqualTo(100_000);
        assertThat(compaction.targetPoints()).isEqualTo(260_000);
        assertThat(compaction.maxMergeSize().asLongValue()).isEqualTo(16 * MIB);
        assertThat(compaction.maxMergeSegments()).isEqualTo(256);
        assertThat(compaction.yieldAbove()).isEqualTo(20_000);
        assertThat(compaction.maxAge()).isEqualTo(Duration.ofMinutes(2));
        StorageConfig.Retention retention = config.storage().retention();
        assertThat(retention.days()).isEqualTo(14);
        assertThat(retention.interval()).isEqualTo(Duration.ofMinutes(10));
        assertThat(retention.requestKeyDays()).isEqualTo(3);
        assertThat(retention.ledgerDays()).isEqualTo(400);
        assertThat(config.storage().producers().grace()).isEqualTo(Duration.ofSeconds(60));
        assertThat(config.storage().ledger().maxInferredSpans()).isEqualTo(5_000_000);
        assertThat(config.storage().fate().keepDays()).isEqualTo(30);
    }

    @Test
    void rollups() {
        assertThat(config.storage().rollups().mergeInterval()).isEqualTo(Duration.ofSeconds(30));
        assertThat(config.storage().rollups().tenSecondDays()).isEqualTo(2);
        assertThat(config.storage().rollups().minuteDays()).isEqualTo(30);
        assertThat(config.storage().rollups().hourDays()).isEqualTo(400);
    }

    @Test
    void auditDefaults() {
        StorageConfig.Audit audit = config.storage().audit();
        assertThat(audit.signingKey()).isEmpty();
        assertThat(audit.checkpointInterval()).isEqualTo(Duration.ofMinutes(1));
        assertThat(audit.reads()).isFalse();
    }

    @Test
    void erasureDefaults() {
        StorageConfig.Erasure erasure = config.storage().erasure();
        assertThat(erasure.interval()).isEqualTo(Duration.ofSeconds(1));
        assertThat(erasure.keepDays()).isEqualTo(30);
        assertThat(erasure.rewriteTables()).isTrue();
        assertThat(erasure.log()).isEmpty();
    }
}
