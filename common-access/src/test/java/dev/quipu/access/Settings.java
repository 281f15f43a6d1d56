package dev.quipu.access;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Map;

/** What is set, over the defaults. */
final class Settings {

    private static final int ORDINAL = 500;

    private Settings() {}

    static AccessConfig of(Map<String, String> values) {
        return new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withMapping(AccessConfig.class)
                .withSources(new PropertiesConfigSource(values, "test", ORDINAL))
                .build()
                .getConfigMapping(AccessConfig.class);
    }
}
