package dev.quipu.analysis.trace;

import static dev.quipu.analysis.SpanBuilder.START;
import static dev.quipu.analysis.SpanBuilder.span;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quipu.analysis.SpanBuilder;
import dev.quipu.model.Span;
import dev.quipu.model.TraceId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TraceTest {

    @Test
    void ordersSpansByStart() {
        Trace trace = trace(span(2).from(START + 1), span(1).from(START), span(3).from(-1));
        assertThat(trace.spans()).extracting(span -> span.spanId().value()).containsExactly(1L, 2L, 3L);
    }

    @Test
    void findsTheParent() {
        Trace trace = trace(span(1), span(2).under(1).from(START + 1));
        assertThat(trace.parentKind(0)).isEqualTo(Trace.Parent.NONE);
        assertThat(trace.parent(0)).isEqualTo(-1);
        assertThat(trace.parentKind(1)).isEqualTo(Trace.Parent.KNOWN);
        assertThat(trace.parent(1)).isZero();
    }

    @Test
    void tellsAMissingParentFromNone() {
        assertThat(trace(span(1).under(9)).parentKind(0)).isEqualTo(Trace.Parent.MISSING);
    }

    @Test
    void namesASpanThatIsItsOwnParent() {
        Trace trace = trace(span(1).under(1));
        assertThat(trace.parentKind(0)).isEqualTo(Trace.Parent.ITSELF);
        assertThat(trace.parent(0)).isEqualTo(-1);
    }

    @Test
    void breaksACycleAtItsEarliestSpan() {
        Trace trace = trace(
                span(1).under(3).from(START + 1),
                span(2).under(1).from(START),
                span(3).under(2).from(START + 2),
                span(4).under(3).from(START + 3));
        assertThat(kinds(trace))
                .containsExactly(Trace.Parent.CYCLE, Trace.Parent.KNOWN, Trace.Parent.KNOWN, Trace.Parent.KNOWN);
    }

    @Test
    void breaksEachOfSeveralCyclesOnce() {
        List<Span> spans = new ArrayList<>();
        for (int cycle = 0; cycle < 50; cycle++) {
            spans.add(span(2L * cycle + 1).under(2L * cycle + 2).build());
            spans.add(span(2L * cycle + 2).under(2L * cycle + 1).build());
        }
        Collections.shuffle(spans, new Random(1));
        assertThat(kinds(Trace.of(spans)))
                .filteredOn(Trace.Parent.CYCLE::equals)
                .hasSize(50);
    }

    @Test
    void countsSharersOfAnId() {
        Trace trace = trace(span(1), span(2).from(START + 1), span(2).from(START + 2));
        assertThat(trace.sharers(0)).isEqualTo(1);
        assertThat(trace.sharers(1)).isEqualTo(2);
        assertThat(trace.sharers(2)).isEqualTo(2);
    }

    @Test
    void takesTheClientAsParentOfTheServerThatSharesItsId() {
        Trace trace = trace(
                span(1).in("a"),
                span(2).in("a").under(1).kind(Span.Kind.CLIENT).from(START + 1),
                span(2).in("b").under(1).kind(Span.Kind.SERVER).from(START + 2));
        assertThat(trace.parent(1)).isZero();
        assertThat(trace.parent(2)).isEqualTo(1);
    }

    @Test
    void prefersAParentOfTheSameComponentAmongSharersOfAnId() {
        Trace trace = trace(
                span(2).in("a").kind(Span.Kind.CLIENT),
                span(2).in("b").kind(Span.Kind.SERVER).from(START + 1),
                span(3).in("b").under(2).from(START + 2),
                span(4).in("a").under(2).from(START + 3),
                span(5).in("c").under(2).from(START + 4));
        assertThat(trace.parent(2)).isEqualTo(1);
        assertThat(trace.parent(3)).isZero();
        assertThat(trace.parent(4)).isEqualTo(1);
    }

    @Test
    void readsAHundredThousandSpansWithOneId() {
        List<Span> spans = Collections.nCopies(100_000, span(7).under(7).build());
        Trace trace = Trace.of(spans);
        assertThat(trace.sharers(99_999)).isEqualTo(100_000);
    }

    @Test
    void readsAChainOfAHundredThousandSpans() {
        List<Span> spans = new ArrayList<>();
        for (int i = 1; i <= 100_000; i++) {
            spans.add(span(i).under(i - 1).from(START + i).build());
        }
        Trace trace = Trace.of(spans);
        assertThat(trace.parent(99_999)).isEqualTo(99_998);
        assertThat(trace.parentKind(99_999)).isEqualTo(Trace.Parent.KNOWN);
    }

    @Test
    void partsSpansByTrace() {
        TraceId other = new TraceId(0, 5);
        List<Trace> traces =
                Trace.group(List.of(span(1).build(), span(1).of(other).build(), span(2).build()));
        assertThat(traces).extracting(trace -> trace.spans().size()).containsExactly(2, 1);
        assertThat(Trace.group(List.of())).isEmpty();
        assertThatThrownBy(() -> Trace.of(List.of())).hasMessage("spans: expected those of one trace, got 0 traces");
    }

    private static List<Trace.Parent> kinds(Trace trace) {
        List<Trace.Parent> kinds = new ArrayList<>();
        for (int i = 0; i < trace.spans().size(); i++) {
            kinds.add(trace.parentKind(i));
        }
        return kinds;
    }

    private static Trace trace(SpanBuilder... spans) {
        List<Span> built = new ArrayList<>();
        for (SpanBuilder span : spans) {
            built.add(span.build());
        }
        return Trace.of(built);
    }
}
