package dev.quipu.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CatalogTextTest {

    @Test
    void leavesOrdinaryTextAlone() {
        assertThat(CatalogText.bounded("GET /cart", 20)).isEqualTo("GET /cart");
        assertThat(CatalogText.bounded("naïve 🦙", 20)).isEqualTo("naïve 🦙");
    }

    @Test
    void replacesWhatPostgresqlCannotKeep() {
        assertThat(CatalogText.bounded("a\0b", 20)).isEqualTo("a\uFFFDb");
        assertThat(CatalogText.bounded("a\uD800b", 20)).isEqualTo("a\uFFFDb");
    }

    @Test
    void keepsDifferentLongTextDifferent() {
        String a = CatalogText.bounded("x".repeat(1000) + "a", 50);
        String b = CatalogText.bounded("x".repeat(1000) + "b", 50);
        assertThat(a).hasSize(50).isNotEqualTo(b).startsWith("xxxx");
        assertThat(CatalogText.bounded("🦙".repeat(1000), 50)
                        .codePointCount(
                                0, CatalogText.bounded("🦙".repeat(1000), 50).length()))
                .isEqualTo(50);
    }
}
