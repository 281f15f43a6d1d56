package dev.quipu.collector.quota;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quipu.collector.Otlp;
import dev.quipu.model.Signal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QuotasTest {

    private final Quotas quotas = new Quotas();

    private boolean passes(String tenant, int spans) {
        byte[] body = Otlp.request(spans).toByteArray();
        return quotas.take(tenant, Signal.TRACES, body, body.length).isEmpty();
    }

    private static String told(String... quotas) {
        return "{\"quotas\":[" + String.join(",", quotas) + "]}";
    }

    private static final String SHOP = "{\"tenant\":\"shop\",\"recordsPerSecond\":1,\"storedBytesToday\":0}";

    @Test
    void everybodyPassesBeforeAnythingIsTold() {
        assertThat(passes("shop", 1_000)).isTrue();
    }

    @Test
    void oneTenantsQuotaIsNoOthers() {
        quotas.take(told(SHOP, "{\"tenant\":\"free\"}"));
        assertThat(passes("shop", 1_000)).isTrue();
        assertThat(passes("shop", 1)).isFalse();
        for (int i = 0; i < 10; i++) {
            assertThat(passes("free", 1_000)).isTrue();
            assertThat(passes("other", 1_000)).isTrue();
        }
    }

    @Test
    void whatIsUsedUpStaysSoWhenQuotasAreToldAgain() {
        quotas.take(told(SHOP));
        passes("shop", 1_000);
        quotas.take(told(SHOP));
        assertThat(passes("shop", 1)).isFalse();
    }

    @Test
    void aQuotaThatIsGoneLimitsNothing() {
        quotas.take(told(SHOP));
        passes("shop", 1_000);
        quotas.take(told());
        assertThat(passes("shop", 1)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{}",
                "{\"quotas\":[1]}",
                "{\"quotas\":[{\"recordsPerSecond\":1}]}",
                "{\"quotas\":[{\"tenant\":\"shop\",\"recordsPerSecond\":-1}]}",
                "{\"quotas\":[{\"tenant\":\"shop\",\"bytesPerDay\":\"many\"}]}"
            })
    void whatCanNotBeReadChangesNothing(String json) {
        quotas.take(told(SHOP));
        passes("shop", 1_000);
        quotas.take(json);
        assertThat(passes("shop", 1)).isFalse();
    }
}
