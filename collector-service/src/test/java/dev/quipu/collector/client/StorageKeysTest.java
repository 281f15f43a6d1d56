package dev.quipu.collector.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quipu.access.ApiKey;
import dev.quipu.access.Role;
import dev.quipu.access.StoredKey;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StorageKeysTest {

    private static final SecureRandom RANDOM = new SecureRandom();

    private static JsonObject json(StoredKey key) {
        JsonObject json = new JsonObject()
                .put("id", key.id())
                .put("tenant", key.tenant())
                .put("role", key.role().label())
                .put("name", key.name())
                .put("salt", Base64.getEncoder().encodeToString(key.salt()))
                .put("hash", Base64.getEncoder().encodeToString(key.hash()));
        key.expiresAt().ifPresent(time -> json.put("expiresAt", time.toString()));
        return json;
    }

    private static String told(JsonObject... keys) {
        JsonArray array = new JsonArray();
        for (JsonObject key : keys) {
            array.add(key);
        }
        return new JsonObject().put("keys", array).encode();
    }

    @Test
    void readsWhatStorageKeepsOfKeys() {
        StoredKey open = StoredKey.of(ApiKey.random(RANDOM), "shop", Role.WRITER, "cart", Optional.empty(), RANDOM);
        StoredKey ending = StoredKey.of(
                ApiKey.random(RANDOM),
                "office",
                Role.ADMIN,
                "ops",
                Optional.of(Instant.parse("2027-01-01T00:00:00Z")),
                RANDOM);
        assertThat(StorageKeys.parse(told(json(open), json(ending)))).containsExactly(open, ending);
    }

    @Test
    void aKeyOfARoleThatIsNotKnownOpensNothing() {
        StoredKey open = StoredKey.of(ApiKey.random(RANDOM), "shop", Role.WRITER, "cart", Optional.empty(), RANDOM);
        assertThat(StorageKeys.parse(told(json(open).put("role", "gardener"), json(open))))
                .containsExactly(open);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "{\"keys\":[1]}",
                "{\"keys\":[{\"role\":\"writer\"}]}",
                "{\"keys\":[{\"id\":\"1\",\"tenant\":\"a\",\"role\":\"writer\",\"name\":\"b\",\"salt\":\"!\",\"hash\":\"\"}]}"
            })
    void refusesWhatIsNoListOfKeys(String json) {
        assertThatThrownBy(() -> StorageKeys.parse(json)).isInstanceOf(IllegalArgumentException.class);
    }
}
