package dev.quipu.collector;

import dev.quipu.access.AccessConfig;
import dev.quipu.access.encryption.EncryptionConfig;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Map;

/** The configuration as the service reads it, with the given keys set. */
public final class TestConfig {

    private TestConfig() {}

    public static SmallRyeConfig of(Map<String, String> set) {
        return new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withMapping(CollectorConfig.class)
                .withMapping(CollectorConfig.Storage.class)
                .withMapping(CollectorConfig.Redaction.class)
                .withMapping(AccessConfig.class)
                .withMapping(EncryptionConfig.class)
                .withDefaultValues(set)
                .addDefaultInterceptors()
                .build();
    }

    public static CollectorConfig collector(Map<String, String> set) {
        return of(set).getConfigMapping(CollectorConfig.class);
    }

    public static CollectorConfig.Storage storage(Map<String, String> set) {
        return of(set).getConfigMapping(CollectorConfig.Storage.class);
    }

    public static AccessConfig access(Map<String, String> set) {
        return of(set).getConfigMapping(AccessConfig.class);
    }

    public static EncryptionConfig encryption(Map<String, String> set) {
        return of(set).getConfigMapping(EncryptionConfig.class);
    }

    public static CollectorConfig.Redaction redaction(Map<String, String> set) {
        return of(set).getConfigMapping(CollectorConfig.Redaction.class);
    }
}
