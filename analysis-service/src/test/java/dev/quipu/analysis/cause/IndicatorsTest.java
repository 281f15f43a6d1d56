package dev.quipu.analysis.cause;

import static dev.quipu.analysis.SpanBuilder.START;
import static dev.quipu.analysis.SpanBuilder.TRACE;
import static dev.quipu.analysis.SpanBuilder.span;
import static org.assertj.core.api.Assertions.assertThat;

import dev.quipu.analysis.trace.Trace;
import dev.quipu.model.AnyValue;
import dev.quipu.model.InstrumentationScope;
import dev.quipu.model.KeyValue;
import dev.quipu.model.LogRecord;
import dev.quipu.model.Resource;
import dev.quipu.model.Span;
import dev.quipu.model.SpanId;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class IndicatorsTest {

    private static final long MILLI = 1_000_000;

    @Test
    void partsACallIntoTheCalleesTimeAndTheGap() {
        Recorded now = window(trace(100, 40), List.of());
        Recorded before = window(trace(50, 40), List.of());

        List<Indicator> indicators = indicators(now, before);

        Indicator gap = find(indicators, "cart", IndicatorKind.CALL_GAP, "shop");
        assertThat(gap.value()).isEqualTo(60.0 * MILLI);
        assertThat(gap.baseline()).containsExactly(10.0 * MILLI);
        assertThat(find(indicators, "cart", IndicatorKind.DURATION, "GET /cart").value())
                .isEqualTo(40.0 * MILLI);
    }

    @Test
    void countsATemplateForEachSpanOfItsName() {
        Recorded now = window(trace(50, 40), List.of(log("cart is gone 17"), log("cart is gone 18")));
        Recorded before = window(trace(50, 40), List.of());

        List<Indicator> indicators = indicators(now, before);

        Indicator template = indicators.stream()
                .filter(one -> one.kind() == IndicatorKind.LOG_TEMPLATE)
                .findFirst()
                .orElseThrow();
        assertThat(template.component()).isEqualTo("cart");
        assertThat(template.detail()).startsWith("GET /cart > cart is gone");
        assertThat(template.value()).isEqualTo(2);
        assertThat(template.baseline()).containsExactly(0.0);
    }

    @Test
    void takesTheMedianOfAMetricInEachWindow() {
        ComponentSeries cpu = new ComponentSeries(
                "cart", IndicatorKind.UTILISATION, "cpu", new long[] {0, 1, 2, 10, 11, 12}, new double[] {
                    1, 2, 90, 5, Double.NaN, 7
                });

        List<Indicator> indicators =
                SeriesIndicators.of(List.of(cpu), new TimeRange(10, 13), List.of(new TimeRange(0, 3)));

        assertThat(indicators)
                .containsExactly(new Indicator("cart", IndicatorKind.UTILISATION, "cpu", 6, List.of(2.0), 2, true));
    }

    @Test
    void leavesOutBaselinesNearIncidents() {
        TimeRange incident = new TimeRange(80, 90);

        List<TimeRange> baselines =
                TimeRange.baselines(incident, new TimeRange(0, 100), List.of(new TimeRange(22, 25)), 5);

        assertThat(baselines).extracting(TimeRange::fromUnixNano).containsExactly(0L, 30L, 40L, 50L, 60L);
    }

    @Test
    void findsWhoCallsWhom() {
        CallGraph graph = read(window(trace(50, 40), List.of())).calls();

        assertThat(graph.callees("shop")).containsExactly("cart");
        assertThat(graph.callers("cart")).containsExactly("shop");
    }

    private record Recorded(Trace trace, List<LogRecord> logs) {}

    private static Telemetry read(Recorded... windows) {
        Telemetry telemetry = new Telemetry();
        for (Recorded window : windows) {
            telemetry.begin(new TimeRange(0, 60_000 * MILLI));
            telemetry.addTraces(window.trace().spans());
            window.logs().forEach(telemetry::addLog);
        }
        return telemetry;
    }

    private static List<Indicator> indicators(Recorded now, Recorded before) {
        return read(before, now).indicators();
    }

    private static Recorded window(Trace trace, List<LogRecord> logs) {
        return new Recorded(trace, logs);
    }

    /** A shop that asks its cart. */
    private static Trace trace(long clientMillis, long serverMillis) {
        return Trace.of(List.of(
                span(1).in("shop")
                        .named("GET /")
                        .kind(Span.Kind.SERVER)
                        .to(START + 200 * MILLI)
                        .build(),
                span(2).in("shop")
                        .under(1)
                        .named("GET")
                        .kind(Span.Kind.CLIENT)
                        .to(START + clientMillis * MILLI)
                        .build(),
                span(3).in("cart")
                        .under(2)
                        .named("GET /cart")
                        .kind(Span.Kind.SERVER)
                        .to(START + serverMillis * MILLI)
                        .build()));
    }

    private static LogRecord log(String body) {
        Resource resource = Resource.of(List.of(KeyValue.of("service.name", "cart")));
        return new LogRecord(
                resource,
                InstrumentationScope.NONE,
                START,
                0,
                9,
                "",
                Optional.of(AnyValue.of(body)),
                List.of(),
                0,
                0,
                TRACE.high(),
                TRACE.low(),
                new SpanId(3),
                "");
    }

    private static Indicator find(List<Indicator> indicators, String component, IndicatorKind kind, String detail) {
        return indicators.stream()
                .filter(one -> one.component().equals(component)
                        && one.kind() == kind
                        && one.detail().equals(detail))
                .findFirst()
                .orElseThrow();
    }
}
