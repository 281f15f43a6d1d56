package dev.quipu.analysis.feed;

import dev.quipu.analysis.client.FeedPartClient;
import dev.quipu.analysis.graph.CallFollower;
import dev.quipu.analysis.graph.CallStep;
import dev.quipu.analysis.rollup.SpanRollup;
import dev.quipu.model.Signal;
import dev.quipu.model.TraceId;
import dev.quipu.model.rollup.Rollup;
import dev.quipu.model.rollup.RollupCodec;
import dev.quipu.model.rollup.RollupKind;
import dev.quipu.model.rollup.SpanKey;
import dev.quipu.model.segment.Segment;
import dev.quipu.model.segment.SegmentId;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** Rate, errors and durations of a slice's spans, and the calls that its traces show. */
final class SpanDigester implements Digester {

    /** With so many cells a step ends, in the middle of a page too: each holds a sketch. */
    private static final int MAX_CELLS = 20_000;

    /** Likewise with so many spans, of which each is held until calls are told. */
    private static final int MAX_SPANS = 50_000;

    private final Slice slice;
    private final CallFollower calls;

    SpanDigester(Slice slice, CallFollower calls) {
        this.slice = slice;
        this.calls = calls;
    }

    @Override
    public Uni<Void> remember(String place) {
        return calls.remember(place);
    }

    @Override
    public Findings begin() {
        return new Found(slice, calls.begin());
    }

    @Override
    public Findings beginLeftOut(Part part) {
        Slice cut = part.slice().orElse(slice);
        return new Found(cut, calls.beginLeftOut(cut));
    }

    @Override
    public void reached(String cursor, Optional<Instant> watermark) {
        calls.reached(cursor, watermark);
    }

    @Override
    public void forget() {
        calls.forget();
    }

    private final class Found implements Findings {

        private final Predicate<TraceId> wanted;
        private final CallStep step;
        private final Map<String, Rollup<SpanKey>> rollups = new LinkedHashMap<>();

        Found(Predicate<TraceId> wanted, CallStep step) {
            this.wanted = wanted;
            this.step = step;
        }

        @Override
        public boolean wants(Signal signal) {
            return signal == Signal.TRACES;
        }

        @Override
        public void add(SegmentId id, String tenant, Segment segment) {
            Rollup<SpanKey> rollup = SpanRollup.of(segment, wanted);
            step.add(step.read(tenant, segment));
            if (!rollup.isEmpty()) {
                rollups.computeIfAbsent(tenant, unseen -> new Rollup<>(RollupKind.SPANS, SpanRollup.RESOLUTION_SECONDS))
                        .add(rollup);
            }
        }

        @Override
        public boolean isFull() {
            return rollups.values().stream().mapToInt(Rollup::size).sum() >= MAX_CELLS || step.spans() >= MAX_SPANS;
        }

        @Override
        public Uni<Void> complete(String place) {
            return calls.tell(step, place);
        }

        @Override
        public FeedPartClient.Additions additions() {
            List<FeedPartClient.RollupAddition> encoded = new ArrayList<>();
            rollups.forEach((tenant, rollup) ->
                    encoded.add(new FeedPartClient.RollupAddition(tenant, RollupCodec.encode(rollup))));
            step.changes()
                    .forEach((tenant, rollup) ->
                            encoded.add(new FeedPartClient.RollupAddition(tenant, RollupCodec.encode(rollup))));
            return FeedPartClient.Additions.ofRollups(encoded);
        }
    }
}
