package dev.quipu.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ConfigurationTableTest {

    @Test
    void theReadmeRepeatsEveryKeyItsDefaultAndItsSentence() throws IOException {
        Path access = Checkout.ROOT.resolve("common-access/src/main/java/dev/quipu/access");
        StringBuilder expected = new StringBuilder("\n### every service\n\n")
                .append(ConfigurationTable.of(access.resolve("AccessConfig.java")))
                .append("\n### collector-service and storage-service\n\n")
                .append(ConfigurationTable.of(access.resolve("encryption/EncryptionConfig.java")));
        for (String service : new String[] {"collector", "storage", "analysis"}) {
            String type = Character.toUpperCase(service.charAt(0)) + service.substring(1) + "Config";
            Path source = Checkout.ROOT.resolve(
                    "%1$s-service/src/main/java/dev/quipu/%1$s/%2$s.java".formatted(service, type));
            expected.append("\n### ").append(service).append("-service\n\n").append(ConfigurationTable.of(source));
        }
        Path written = Files.writeString(
                Files.createDirectories(Checkout.TARGET).resolve("configuration.md"), expected.toString());

        assertThat(Files.readString(Checkout.ROOT.resolve("README.md")))
                .as("the section between the configuration markers is to be the text of %s", written)
                .contains("ConfigurationTableTest -->\n" + expected + "\n<!-- end of configuration -->");
    }
}
