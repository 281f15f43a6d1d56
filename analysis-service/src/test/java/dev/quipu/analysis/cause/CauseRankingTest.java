package dev.quipu.analysis.cause;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quipu.analysis.cause.CallGraph.Call;
import dev.quipu.analysis.cause.IndicatorKind.Family;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CauseRankingTest {

    private static final CauseSettings SETTINGS = CauseSettings.DEFAULT;
    private static final double MILLI = 1e6;

    /** A shop calls a cart and a search; the cart calls a database. */
    private static final CallGraph GRAPH =
            CallGraph.of(List.of(new Call("shop", "cart"), new Call("shop", "search"), new Call("cart", "database")));

    @Test
    void namesNobodyInOrdinaryTimes() {
        List<Indicator> indicators = List.of(
                of("shop", IndicatorKind.DURATION, 101 * MILLI, 100 * MILLI),
                of("cart", IndicatorKind.DURATION, 52 * MILLI, 50 * MILLI),
                of("cart", IndicatorKind.UTILISATION, 0.41, 0.4));

        assertThat(CauseRanking.rank(GRAPH, indicators, SETTINGS)).isEmpty();
    }

    @Test
    void blamesTheCalleeThatExplainsItsCallers() {
        List<Indicator> indicators = List.of(
                of("shop", IndicatorKind.DURATION, 300 * MILLI, 100 * MILLI),
                of("cart", IndicatorKind.DURATION, 250 * MILLI, 50 * MILLI),
                of("database", IndicatorKind.DURATION, 220 * MILLI, 20 * MILLI),
                of("search", IndicatorKind.DURATION, 30 * MILLI, 30 * MILLI));

        assertThat(components(CauseRanking.rank(GRAPH, indicators, SETTINGS))).containsExactly("database");
    }

    @Test
    void keepsTheCallerWhoseExcessIsItsOwn() {
        List<Indicator> indicators = List.of(
                of("shop", IndicatorKind.DURATION, 300 * MILLI, 100 * MILLI),
                of("cart", IndicatorKind.DURATION, 250 * MILLI, 50 * MILLI),
                of("database", IndicatorKind.DURATION, 21 * MILLI, 20 * MILLI));

        assertThat(components(CauseRanking.rank(GRAPH, indicators, SETTINGS)))
                .first()
                .isEqualTo("cart");
    }

    @Test
    void asksTheCalleesOfACalleeThatReportsNothing() {
        List<Indicator> indicators = List.of(
                of("shop", IndicatorKind.DURATION, 300 * MILLI, 100 * MILLI),
                of("database", IndicatorKind.DURATION, 220 * MILLI, 20 * MILLI));

        assertThat(components(CauseRanking.rank(GRAPH, indicators, SETTINGS))).containsExactly("database");
    }

    @Test
    void blamesWhoFailsForTheErrorsOfItsCallers() {
        List<Indicator> indicators =
                List.of(of("shop", IndicatorKind.ERRORS, 0.3, 0), of("cart", IndicatorKind.ERRORS, 0.3, 0));

        assertThat(components(CauseRanking.rank(GRAPH, indicators, SETTINGS))).containsExactly("cart");
    }

    @Test
    void callsTheResourceTheInnerCause() {
        List<Indicator> indicators = List.of(
                of("cart", IndicatorKind.DURATION, 90 * MILLI, 50 * MILLI),
                new Indicator("cart", IndicatorKind.UTILISATION, "cpu", 0.9, usually(0.05), 50),
                new Indicator("cart", IndicatorKind.UTILISATION, "memory", 0.31, usually(0.3), 50));

        Cause cause = CauseRanking.rank(GRAPH, indicators, SETTINGS).get(0);

        assertThat(cause.inner()).isEqualTo(new Cause.Inner(IndicatorKind.UTILISATION, "cpu"));
        assertThat(cause.evidence()).extracting(one -> one.indicator().detail()).contains("cpu");
    }

    @Test
    void expectsMoreUseFromMoreRequests() {
        List<Indicator> indicators = List.of(
                of("cart", IndicatorKind.REQUEST_RATE, 300, 100), of("cart", IndicatorKind.UTILISATION, 0.6, 0.2));

        assertThat(CauseRanking.rank(GRAPH, indicators, SETTINGS)).isEmpty();
    }

    @Test
    void doesNotMindWhatIsSmallBesideOthersUseOfAResource() {
        List<Indicator> indicators = List.of(
                of("cart", IndicatorKind.UTILISATION, 0.03, 0.01),
                of("shop", IndicatorKind.UTILISATION, 0.4, 0.4),
                of("search", IndicatorKind.UTILISATION, 0.5, 0.5));

        assertThat(CauseRanking.rank(GRAPH, indicators, SETTINGS)).isEmpty();
    }

    @Test
    void seesATemplateThatAppearsAndOneThatVanishes() {
        List<Indicator> appears = List.of(of("cart", IndicatorKind.LOG_TEMPLATE, 0.8, 0));
        List<Indicator> vanishes = List.of(of("cart", IndicatorKind.LOG_TEMPLATE, 0, 1));

        assertThat(components(CauseRanking.rank(GRAPH, appears, SETTINGS))).containsExactly("cart");
        assertThat(components(CauseRanking.rank(GRAPH, vanishes, SETTINGS))).containsExactly("cart");
    }

    @Test
    void findsTheComponentAllOfWhoseWaysAreSlow() {
        List<Indicator> indicators = List.of(
                gap("shop", "cart", 90),
                gap("cart", "database", 95),
                gap("shop", "search", 2),
                gap("search", "ads", 2));

        Cause cause = CauseRanking.rank(GRAPH, indicators, SETTINGS).get(0);

        assertThat(cause.component()).isEqualTo("cart");
        assertThat(cause.inner().kind()).isEqualTo(IndicatorKind.CALL_GAP);
    }

    @Test
    void looksOnlyBelowTheSymptom() {
        List<Indicator> indicators = List.of(
                of("cart", IndicatorKind.DURATION, 250 * MILLI, 50 * MILLI),
                of("database", IndicatorKind.DURATION, 220 * MILLI, 20 * MILLI),
                of("search", IndicatorKind.DURATION, 900 * MILLI, 30 * MILLI));

        List<Cause> causes = CauseRanking.rank(GRAPH, indicators, new Symptom("cart", Family.TIME), SETTINGS);

        assertThat(components(causes)).containsExactly("database");
    }

    @Test
    void isSilentWhenTheSymptomIsNone() {
        List<Indicator> indicators = List.of(
                of("shop", IndicatorKind.DURATION, 100 * MILLI, 100 * MILLI),
                of("database", IndicatorKind.DURATION, 220 * MILLI, 20 * MILLI));

        assertThat(CauseRanking.rank(GRAPH, indicators, new Symptom("shop", Family.TIME), SETTINGS))
                .isEmpty();
    }

    @Test
    void doesNotDependOnTheOrderOfTheIndicators() {
        Random random = new Random(7);
        List<Indicator> indicators = new ArrayList<>();
        for (String component : List.of("shop", "cart", "search", "database")) {
            for (IndicatorKind kind : IndicatorKind.values()) {
                indicators.add(of(component, kind, random.nextDouble() * 1e9, random.nextDouble() * 1e8));
            }
        }
        List<Cause> causes = CauseRanking.rank(GRAPH, indicators, SETTINGS);

        Collections.shuffle(indicators, random);

        assertThat(CauseRanking.rank(GRAPH, indicators, SETTINGS)).isEqualTo(causes);
    }

    private static List<String> components(List<Cause> causes) {
        return causes.stream().map(Cause::component).toList();
    }

    private static Indicator gap(String caller, String callee, double milli) {
        return new Indicator(callee, IndicatorKind.CALL_GAP, caller, milli * MILLI, usually(2 * MILLI), 50);
    }

    private static Indicator of(String component, IndicatorKind kind, double value, double usual) {
        return new Indicator(component, kind, "", value, usually(usual), 50);
    }

    /** Four windows, a hundredth apart. */
    private static List<Double> usually(double usual) {
        return List.of(usual * 0.99, usual, usual, usual * 1.01);
    }
}
