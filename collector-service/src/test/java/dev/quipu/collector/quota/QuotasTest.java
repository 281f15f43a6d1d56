package dev.quipu.collector.quota;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quipu.collector.Otlp;
import dev.quipu.model.Signal;
import dev.quipu.model.redaction.RedactionAction;
import dev.quipu.model.redaction.RedactionKey;
import dev.quipu.model.redaction.RedactionPlace;
import dev.quipu.model.redaction.RedactionPlan;
import dev.quipu.model.redaction.RedactionRule;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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
                "{\"quotas\":[{\"tenant\":\"shop\",\"bytesPerDay\":\"many\"}]}",
                "{\"quotas\":[{\"tenant\":\"shop\",\"seriesPerDay\":-1}]}"
            })
    void whatCanNotBeReadChangesNothing(String json) {
        quotas.take(told(SHOP));
        passes("shop", 1_000);
        quotas.take(json);
        assertThat(passes("shop", 1)).isFalse();
    }

    private static final RedactionPlan NO_RULES = plan();

    private static RedactionPlan plan(RedactionRule... rules) {
        return RedactionPlan.of(List.of(rules), Signal.METRICS, new RedactionKey(new byte[RedactionKey.MIN_BYTES]));
    }

    private SeriesVerdict takeSeries(RedactionPlan plan, int points) {
        byte[] body = Otlp.metrics(points).toByteArray();
        return quotas.takeSeries("shop", plan, body, body.length, 1_000);
    }

    @Test
    void pointsOfSeriesThatTheDayHasNoPlaceForDoNotPass() {
        quotas.take(told("{\"tenant\":\"shop\",\"seriesPerDay\":3}"));
        assertThat(takeSeries(NO_RULES, 2).refused().isEmpty()).isTrue();
        SeriesVerdict verdict = takeSeries(NO_RULES, 5);
        assertThat(verdict.refused().stream()).containsExactly(3, 4);
        assertThat(verdict.excess()).isEmpty();
        assertThat(quotas.seriesToday("shop")).isEqualTo(3);
        assertThat(quotas.countedBySeries()).containsExactly("shop");
    }

    @Test
    void aRequestOfWhichNoPointPassesIsInExcessUntilMidnight() {
        quotas.take(told("{\"tenant\":\"shop\",\"seriesPerDay\":0}"));
        Quotas.Excess excess = takeSeries(NO_RULES, 2).excess().orElseThrow();
        assertThat(excess.limit()).isEqualTo(Quotas.Limit.SERIES_PER_DAY);
        assertThat(excess.records()).isEqualTo(2);
        assertThat(excess.untilFree()).isBetween(Duration.ofMillis(1), Duration.ofDays(1));
        assertThat(takeSeries(NO_RULES, 0).excess()).isEmpty();
    }

    @Test
    void seriesThatRedactionMakesAlikeAreOne() {
        quotas.take(told("{\"tenant\":\"shop\",\"seriesPerDay\":1}"));
        RedactionRule masked = new RedactionRule(
                "1",
                "queues",
                true,
                Set.of(Signal.METRICS),
                Optional.of("queue"),
                Set.of(),
                Optional.empty(),
                RedactionAction.MASK,
                0,
                Set.of(RedactionPlace.ATTRIBUTES));
        assertThat(takeSeries(plan(masked), 5).refused().isEmpty()).isTrue();
        assertThat(quotas.seriesToday("shop")).isEqualTo(1);
    }

    @Test
    void recordsWhoseSeriesDoNotPassAreGivenBackToTheRate() {
        quotas.take(told("{\"tenant\":\"shop\",\"recordsPerSecond\":1,\"seriesPerDay\":0}"));
        for (int i = 0; i < 20; i++) {
            byte[] body = Otlp.metrics(500).toByteArray();
            assertThat(quotas.take("shop", Signal.METRICS, body, body.length)).isEmpty();
            assertThat(takeSeries(NO_RULES, 500).excess()).isPresent();
        }
    }

    @Test
    void aTenantWithoutSuchAQuotaSendsWhatSeriesItWants() {
        quotas.take(told(SHOP));
        assertThat(takeSeries(NO_RULES, 900)).isEqualTo(SeriesVerdict.PASSES);
        assertThat(quotas.countedBySeries()).isEmpty();
    }
}
