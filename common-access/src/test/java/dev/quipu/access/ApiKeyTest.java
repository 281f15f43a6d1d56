package dev.quipu.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ApiKeyTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private final SecureRandom random = new SecureRandom();
    private final ApiKey key = ApiKey.random(random);

    @Test
    void isReadAsItWasShown() {
        assertThat(key.reveal()).matches("qp_[0-9a-f]{16}_[0-9a-f]{40}").contains(key.id());
        assertThat(ApiKey.parse(key.reveal()).map(ApiKey::reveal)).contains(key.reveal());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "qp_", "qp_0123456789abcdef", "QP_0123456789abcdef_0123456789012345678901234567890123456789"
            })
    void otherTextsAreNoKeys(String text) {
        assertThat(ApiKey.parse(text)).isEmpty();
    }

    @Test
    void neverTellsItsSecretByAccident() {
        String secret = key.reveal().substring(key.reveal().lastIndexOf('_') + 1);
        assertThat(key.toString()).doesNotContain(secret).contains(key.id());
        assertThat(stored(Optional.empty()).toString()).doesNotContain(secret);
    }

    @Test
    void opensUntilItExpires() {
        assertThat(stored(Optional.empty()).opensFor(key, NOW)).isTrue();
        assertThat(stored(Optional.of(NOW.plusNanos(1))).opensFor(key, NOW)).isTrue();
        assertThat(stored(Optional.of(NOW)).opensFor(key, NOW)).isFalse();
    }

    @Test
    void opensNothingWithAnotherSecret() {
        String shown = key.reveal();
        char last = shown.charAt(shown.length() - 1);
        String forged = shown.substring(0, shown.length() - 1) + (last == '0' ? '1' : '0');
        assertThat(stored(Optional.empty()).opensFor(ApiKey.parse(forged).orElseThrow(), NOW))
                .isFalse();
    }

    @Test
    void twoOfOneSecretAreKeptDifferently() {
        assertThat(stored(Optional.empty()).hash())
                .isNotEqualTo(stored(Optional.empty()).hash());
    }

    @Test
    void refusesToKeepSomethingElse() {
        assertThatThrownBy(() ->
                        new StoredKey("id", "default", Role.READER, "", new byte[3], new byte[32], Optional.empty()))
                .hasMessage("key id: expected a salt of 16 and a hash of 32 bytes, got 3 and 32");
    }

    @Test
    void isOfNoUseOnceItIsOffTheRing() {
        KeyRing ring = new KeyRing();
        assertThat(ring.caller(key, NOW)).isEmpty();
        ring.replace(List.of(stored(Optional.empty())));
        assertThat(ring.caller(key, NOW)).contains(new Caller("shop", Role.WRITER, "the shop's collector"));
        assertThat(ring.caller(ApiKey.random(random), NOW)).isEmpty();
        ring.replace(List.of());
        assertThat(ring.caller(key, NOW)).isEmpty();
    }

    @Test
    void aRoleHasThoseThatItIncludes() {
        assertThat(Role.WRITER.labels()).containsExactly(Role.WRITES);
        assertThat(Role.ANALYST.labels()).containsExactly(Role.ANALYSES, Role.READS);
        assertThat(Role.ADMIN.labels())
                .containsExactly(Role.ADMINISTERS, Role.ANALYSES, Role.READS, Role.WRITES)
                .doesNotContain(Role.SERVES);
        assertThat(Role.SERVICE.labels()).hasSize(Role.values().length);
        assertThat(Role.of("analyst")).contains(Role.ANALYST);
        assertThat(Role.of("ANALYST")).isEmpty();
    }

    private StoredKey stored(Optional<Instant> expiresAt) {
        return StoredKey.of(key, "shop", Role.WRITER, "the shop's collector", expiresAt, random);
    }
}
