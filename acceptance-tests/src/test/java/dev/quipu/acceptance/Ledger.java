package dev.quipu.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/** The account of all records that storage answers. */
record Ledger(JsonNode answer) {
    static Ledger of(StorageApi storage) {
        return new Ledger(storage.json("/v1/ledger", Map.of()));
    }

    void assertHolds(long stored) {
        assertThat(answer.isObject()).isTrue();
    }
}
