package dev.quipu.storage.losses;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quipu.model.Component;
import dev.quipu.model.InstrumentationScope;
import dev.quipu.model.KeyValue;
import dev.quipu.model.Metric;
import dev.quipu.model.Resource;
import dev.quipu.model.Signal;
import dev.quipu.model.segment.SeriesId;
import dev.quipu.model.series.CounterIncrease;
import dev.quipu.model.series.Series;
import dev.quipu.storage.ledger.Losses;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReportedLossesTest {

    private static final String PROCESSED = "otel.sdk.processor.span.processed";
    private static final String EXPORTED = "otel.sdk.exporter.span.exported";
    private static final Component CART = new Component("", "cart", "");

    private final ReportedLosses losses = new ReportedLosses();

    private static CounterIncrease grown(String metric, String service, double by, KeyValue... attributes) {
        return new CounterIncrease(
                new Series(
                        new SeriesId(1, 1),
                        Resource.of(List.of(KeyValue.of("service.name", service))),
                        InstrumentationScope.NONE,
                        new Metric(metric, "", "", List.of(), Metric.Kind.SUM, Metric.CUMULATIVE, true),
                        List.of(attributes)),
                by);
    }

    private static KeyValue error(String type) {
        return KeyValue.of("error.type", type);
    }

    private static KeyValue name(String component) {
        return KeyValue.of("otel.component.name", component);
    }

    @Test
    void whatHasNoErrorTypeIsNotLost() {
        losses.add(grown(PROCESSED, "cart", 100, name("batching_span_processor/0")));
        losses.add(grown(EXPORTED, "cart", 100, name("otlp_grpc_span_exporter/0"), error("")));

        assertThat(losses.sums()).isEmpty();
    }

    @Test
    void addsUpWhatTwoExportersOfAComponentLost() {
        losses.add(grown(EXPORTED, "cart", 5, name("otlp_http_span_exporter/0"), error("timeout")));
        losses.add(grown(EXPORTED, "cart", 8, name("otlp_http_span_exporter/1"), error("timeout")));
        losses.add(grown(PROCESSED, "cart", 3, error("queue_full")));
        losses.add(grown(PROCESSED, "pay", 2, error("queue_full")));

        assertThat(losses.sums())
                .containsExactlyInAnyOrder(
                        new Losses.Reported(CART, Signal.TRACES, "timeout", 13),
                        new Losses.Reported(CART, Signal.TRACES, "queue_full", 3),
                        new Losses.Reported(new Component("", "pay", ""), Signal.TRACES, "queue_full", 2));
    }

    @Test
    void tellsSignalsApart() {
        losses.add(grown("otel.sdk.processor.log.processed", "cart", 1, error("queue_full")));
        losses.add(grown("otel.sdk.exporter.log.exported", "cart", 2, error("queue_full")));
        losses.add(grown("otel.sdk.exporter.metric_data_point.exported", "cart", 4, error("queue_full")));
        losses.add(grown("otel.sdk.span.started", "cart", 8, error("queue_full")));

        assertThat(losses.sums())
                .containsExactlyInAnyOrder(
                        new Losses.Reported(CART, Signal.LOGS, "queue_full", 3),
                        new Losses.Reported(CART, Signal.METRICS, "queue_full", 4));
        assertThat(SdkCounters.names(Optional.of(Signal.LOGS))).hasSize(2);
        assertThat(SdkCounters.names(Optional.empty())).hasSize(5);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "rejected",
                "429",
                "503",
                "400",
                "8",
                "14",
                "RESOURCE_EXHAUSTED",
                "UNAVAILABLE",
                "ResourceExhausted",
                "UNKNOWN"
            })
    void whatAServerAnsweredIsNotReported(String errorType) {
        losses.add(grown(EXPORTED, "cart", 5, error(errorType)));

        assertThat(losses.sums()).isEmpty();
    }

    @Test
    void aStatusCodeMayBeANumber() {
        losses.add(grown(EXPORTED, "cart", 5, KeyValue.of("error.type", 503L)));

        assertThat(losses.sums()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"queue_full", "timeout", "java.net.ConnectException", "_OTHER", "4290", "unknown", "x503"})
    void theSdksOwnReasonsAreReported(String errorType) {
        losses.add(grown(EXPORTED, "cart", 5, error(errorType)));

        assertThat(losses.sums()).containsExactly(new Losses.Reported(CART, Signal.TRACES, errorType, 5));
    }

    @Test
    void veryManyComponentsKeepNoReasons() {
        for (int i = 0; i < 10_050; i++) {
            losses.add(grown(EXPORTED, "cart-" + i, 1, error("timeout")));
        }

        assertThat(losses.sums())
                .hasSize(10_050)
                .contains(new Losses.Reported(new Component("", "cart-10049", ""), Signal.TRACES, "_OTHER", 1));
    }

    @Test
    void errorTypesBeyondFiftyAreOne() {
        for (int i = 0; i < 60; i++) {
            losses.add(grown(PROCESSED, "cart", 1, error("error-" + i)));
        }

        assertThat(losses.sums()).hasSize(51).anySatisfy(sum -> {
            assertThat(sum.errorType()).isEqualTo("_OTHER");
            assertThat(sum.records()).isEqualTo(10);
        });
    }

    @Test
    void aLongErrorTypeIsCut() {
        losses.add(grown(PROCESSED, "cart", 1, error("e".repeat(5_000))));

        assertThat(losses.sums())
                .singleElement()
                .satisfies(sum -> assertThat(sum.errorType()).hasSize(100));
    }
}
