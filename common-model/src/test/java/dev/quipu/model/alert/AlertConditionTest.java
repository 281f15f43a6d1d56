package dev.quipu.model.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.quipu.model.Span;
import dev.quipu.model.alert.AlertCondition.Absence;
import dev.quipu.model.alert.AlertCondition.Change;
import dev.quipu.model.alert.AlertCondition.Comparison;
import dev.quipu.model.alert.AlertCondition.Direction;
import dev.quipu.model.alert.AlertCondition.Threshold;
import dev.quipu.model.alert.ErrorBudget.BurnWindow;
import dev.quipu.model.series.StepFunction;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AlertConditionTest {

    private static final SpanSelection CART =
            new SpanSelection("cart", Optional.empty(), Optional.of("GET /"), Optional.of(Span.Kind.SERVER));
    private static final Figure ERRORS = new Figure.Red(CART, Figure.Measure.ERROR_RATIO, List.of());

    private static void rejects(ThrowingCallable made, String message) {
        assertThatIllegalArgumentException().isThrownBy(made).withMessage(message);
    }

    private static ErrorBudget budget(double objective, int periodDays, long latencyMillis, List<BurnWindow> windows) {
        return new ErrorBudget(CART, objective, periodDays, OptionalLong.of(latencyMillis), windows);
    }

    @ParameterizedTest
    @ValueSource(ints = {-10, 0, 15, 86_410})
    void aWindowIsOfWholeStepsUpToADay(int seconds) {
        String message = "windowSeconds: expected 10 to 86400, a multiple of 10, got " + seconds;
        rejects(() -> new Threshold(ERRORS, Comparison.ABOVE, 0.5, seconds), message);
        rejects(() -> new Change(ERRORS, seconds, 86_400, Direction.ANY, 0.5), message);
        rejects(() -> new Absence(ERRORS, seconds), message);
    }

    @Test
    void aThresholdIsFinite() {
        rejects(
                () -> new Threshold(ERRORS, Comparison.ABOVE, Double.NaN, 60),
                "value: expected a finite number, got NaN");
        assertThat(new Threshold(ERRORS, Comparison.BELOW, -1.5, 60).value()).isEqualTo(-1.5);
    }

    @Test
    void aBaselineIsNoShorterThanTheWindow() {
        rejects(
                () -> new Change(ERRORS, 60, 50, Direction.UP, 0.5),
                "baselineSeconds: expected 60 to 2592000, a multiple of 10, got 50");
        assertThat(new Change(ERRORS, 60, 60, Direction.UP, 0.5).kind()).isEqualTo(AlertCondition.Kind.CHANGE);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY})
    void aFactorIsAboveZero(double factor) {
        rejects(
                () -> new Change(ERRORS, 60, 600, Direction.UP, factor),
                "factor: expected a number above 0, got " + factor);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 1, -0.1, 99.9, Double.NaN})
    void anObjectiveIsAShare(double objective) {
        rejects(
                () -> budget(objective, 30, 1, List.of()),
                "objective: expected above 0 and below 1, such as 0.999, got " + objective);
    }

    @Test
    void aBudgetSaysWhatIsWrongWithIt() {
        rejects(() -> budget(0.9, 0, 1, List.of()), "periodDays: expected 1 to 90, got 0");
        rejects(() -> budget(0.9, 91, 1, List.of()), "periodDays: expected 1 to 90, got 91");
        rejects(() -> budget(0.9, 30, 0, List.of()), "latencyMillis: expected 1 or more, got 0");
        rejects(
                () -> budget(0.9, 30, 1, Collections.nCopies(11, new BurnWindow(600, 60, 2))),
                "burnWindows: expected at most 10, got 11");
    }

    @Test
    void aBudgetWithoutWindowsHasThoseOfTheWorkbook() {
        assertThat(budget(0.999, 30, 250, List.of()).burnWindows())
                .containsExactly(
                        new BurnWindow(3_600, 300, 14.4),
                        new BurnWindow(21_600, 1_800, 6),
                        new BurnWindow(259_200, 21_600, 1));
    }

    @Test
    void theLongWindowIsLongerThanTheShortOne() {
        rejects(() -> new BurnWindow(300, 300, 1), "longSeconds: expected 310 to 2592000, a multiple of 10, got 300");
        rejects(() -> new BurnWindow(300, 5, 1), "shortSeconds: expected 10 to 86400, a multiple of 10, got 5");
        rejects(() -> new BurnWindow(300, 30, 0), "burnRate: expected a number above 0, got 0.0");
    }

    @Test
    void listsAreCopied() {
        List<BurnWindow> windows = new ArrayList<>(List.of(new BurnWindow(600, 60, 2)));
        ErrorBudget budget = budget(0.9, 30, 1, windows);
        windows.clear();
        assertThat(budget.burnWindows()).hasSize(1);
    }

    @Test
    void spansAreOfAService() {
        rejects(
                () -> new SpanSelection("", Optional.empty(), Optional.empty(), Optional.empty()),
                "service: expected the name of a component, got empty text");
    }

    @Test
    void aMetricIsChosenByASelector() {
        rejects(
                () -> new Figure.Metric(" ", StepFunction.RATE, Optional.empty()),
                "match: expected a selector of series, got blank text");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Figure.Metric("a{", StepFunction.RATE, Optional.empty()))
                .withMessageStartingWith("match: expected");
        assertThat(new Figure.Metric("a{ b = \"c\" }", StepFunction.RATE, Optional.empty()).match())
                .isEqualTo("a{ b = \"c\" }");
    }

    @Test
    void aQuantileComesWithAFunctionThatNeedsOneAndNoOther() {
        rejects(
                () -> new Figure.Metric("a", StepFunction.RATE, Optional.of(0.9)),
                "quantile: expected none with the function rate, got 0.9");
        rejects(
                () -> new Figure.Metric("a", StepFunction.QUANTILE, Optional.empty()),
                "quantile: expected one with the function quantile, got none");
        rejects(
                () -> new Figure.Metric("a", StepFunction.QUANTILE, Optional.of(1.1)),
                "quantile: expected 0 to 1, got 1.1");
    }

    @Test
    void wordsAreReadByTheirLabels() {
        assertThat(Labelled.parse("figure", Figure.Measure.class, "p99_nanos")).isEqualTo(Figure.Measure.P99_NANOS);
        assertThat(Labelled.parse("groupBy", Figure.Grouping.class, "spanName")).isEqualTo(Figure.Grouping.SPAN_NAME);
        rejects(
                () -> Labelled.parse("severity", AlertSeverity.class, "Critical"),
                "severity: expected one of [info, warning, critical], got 'Critical'");
    }
}
