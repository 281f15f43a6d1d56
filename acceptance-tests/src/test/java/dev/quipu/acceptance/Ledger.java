package dev.quipu.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/** The account of every record that storage answers. */
record Ledger(JsonNode counts) {

    static Ledger of(StorageApi storage) {
        return new Ledger(storage.json("/v1/ledger", Map.of()).path("identities"));
    }

    long duplicate() {
        return count("duplicate");
    }

    /** So many records are stored, all still there, and they are the same ones that the ledger counted. */
    void assertHolds(long stored) {
        assertThat(counts.path("differences")).as(counts.toPrettyString()).isEmpty();
        assertThat(counts.path("holds").asBoolean()).as(counts.toPrettyString()).isTrue();
        assertThat(count("stored")).isEqualTo(stored);
        assertThat(count("live")).isEqualTo(stored);
        assertThat(counts.path("setHash").path("live").asText())
                .isNotBlank()
                .isEqualTo(counts.path("setHash").path("stored").asText());
    }

    private long count(String name) {
        assertThat(counts.path(name).isNumber()).as(name + " in " + counts).isTrue();
        return counts.path(name).asLong();
    }
}
