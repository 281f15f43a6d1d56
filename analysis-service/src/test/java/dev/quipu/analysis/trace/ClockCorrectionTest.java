package dev.quipu.analysis.trace;

import static dev.quipu.analysis.SpanBuilder.START;
import static dev.quipu.analysis.SpanBuilder.span;
import static org.assertj.core.api.Assertions.assertThat;

import dev.quipu.analysis.SpanBuilder;
import dev.quipu.model.Span;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class ClockCorrectionTest {

    private static final long SECOND = 1_000_000_000;

    private static ClockCorrection corrected(SpanBuilder... spans) {
        return ClockCorrection.of(TraceTree.of(
                Trace.of(Arrays.stream(spans).map(SpanBuilder::build).toList())));
    }

    private static SpanBuilder at(long id, long parent, long from, long to) {
        return span(id).under(parent).from(START + from).to(START + to);
    }

    @Test
    void whatCanBeStaysAsReported() {
        ClockCorrection clocks = corrected(
                at(1, 0, 0, 100).in("shop"), at(2, 1, 10, 90).in("cart").kind(Span.Kind.SERVER));
        assertThat(clocks.offsets()).isEmpty();
        assertThat(clocks.times().start(1)).isEqualTo(10);
    }

    @Test
    void aServerOfALateClockIsMovedIntoItsCall() {
        ClockCorrection clocks = corrected(
                at(1, 0, 0, 100).in("shop").kind(Span.Kind.CLIENT),
                at(2, 1, 5 * SECOND, 5 * SECOND + 60).in("cart").kind(Span.Kind.SERVER),
                at(3, 2, 5 * SECOND + 10, 5 * SECOND + 20).in("cart"));
        assertThat(clocks.offsets()).containsExactly(new ClockCorrection.Offset(1, 2, 40 - 5 * SECOND, 1, 0));
        assertThat(clocks.times().start(1)).isEqualTo(40);
        assertThat(clocks.times().end(1)).isEqualTo(100);
        assertThat(clocks.times().start(2)).isEqualTo(50);
    }

    @Test
    void severalCallsTellMoreThanOne() {
        ClockCorrection clocks = corrected(
                at(1, 0, 0, 1000).in("shop"),
                at(2, 1, 550, 610).in("cart"),
                at(3, 1, 700, 710).in("shop"),
                at(4, 3, 1200, 1206).in("cart"));
        // By the second call cart's clock is late by 496 to 500; the first agrees with all of that.
        assertThat(clocks.offsets()).singleElement().satisfies(offset -> {
            assertThat(offset.offsetNanos()).isEqualTo(-496);
            assertThat(offset.calls()).isEqualTo(2);
            assertThat(offset.contradicting()).isZero();
        });
    }

    @Test
    void aMessageIsOnlyNotReceivedBeforeItWasSent() {
        SpanBuilder sent = at(1, 0, 100, 110).in("shop").kind(Span.Kind.PRODUCER);
        assertThat(corrected(sent, at(2, 1, 900, 950).in("mail").kind(Span.Kind.CONSUMER))
                        .offsets())
                .isEmpty();
        ClockCorrection clocks = corrected(sent, at(2, 1, 40, 50).in("mail").kind(Span.Kind.CONSUMER));
        assertThat(clocks.offsets())
                .singleElement()
                .satisfies(offset -> assertThat(offset.offsetNanos()).isEqualTo(60));
    }

    @Test
    void aServerThatOutlastsItsClientIsOnlyNotBeforeIt() {
        assertThat(corrected(
                                at(1, 0, 0, 100).in("shop").kind(Span.Kind.CLIENT),
                                at(2, 1, 20, 500).in("cart").kind(Span.Kind.SERVER))
                        .offsets())
                .isEmpty();
    }

    @Test
    void callsThatCannotBeAreCounted() {
        ClockCorrection clocks = corrected(
                at(1, 0, 0, 10_000).in("shop"),
                at(2, 1, 100, 200).in("shop"),
                at(3, 2, 1100, 1200).in("cart"),
                at(4, 1, 300, 400).in("shop"),
                at(5, 4, 1300, 1400).in("cart"),
                at(6, 1, 500, 600).in("shop"),
                at(7, 6, 9_000, 9_100).in("cart"));
        assertThat(clocks.offsets()).singleElement().satisfies(offset -> {
            assertThat(offset.offsetNanos()).isEqualTo(-1000);
            assertThat(offset.calls()).isEqualTo(3);
            assertThat(offset.contradicting()).isEqualTo(1);
        });
    }

    @RepeatedTest(200)
    void bringsBackATraceWhoseClocksWereTurned(RepetitionInfo repetition) {
        Random random = new Random(repetition.getCurrentRepetition());
        int services = 6;
        long[] turned = new long[services];
        for (int service = 1; service < services; service++) {
            turned[service] = (long) (random.nextGaussian() * SECOND);
        }
        List<Span> spans = new ArrayList<>();
        for (int service = 0; service < services; service++) {
            spans.add(at(service + 1, service, 10L * service + turned[service], 1000 - 10L * service + turned[service])
                    .in("service-" + service)
                    .build());
        }
        Trace trace = Trace.of(spans);
        TraceTree tree = TraceTree.of(trace);
        Timeline times = ClockCorrection.of(tree).times();
        for (int span = 0; span < spans.size(); span++) {
            int parent = trace.parent(span);
            if (parent >= 0) {
                assertThat(times.start(span)).isGreaterThanOrEqualTo(times.start(parent));
                assertThat(times.end(span)).isLessThanOrEqualTo(times.end(parent));
            }
        }
    }
}
