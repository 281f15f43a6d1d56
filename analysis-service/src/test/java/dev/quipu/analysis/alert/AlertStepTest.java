package dev.quipu.analysis.alert;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quipu.analysis.client.AlertChange;
import dev.quipu.analysis.client.AlertRule;
import dev.quipu.analysis.client.KnownAlert;
import dev.quipu.model.alert.AlertCondition;
import dev.quipu.model.alert.AlertState;
import dev.quipu.model.alert.Figure;
import dev.quipu.model.alert.SpanSelection;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class AlertStepTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final String CART = "component=cart";
    private static final Map<String, String> LABELS = Map.of("component", "cart");

    private final QuietTimes quiet = new QuietTimes();

    /** As storage would have them. */
    private final List<KnownAlert> known = new ArrayList<>();

    private AlertRule rule = rule(true, 60, 120);

    private static AlertRule rule(boolean isEnabled, int forSeconds, int keepFiringSeconds) {
        Figure figure = new Figure.Red(
                new SpanSelection("cart", Optional.empty(), Optional.empty(), Optional.empty()),
                Figure.Measure.ERROR_RATIO,
                List.of());
        return new AlertRule(
                7,
                1,
                "cart fails",
                isEnabled,
                Duration.ofSeconds(forSeconds),
                Duration.ofSeconds(keepFiringSeconds),
                new AlertCondition.Threshold(figure, AlertCondition.Comparison.ABOVE, 0.5, 60));
    }

    private static Judged cart(boolean holds) {
        return new Judged(Map.of("component", "cart"), holds, OptionalDouble.of(holds ? 1 : 0), "it is so");
    }

    /** Looks, and writes what has changed. */
    private List<AlertState> look(int second, Judged... judged) {
        List<AlertChange> changes =
                AlertStep.of(rule, List.of(judged), List.copyOf(known), START.plusSeconds(second), quiet);
        for (AlertChange change : changes) {
            known.removeIf(alert -> alert.series().equals(change.series()));
            known.add(new KnownAlert(
                    change.series(),
                    change.labels(),
                    change.state(),
                    change.since(),
                    change.startsAt(),
                    false,
                    change.expectedVersion() + 1));
        }
        return changes.stream().map(AlertChange::state).toList();
    }

    @Test
    void firesWhenItHasHeldForLongEnough() {
        assertThat(look(0, cart(true))).containsExactly(AlertState.PENDING);
        assertThat(look(30, cart(true))).isEmpty();
        assertThat(look(60, cart(true))).containsExactly(AlertState.FIRING);
        assertThat(look(75, cart(true))).as("nothing is new").isEmpty();
        assertThat(known).singleElement().satisfies(alert -> {
            assertThat(alert.startsAt()).isEqualTo(START);
            assertThat(alert.series()).isEqualTo(CART);
        });
    }

    @Test
    void aRuleThatDoesNotWaitFiresAtOnce() {
        rule = rule(true, 0, 0);
        assertThat(look(0, cart(true))).containsExactly(AlertState.FIRING);
        assertThat(look(10, cart(false))).containsExactly(AlertState.RESOLVED);
    }

    @Test
    void whatStopsBeforeThatIsForgotten() {
        look(0, cart(true));
        assertThat(look(30, cart(false))).containsExactly(AlertState.RESOLVED);
        assertThat(look(60, cart(true))).as("it begins anew").containsExactly(AlertState.PENDING);
    }

    @Test
    void isResolvedWhenItHasBeenQuietForLongEnough() {
        look(0, cart(true));
        look(60, cart(true));
        assertThat(look(70, cart(false))).isEmpty();
        assertThat(look(150, cart(true))).as("it goes on").isEmpty();
        assertThat(look(160, cart(false))).isEmpty();
        assertThat(look(270, cart(false))).isEmpty();
        assertThat(look(280, cart(false))).containsExactly(AlertState.RESOLVED);
        assertThat(look(290, cart(false))).isEmpty();
    }

    @Test
    void whatFiresAgainElsewhereIsQuietFromThenOn() {
        known.add(firing(3));
        look(70, cart(false));
        assertThat(look(190, cart(false))).containsExactly(AlertState.RESOLVED);
        look(200, cart(false));
        known.set(0, firing(5));
        assertThat(look(400, cart(false))).as("quiet for the first time").isEmpty();
        assertThat(look(520, cart(false))).containsExactly(AlertState.RESOLVED);
    }

    @Test
    void whatAnotherHasResolvedIsNoLongerQuiet() {
        known.add(firing(3));
        look(70, cart(false));
        known.set(0, new KnownAlert(CART, LABELS, AlertState.RESOLVED, START, START, false, 4));
        look(80, cart(false));
        known.set(0, firing(5));
        assertThat(look(400, cart(false))).as("quiet for the first time").isEmpty();
    }

    @Test
    void afterABreakAnAlertFiresAsLongAgain() {
        known.add(firing(3));
        look(70, cart(false));
        quiet.forget();
        assertThat(look(400, cart(false))).isEmpty();
        assertThat(look(520, cart(false))).containsExactly(AlertState.RESOLVED);
    }

    private static KnownAlert firing(int version) {
        return new KnownAlert(CART, LABELS, AlertState.FIRING, START, START, false, version);
    }

    @Test
    void aSeriesWithoutAValueIsQuiet() {
        rule = rule(true, 0, 0);
        look(0, cart(true));
        assertThat(look(10)).containsExactly(AlertState.RESOLVED);
    }

    @Test
    void ofADisabledRuleNothingFires() {
        look(0, cart(true));
        look(60, cart(true));
        rule = rule(false, 60, 120);
        assertThat(look(70)).containsExactly(AlertState.RESOLVED);
        assertThat(look(80, cart(true))).isEmpty();
    }

    @Test
    void eachSeriesStandsByItself() {
        rule = rule(true, 0, 0);
        Judged shop = new Judged(Map.of("component", "shop"), true, OptionalDouble.of(1), "");
        assertThat(look(0, cart(true), shop)).containsExactly(AlertState.FIRING, AlertState.FIRING);
        assertThat(look(10, cart(false), shop)).containsExactly(AlertState.RESOLVED);
    }

    @Test
    void whatFiresAgainStartsLaterThanBefore() {
        rule = rule(true, 0, 0);
        look(0, cart(true));
        look(0, cart(false));
        look(0, cart(true));
        assertThat(known.get(0).startsAt()).isAfter(START);
    }

    @Test
    void oneThatIsSilencedIsWrittenAgain() {
        known.add(new KnownAlert(CART, LABELS, AlertState.FIRING, START, START, true, 3));
        assertThat(look(60, cart(true))).containsExactly(AlertState.FIRING);
        assertThat(known.get(0).version()).isEqualTo(4);
    }

    @Test
    void retriesComeEverMoreSeldomAndEnd() {
        assertThat(NoticeDelivery.retryAfter(1)).contains(Duration.ofSeconds(5));
        assertThat(NoticeDelivery.retryAfter(2)).contains(Duration.ofSeconds(10));
        assertThat(NoticeDelivery.retryAfter(33)).contains(Duration.ofHours(1));
        assertThat(NoticeDelivery.retryAfter(34)).isEmpty();
    }
}
