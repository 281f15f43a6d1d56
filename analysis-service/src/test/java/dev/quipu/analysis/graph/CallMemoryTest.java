package dev.quipu.analysis.graph;

import static dev.quipu.analysis.SpanBuilder.span;
import static org.assertj.core.api.Assertions.assertThat;

import dev.quipu.analysis.Segments;
import dev.quipu.analysis.SpanBuilder;
import dev.quipu.analysis.trace.RandomTraces;
import dev.quipu.model.AnyValue;
import dev.quipu.model.Span;
import dev.quipu.model.TraceId;
import dev.quipu.model.rollup.CallKey;
import dev.quipu.model.rollup.Rollup;
import dev.quipu.model.rollup.RollupKind;
import dev.quipu.model.segment.Segment;
import dev.quipu.model.segment.SegmentId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class CallMemoryTest {

    private static final Duration MAX_AGE = Duration.ofHours(1);

    /** Between two steps: longer than clocks may differ by. */
    private static final Duration STEP = Duration.ofSeconds(20);

    private static final Instant START = Instant.EPOCH.plusNanos(SpanBuilder.START);

    /** A feed, and one who follows it and is killed now and then. */
    private static final class Follower {
        private final int maxSpans;
        private final List<List<Span>> feed = new ArrayList<>();
        private final Rollup<CallKey> committed = new Rollup<>(RollupKind.CALLS, 10);
        private CallMemory memory;
        private int lookups;

        Follower(int maxSpans) {
            this.maxSpans = maxSpans;
            this.memory = new CallMemory(maxSpans, MAX_AGE);
        }

        private static Instant watermark(int step) {
            return START.plus(STEP.multipliedBy(step));
        }

        /** Reads what is new, and commits it unless it is killed before. */
        void step(boolean isKilled) {
            int place = feed.size() - 1;
            remember(place);
            CallStep step = CallStep.ofNew(id -> true);
            step.add(Told.part(feed.get(place)));
            Map<String, List<TraceId>> unknown = memory.unknown(step);
            List<TraceId> asked = unknown.getOrDefault(Told.TENANT, List.of());
            lookups += asked.size();
            step.found(
                    Told.TENANT,
                    asked,
                    feed.subList(0, place).stream()
                            .flatMap(List::stream)
                            .filter(span -> asked.contains(span.traceId()))
                            .toList());
            memory.apply(step);
            if (isKilled) {
                memory = new CallMemory(maxSpans, MAX_AGE);
                step(false);
            } else {
                step.changes().values().forEach(committed::add);
                memory.reached(Integer.toString(place + 1), Optional.of(watermark(place + 1)));
            }
        }

        /** As much of the feed's end as may be remembered. */
        private void remember(int place) {
            if (!memory.isAt(Integer.toString(place))) {
                int first = place;
                int spans = 0;
                while (first > 0 && spans + feed.get(first - 1).size() <= maxSpans) {
                    spans += feed.get(--first).size();
                }
                memory.beginAt(first == 0 ? Instant.EPOCH : watermark(first));
                feed.subList(first, place).forEach(part -> memory.add(Told.part(part)));
                memory.reached(Integer.toString(place), Optional.empty());
            }
        }
    }

    private static Map<String, String> text(Rollup<CallKey> calls) {
        return ServiceGraph.of(calls).edges().entrySet().stream()
                .collect(Collectors.toMap(
                        edge -> edge.getKey().toString(),
                        edge -> edge.getValue().calls() + " " + edge.getValue().failed() + " "
                                + edge.getValue().seenByCaller().spans() + " "
                                + edge.getValue().seenByCallee().sumNanos(),
                        (a, b) -> a + b,
                        TreeMap::new));
    }

    /** Spans come in any order, some long after the others of their trace; those of one trace start with the step of the first. */
    @RepeatedTest(40)
    void changesAddUpToWholeTracesWhateverIsLateOrKilled(RepetitionInfo repetition) {
        Random random = new Random(repetition.getCurrentRepetition());
        int steps = 30;
        List<List<Span>> arrivals = new ArrayList<>();
        for (int i = 0; i < steps; i++) {
            arrivals.add(new ArrayList<>());
        }
        List<Span> all = new ArrayList<>();
        for (int trace = 0; trace < 200; trace++) {
            int first = random.nextInt(steps);
            for (Span span : RandomTraces.next(random, new TraceId(repetition.getCurrentRepetition(), trace + 1))) {
                Span shifted = shifted(span, STEP.multipliedBy(first).toNanos());
                int late = random.nextInt(4) == 0 ? random.nextInt(steps) : random.nextInt(2);
                arrivals.get(Math.min(steps - 1, first + late)).add(shifted);
                all.add(shifted);
            }
        }
        Follower follower = new Follower(random.nextBoolean() ? 100_000 : 200 + random.nextInt(800));
        arrivals.forEach(spans -> {
            follower.feed.add(spans);
            follower.step(random.nextInt(4) == 0);
        });
        assertThat(text(follower.committed)).isEqualTo(text(Told.calls(all)));
    }

    private static Span shifted(Span span, long nanos) {
        return new Span(
                span.resource(),
                span.scope(),
                span.traceId(),
                span.spanId(),
                span.parentSpanId(),
                span.traceState(),
                span.flags(),
                span.name(),
                span.kind(),
                span.startTimeUnixNano() + nanos,
                span.endTimeUnixNano() + nanos,
                span.attributes(),
                0,
                List.of(),
                0,
                List.of(),
                0,
                span.status());
    }

    @Test
    void whatIsRememberedIsNotLookedUp() {
        Follower follower = new Follower(100_000);
        for (int i = 0; i < 20; i++) {
            long start = SpanBuilder.START + STEP.toNanos() * (i + 1);
            TraceId id = new TraceId(1, i + 1);
            follower.feed.add(
                    List.of(span(1).of(id).in("a").from(start).to(start + 1).build()));
            follower.step(i % 5 == 0);
            follower.feed.add(List.of(
                    span(2).under(1).of(id).in("b").from(start).to(start + 1).build()));
            follower.step(false);
        }
        assertThat(follower.lookups).isZero();
        assertThat(text(follower.committed)).hasSize(1);
    }

    @Test
    void aMessageThatWaitedForLongFindsItsSender() {
        Follower follower = new Follower(10);
        TraceId id = new TraceId(1, 1);
        follower.feed.add(
                List.of(span(1).of(id).in("shop").kind(Span.Kind.PRODUCER).build()));
        follower.step(false);
        for (int i = 0; i < 20; i++) {
            long start = SpanBuilder.START + STEP.toNanos() * (i + 1);
            follower.feed.add(List.of(
                    span(1).of(new TraceId(2, i + 1)).from(start).to(start).build()));
            follower.step(false);
        }
        long now = SpanBuilder.START + STEP.toNanos() * 22;
        follower.feed.add(List.of(span(2).under(1)
                .of(id)
                .in("mail")
                .kind(Span.Kind.CONSUMER)
                .from(now)
                .to(now)
                .build()));
        follower.step(false);
        assertThat(text(follower.committed))
                .hasSize(1)
                .hasKeySatisfying(new org.assertj.core.api.Condition<>(
                        key -> key.contains("name=shop") && key.contains("name=mail"), "from shop to mail"));
    }

    @Test
    void segmentsSayTheSameOfSpansAsTheSpansThemselves() {
        List<Span> spans = new ArrayList<>();
        Random random = new Random(3);
        String[] keys = {"db.system", "db.name", "server.address", "messaging.destination.name", "peer.service", "x"};
        for (int i = 0; i < 500; i++) {
            SpanBuilder builder = span(i + 1)
                    .under(random.nextInt(3) == 0 ? 0 : 1 + random.nextInt(i + 1))
                    .in("s" + random.nextInt(4))
                    .kind(random.nextInt(6));
            for (String key : keys) {
                if (random.nextInt(3) == 0) {
                    builder.with(key, AnyValue.of("v" + random.nextInt(5)));
                }
            }
            spans.add(builder.status(random.nextInt(3), "").build());
        }
        CallStep step = CallStep.ofNew(id -> true);
        step.add(step.read(Told.TENANT, Segment.parse(Segments.framed(new SegmentId(7, 1), spans))));
        step.apply(new CallWindow(1000), Instant.EPOCH);
        assertThat(text(step.changes().get(Told.TENANT))).isEqualTo(text(Told.calls(spans)));
    }

    @Test
    void whatWasLeftOutIsAddedLater() {
        List<Span> stored = List.of(span(1).in("a")
                .kind(Span.Kind.CLIENT)
                .with("server.address", AnyValue.of("b.local"))
                .build());
        List<Span> leftOut =
                List.of(span(2).under(1).in("b").kind(Span.Kind.SERVER).build());
        Rollup<CallKey> committed = Told.calls(stored);
        CallStep step = CallStep.ofLeftOut(id -> true);
        step.add(Told.part(leftOut));
        List<Span> all = new ArrayList<>(stored);
        all.addAll(leftOut);
        step.found(Told.TENANT, List.of(SpanBuilder.TRACE), stored);
        step.apply(new CallWindow(1000), Instant.EPOCH);
        committed.add(step.changes().get(Told.TENANT));
        assertThat(text(committed)).isEqualTo(text(Told.calls(all)));
    }
}
