package dev.quipu.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quipu.model.TenantName;
import io.vertx.core.MultiMap;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class GateTest {

    private static final String SERVICE_KEY = "0123456789abcdef0123456789abcdef";
    private static final Map<String, String> KEYS =
            Map.of("quipu.access.authentication", "keys", "quipu.access.service-key", SERVICE_KEY);

    private final SecureRandom random = new SecureRandom();
    private final KeyRing ring = new KeyRing();
    private final Gate gate = new Gate(Settings.of(KEYS), ring);

    @Test
    void putsTheKeysTenantInThePlaceOfTheOneThatIsNamed() {
        ApiKey key = known("shop", Role.READER, Optional.empty());
        MultiMap headers = bearer(key.reveal()).set(TenantName.HEADER, "other");

        assertThat(gate.judge(headers))
                .isEqualTo(new Verdict.Known(new Caller("shop", Role.READER, "the key of shop")));
        assertThat(headers.getAll(TenantName.HEADER)).containsExactly("shop");
    }

    @Test
    void leavesNoTenantWhereNobodyIsKnown() {
        ring.replace(List.of());
        MultiMap headers = MultiMap.caseInsensitiveMultiMap().set("quipu-tenant", "other");

        assertThat(gate.judge(headers)).isInstanceOf(Verdict.Anonymous.class);
        assertThat(headers.contains(TenantName.HEADER)).isFalse();
    }

    @Test
    void takesAPasswordForAKey() {
        ApiKey key = known("shop", Role.WRITER, Optional.empty());
        String pair = Base64.getEncoder().encodeToString(("any:" + key.reveal()).getBytes(StandardCharsets.UTF_8));

        assertThat(gate.judge(MultiMap.caseInsensitiveMultiMap().set("authorization", "basic " + pair)))
                .isInstanceOf(Verdict.Known.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Bearer",
                "Bearer ",
                "Bearer x",
                "Digest x",
                "Basic !",
                "Basic eA==",
                "Bearer qp_0000000000000000_0000000000000000000000000000000000000000",
                "Bearer 0123456789abcdef0123456789abcdeg"
            })
    void refusesWhatOpensNothing(String authorization) {
        known("shop", Role.ADMIN, Optional.empty());
        MultiMap headers = MultiMap.caseInsensitiveMultiMap()
                .set("Authorization", authorization)
                .set(Caller.HEADER, "admin;ops");

        assertThat(refusal(gate.judge(headers)).status().code()).isEqualTo(401);
        assertThat(headers.contains(Caller.HEADER)).isFalse();
    }

    @Test
    void refusesAnExpiredKeyAndOneOfTheSameIdWithAnotherSecret() {
        ApiKey expired = known("shop", Role.ADMIN, Optional.of(Instant.now().minusSeconds(1)));
        assertThat(refusal(gate.judge(bearer(expired.reveal()))).status().code())
                .isEqualTo(401);

        ApiKey key = known("shop", Role.ADMIN, Optional.empty());
        String other = ApiKey.random(random).reveal();
        String forged = key.reveal().substring(0, 20) + other.substring(20);
        assertThat(refusal(gate.judge(bearer(forged))).status().code()).isEqualTo(401);
    }

    @Test
    void asksToComeAgainWhileNoKeysAreKnown() {
        ApiKey key = ApiKey.random(random);

        assertThat(refusal(gate.judge(bearer(key.reveal()))).status().code()).isEqualTo(503);
    }

    @Test
    void opensNothingToARevokedKey() {
        ApiKey key = known("shop", Role.ADMIN, Optional.empty());
        ring.replace(List.of());

        assertThat(refusal(gate.judge(bearer(key.reveal()))).status().code()).isEqualTo(401);
    }

    @Test
    void believesAServiceInWhoseNameItAsks() {
        Caller person = new Caller("shop", Role.READER, "Zoë; of the shop");
        MultiMap headers = bearer(SERVICE_KEY).set(TenantName.HEADER, "shop").set(Caller.HEADER, person.inHeader());

        assertThat(gate.judge(headers)).isEqualTo(new Verdict.Known(person));
        assertThat(gate.judge(bearer(SERVICE_KEY)))
                .isEqualTo(new Verdict.Known(new Caller(TenantName.DEFAULT, Role.SERVICE, "service")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "reader", "root;x", "reader;%"})
    void refusesAServiceThatSaysNothingReadable(String caller) {
        assertThat(refusal(gate.judge(bearer(SERVICE_KEY).set(Caller.HEADER, caller)))
                        .status()
                        .code())
                .isEqualTo(401);
    }

    @Test
    void believesNoKeyThatSpeaksForOthers() {
        ApiKey key = known("shop", Role.READER, Optional.empty());
        MultiMap headers = bearer(key.reveal()).set(Caller.HEADER, "admin;ops");

        assertThat(gate.judge(headers).refusalUnless(Role.ADMIN)).hasValueSatisfying(refusal -> {
            assertThat(refusal.status().code()).isEqualTo(403);
            assertThat(refusal.detail()).isEqualTo("role: expected admin, got reader");
        });
    }

    @ParameterizedTest
    @EnumSource
    void letsEverybodyDoEverythingWhereNobodyIsAsked(Role role) {
        Gate open = new Gate(Settings.of(Map.of()), ring);
        MultiMap headers = MultiMap.caseInsensitiveMultiMap()
                .set(TenantName.HEADER, "shop")
                .set(Caller.HEADER, "reader;x");

        assertThat(open.judge(headers).refusalUnless(role)).isEmpty();
        assertThat(headers.get(TenantName.HEADER)).isEqualTo("shop");
    }

    @Test
    void wantsAServiceKeyThatCannotBeGuessed() {
        Map<String, String> settings = Map.of("quipu.access.service-key", "secret");

        assertThatThrownBy(() -> new Gate(Settings.of(settings), ring))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("quipu.access.service-key: expected 32 characters or more, got 6");
    }

    private ApiKey known(String tenant, Role role, Optional<Instant> expiresAt) {
        ApiKey key = ApiKey.random(random);
        ring.replace(List.of(StoredKey.of(key, tenant, role, "the key of " + tenant, expiresAt, random)));
        return key;
    }

    private static MultiMap bearer(String secret) {
        return MultiMap.caseInsensitiveMultiMap().set("Authorization", "Bearer " + secret);
    }

    private static Refusal refusal(Verdict verdict) {
        return ((Verdict.Refused) verdict).refusal();
    }
}
