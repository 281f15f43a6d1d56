package dev.quipu.analysis.trace;

import static dev.quipu.analysis.SpanBuilder.START;
import static dev.quipu.analysis.SpanBuilder.span;
import static org.assertj.core.api.Assertions.assertThat;

import dev.quipu.model.Span;
import dev.quipu.model.TraceId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ServiceCallsTest {

    private final ServiceCalls calls = new ServiceCalls();

    @Test
    void countsASpanWhoseParentIsOfAnotherService() {
        calls.add(Trace.of(List.of(
                span(1).in("a").build(),
                span(2).in("a").under(1).build(),
                span(3).in("b").under(2).build(),
                span(4).in("b").under(1).build(),
                span(5).in("c").under(9).build())));
        assertThat(calls.counts()).containsExactly(new ServiceCalls.Count(new ServiceCalls.Call("a", "b"), 2));
    }

    @Test
    void countsAServerThatSharesItsIdWithTheClient() {
        calls.add(Trace.of(List.of(
                span(2).in("a").kind(Span.Kind.CLIENT).build(),
                span(2).in("b").kind(Span.Kind.SERVER).from(START + 1).build())));
        assertThat(calls.counts()).containsExactly(new ServiceCalls.Count(new ServiceCalls.Call("a", "b"), 1));
    }

    @Test
    void leavesOutTheCallThatClosesACycle() {
        calls.add(Trace.of(List.of(
                span(1).in("a").under(2).build(),
                span(2).in("b").under(1).from(START + 1).build())));
        assertThat(calls.counts()).containsExactly(new ServiceCalls.Count(new ServiceCalls.Call("a", "b"), 1));
    }

    @Test
    void agreesWithADirectCountOnRandomTrees() {
        Random random = new Random(42);
        Map<ServiceCalls.Call, Long> expected = new HashMap<>();
        for (int tree = 0; tree < 100; tree++) {
            List<Span> spans = new ArrayList<>();
            int[] services = new int[1 + random.nextInt(40)];
            for (int i = 0; i < services.length; i++) {
                services[i] = random.nextInt(5);
                int parent = i == 0 ? -1 : random.nextInt(i);
                spans.add(span(i + 1)
                        .of(new TraceId(0, tree + 1))
                        .in("s" + services[i])
                        .under(parent + 1)
                        .build());
                if (parent >= 0 && services[parent] != services[i]) {
                    expected.merge(new ServiceCalls.Call("s" + services[parent], "s" + services[i]), 1L, Long::sum);
                }
            }
            calls.add(Trace.of(spans));
        }
        assertThat(calls.counts())
                .allSatisfy(count -> assertThat(expected).containsEntry(count.call(), count.spans()))
                .hasSameSizeAs(expected.keySet());
    }
}
