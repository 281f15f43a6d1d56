package dev.quipu.analysis.rollup;

import static dev.quipu.analysis.SpanBuilder.START;
import static dev.quipu.analysis.SpanBuilder.span;
import static org.assertj.core.api.Assertions.assertThat;

import dev.quipu.analysis.Segments;
import dev.quipu.model.Span;
import dev.quipu.model.rollup.Rollup;
import dev.quipu.model.rollup.SpanKey;
import dev.quipu.model.segment.Segment;
import dev.quipu.model.segment.SegmentId;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SpanRollupTest {

    private static final long STEP = TimeUnit.NANOSECONDS.toSeconds(START) / 10 * 10;

    private static Rollup<SpanKey> rollup(Span... spans) {
        return SpanRollup.of(Segment.parse(Segments.framed(new SegmentId(1, 1), List.of(spans))), id -> true);
    }

    @Test
    void spansOfOneOperationStatusAndStepAreOneCell() {
        Rollup<SpanKey> rollup = rollup(
                span(1).in("cart").named("get").to(START + 100).build(),
                span(2).in("cart").named("get").from(START + 1).to(START + 201).build(),
                span(3).in("cart").named("get").status(2, "gone").build(),
                span(4).in("cart")
                        .named("get")
                        .from(START + 10_000_000_000L)
                        .to(START + 10_000_000_001L)
                        .build(),
                span(5).in("shop").named("buy").kind(Span.Kind.SERVER).build());
        assertThat(rollup.byKey().keySet())
                .containsExactly(
                        new SpanKey("", "cart", "get", 1, 0, STEP),
                        new SpanKey("", "cart", "get", 1, 0, STEP + 10),
                        new SpanKey("", "cart", "get", 1, 2, STEP),
                        new SpanKey("", "shop", "buy", 2, 0, STEP));
        var cell = rollup.cell(new SpanKey("", "cart", "get", 1, 0, STEP));
        assertThat(cell.spans()).isEqualTo(2);
        assertThat(cell.sumNanos()).isEqualTo(300);
    }

    @Test
    void aSpanThatRunsBackwardsTookNoTime() {
        Rollup<SpanKey> rollup = rollup(span(1).in("cart").to(START - 100).build());
        var cell = rollup.byKey().values().iterator().next();
        assertThat(cell.sumNanos()).isZero();
        assertThat(cell.quantileNanos(1)).isZero();
    }

    @Test
    void aSampledSpanStandsForMany() {
        Rollup<SpanKey> rollup = rollup(
                span(1).in("cart").traceState("ot=th:c").build(),
                span(2).in("cart").build());
        var cell = rollup.byKey().values().iterator().next();
        assertThat(cell.spans()).isEqualTo(2);
        assertThat(cell.weight()).isEqualTo(5);
    }
}
