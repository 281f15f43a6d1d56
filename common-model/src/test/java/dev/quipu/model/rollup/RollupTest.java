package dev.quipu.model.rollup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class RollupTest {

    private static final double[] QUANTILES = {0, 0.01, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99, 0.999, 1};

    private static SpanKey key(String component, String name, long startUnixSeconds) {
        return new SpanKey("", component, name, 2, 0, startUnixSeconds);
    }

    private static SpanKey randomKey(Random random) {
        return new SpanKey(
                "n" + random.nextInt(2),
                "c" + random.nextInt(3),
                "name " + random.nextInt(4),
                random.nextInt(6),
                random.nextInt(3),
                10L * random.nextInt(1000));
    }

    private record Seen(SpanKey key, long durationNanos) {}

    private static List<Seen> spans(Random random, int count) {
        List<Seen> spans = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            spans.add(new Seen(randomKey(random), (long) Math.exp(random.nextDouble() * 43) - 1));
        }
        return spans;
    }

    private static Rollup<SpanKey> rollup(int resolution, List<Seen> spans) {
        Rollup<SpanKey> rollup = new Rollup<>(RollupKind.SPANS, resolution);
        spans.forEach(span -> rollup.cell(span.key()).add(span.durationNanos(), 1));
        return rollup;
    }

    private static void assertSame(Rollup<SpanKey> actual, Rollup<SpanKey> expected) {
        assertThat(RollupCodec.encode(actual)).isEqualTo(RollupCodec.encode(expected));
    }

    @RepeatedTest(20)
    void aQuantileIsWithinAHundredthOfTheExactOneAlsoAfterMerging(RepetitionInfo repetition) {
        Random random = new Random(repetition.getCurrentRepetition());
        RollupCell merged = new RollupCell();
        List<Long> all = new ArrayList<>();
        for (int part = 0; part < 5; part++) {
            RollupCell cell = new RollupCell();
            int count = 1 + random.nextInt(2000);
            for (int i = 0; i < count; i++) {
                long nanos = random.nextInt(50) == 0 ? 0 : (long) Math.exp(random.nextDouble() * 43);
                cell.add(nanos, 1);
                all.add(nanos);
            }
            merged.add(cell);
        }
        long[] sorted = all.stream().mapToLong(Long::longValue).sorted().toArray();
        for (double quantile : QUANTILES) {
            double exact = sorted[(int) (quantile * (sorted.length - 1))];
            assertThat(merged.quantileNanos(quantile)).isCloseTo(exact, within(0.01 * exact + 1e-9));
        }
        assertThat(merged.spans()).isEqualTo(sorted.length);
        assertThat(merged.sumNanos())
                .isCloseTo(Arrays.stream(sorted).asDoubleStream().sum(), within(1e-6 * merged.sumNanos()));
    }

    @RepeatedTest(20)
    void partsAddUpToTheWholeInAnyOrder(RepetitionInfo repetition) {
        Random random = new Random(repetition.getCurrentRepetition());
        List<Seen> spans = new ArrayList<>();
        Rollup<SpanKey> forwards = new Rollup<>(RollupKind.SPANS, 60);
        List<Rollup<SpanKey>> parts = new ArrayList<>();
        for (int part = 0; part < 4; part++) {
            List<Seen> some = spans(random, random.nextInt(300));
            spans.addAll(some);
            parts.add(rollup(10, some));
        }
        parts.forEach(forwards::add);
        Rollup<SpanKey> backwards = new Rollup<>(RollupKind.SPANS, 60);
        for (int part = parts.size() - 1; part >= 0; part--) {
            backwards.add(parts.get(part));
        }
        assertThat(backwards.byKey().keySet()).isEqualTo(forwards.byKey().keySet());
        Rollup<SpanKey> whole = rollup(60, spans);
        whole.byKey().forEach((key, cell) -> {
            RollupCell sum = forwards.cell(key);
            assertThat(sum.spans()).isEqualTo(cell.spans());
            assertThat(sum.weight()).isEqualTo(cell.weight());
            assertThat(sum.quantileNanos(0.5)).isEqualTo(cell.quantileNanos(0.5));
        });
    }

    @RepeatedTest(20)
    void bytesGiveBackTheRollup(RepetitionInfo repetition) {
        Rollup<SpanKey> rollup = rollup(10, spans(new Random(repetition.getCurrentRepetition()), 200));
        assertSame(RollupCodec.decode(RollupKind.SPANS, RollupCodec.encode(rollup)), rollup);
    }

    @Test
    void ofBytesOnlyWhatIsWantedIsAdded() {
        Rollup<SpanKey> rollup = new Rollup<>(RollupKind.SPANS, 10);
        rollup.cell(key("cart", "a", 100)).add(5, 1);
        rollup.cell(key("shop", "b", 110)).add(7, 1);
        Rollup<SpanKey> sum = new Rollup<>(RollupKind.SPANS, 60);
        RollupCodec.addTo(
                sum, RollupCodec.encode(rollup), key -> key.component().equals("shop"));
        assertThat(sum.byKey().keySet()).containsExactly(key("shop", "b", 60));
    }

    @RepeatedTest(50)
    void damagedBytesAreRefusedOrAnotherRollup(RepetitionInfo repetition) {
        Random random = new Random(repetition.getCurrentRepetition());
        byte[] bytes = RollupCodec.encode(rollup(10, spans(random, 50)));
        byte[] damaged = Arrays.copyOf(bytes, random.nextInt(4) == 0 ? random.nextInt(bytes.length) : bytes.length);
        for (int i = 0; i < 3 && damaged.length > 0; i++) {
            damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
        }
        try {
            RollupCodec.decode(RollupKind.SPANS, damaged);
        } catch (RollupFormatException e) {
            assertThat(e).hasMessageStartingWith("rollup: expected ");
        }
    }

    @Test
    void aResolutionThatDoesNotFitIsRefused() {
        byte[] minute = RollupCodec.encode(new Rollup<>(RollupKind.SPANS, 60));
        assertThatThrownBy(() -> RollupCodec.addTo(new Rollup<>(RollupKind.SPANS, 90), minute, key -> true))
                .isInstanceOf(RollupFormatException.class)
                .hasMessage("rollup: expected a resolution that divides 90, got 60");
    }

    @Test
    void isPartedByPeriod() {
        Rollup<SpanKey> rollup = new Rollup<>(RollupKind.SPANS, 10);
        rollup.cell(key("cart", "a", 590)).add(5, 1);
        rollup.cell(key("cart", "a", 600)).add(7, 1);
        Map<Long, Rollup<SpanKey>> parts = rollup.byPeriod(600);
        assertThat(parts.keySet()).containsExactly(0L, 600L);
        assertThat(rollup.fromUnixSeconds()).isEqualTo(590);
        assertThat(rollup.toUnixSeconds()).isEqualTo(610);
    }

    @Test
    void spanNamesBeyondThoseToldApartAreOne() {
        Rollup<SpanKey> rollup = new Rollup<>(RollupKind.SPANS, 10);
        for (int i = 0; i < Rollup.MAX_SPAN_NAMES + 500; i++) {
            rollup.cell(key("cart", "GET /" + i, 0)).add(1, 1);
        }
        assertThat(rollup.size()).isEqualTo(Rollup.MAX_SPAN_NAMES + 1);
        assertThat(rollup.cell(key("cart", Rollup.OTHER, 0)).spans()).isEqualTo(500);
        assertThat(rollup.cell(key("shop", "GET /", 0)).spans()).isZero();
    }

    private static CallKey randomCall(Random random) {
        CallNode.Kind[] kinds = CallNode.Kind.values();
        return new CallKey(
                new CallNode(kinds[random.nextInt(kinds.length)], "", "c" + random.nextInt(3)),
                new CallNode(CallNode.Kind.COMPONENT, "n" + random.nextInt(2), "c" + random.nextInt(3)),
                CallKey.Type.values()[random.nextInt(3)],
                CallKey.End.values()[random.nextInt(2)],
                random.nextBoolean(),
                random.nextBoolean(),
                10L * random.nextInt(1000));
    }

    @RepeatedTest(20)
    void bytesGiveBackCalls(RepetitionInfo repetition) {
        Random random = new Random(repetition.getCurrentRepetition());
        Rollup<CallKey> rollup = new Rollup<>(RollupKind.CALLS, 10);
        for (int i = 0; i < 200; i++) {
            rollup.cell(randomCall(random)).add(random.nextInt(1_000_000), 1);
        }
        byte[] bytes = RollupCodec.encode(rollup);
        Rollup<CallKey> decoded = RollupCodec.decode(RollupKind.CALLS, bytes);
        assertThat(decoded.byKey().keySet()).isEqualTo(rollup.byKey().keySet());
        assertThat(RollupCodec.encode(decoded)).isEqualTo(bytes);
        assertThat(RollupCodec.kindOf(bytes)).isEqualTo(RollupKind.CALLS);
    }

    @Test
    void aKindIsNotTakenForAnother() {
        byte[] calls = RollupCodec.encode(new Rollup<>(RollupKind.CALLS, 10));
        assertThatThrownBy(() -> RollupCodec.decode(RollupKind.SPANS, calls))
                .isInstanceOf(RollupFormatException.class)
                .hasMessage("rollup: expected kind 1, got 2");
        assertThatThrownBy(() -> RollupCodec.kindOf(new byte[0]))
                .isInstanceOf(RollupFormatException.class)
                .hasMessage("rollup: expected a kind of 1 to 3, got 0");
    }

    @Test
    void peersBeyondThoseToldApartAreOne() {
        Rollup<CallKey> rollup = new Rollup<>(RollupKind.CALLS, 10);
        CallNode cart = new CallNode(CallNode.Kind.COMPONENT, "", "cart");
        for (int i = 0; i < Rollup.MAX_PEERS + 50; i++) {
            CallNode peer = new CallNode(CallNode.Kind.PEER, "", "10.0.0." + i);
            rollup.cell(new CallKey(cart, peer, CallKey.Type.CALL, CallKey.End.CALLER, false, false, 0))
                    .add(1, 1);
        }
        CallNode other = new CallNode(CallNode.Kind.PEER, "", Rollup.OTHER);
        assertThat(rollup.size()).isEqualTo(Rollup.MAX_PEERS + 1);
        assertThat(rollup.cell(new CallKey(cart, other, CallKey.Type.CALL, CallKey.End.CALLER, false, false, 0))
                        .spans())
                .isEqualTo(50);
    }

    @RepeatedTest(20)
    void whatIsTakenAwayLeavesTheRest(RepetitionInfo repetition) {
        Random random = new Random(repetition.getCurrentRepetition());
        RollupCell all = new RollupCell();
        RollupCell mistaken = new RollupCell();
        RollupCell rest = new RollupCell();
        for (int i = 0; i < 500; i++) {
            long nanos = random.nextInt(10) == 0 ? 0 : (long) Math.exp(random.nextDouble() * 30);
            double weight = 1 + random.nextInt(3);
            all.add(nanos, weight);
            (random.nextBoolean() ? mistaken : rest).add(nanos, weight);
        }
        RollupCell left = all.without(mistaken);
        assertThat(left.spans()).isEqualTo(rest.spans());
        assertThat(left.weight()).isEqualTo(rest.weight());
        for (double quantile : QUANTILES) {
            assertThat(left.quantileNanos(quantile)).isEqualTo(rest.quantileNanos(quantile));
        }
        assertThat(all.without(all).spans()).isZero();
    }

    @Test
    void aSampledSpanStandsForMany() {
        RollupCell cell = new RollupCell();
        cell.add(100, 4);
        cell.add(300, 1);
        assertThat(cell.spans()).isEqualTo(2);
        assertThat(cell.weight()).isEqualTo(5);
        assertThat(cell.sumNanos()).isEqualTo(700);
        assertThat(cell.weightStandardError()).isCloseTo(Math.sqrt(12), within(1e-9));
        assertThat(cell.quantileNanos(0.5)).isCloseTo(100, within(1.0));
    }
}
