package dev.quipu.model.erasure;

import dev.quipu.model.AnyValue;
import dev.quipu.model.Component;
import dev.quipu.model.Signal;
import dev.quipu.model.TraceId;
import dev.quipu.model.erasure.ErasureTarget.OfAttribute;
import dev.quipu.model.erasure.ErasureTarget.OfComponent;
import dev.quipu.model.erasure.ErasureTarget.OfTrace;
import dev.quipu.model.query.EqualityTest;
import dev.quipu.model.segment.MembershipFilter;
import dev.quipu.model.segment.RecordChoice;
import dev.quipu.model.segment.RecordRemoval;
import dev.quipu.model.segment.Removed;
import dev.quipu.model.segment.Segment;
import dev.quipu.model.segment.SegmentHead;
import dev.quipu.model.segment.SegmentId;
import dev.quipu.model.segment.SegmentParcel;
import dev.quipu.model.segment.TemplatedSegment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.LongStream;

/**
 * Takes the records that targets name out of segments, a segment at a time: find those that {@link #mayHold} them, then
 * {@link #erase}. Whatever matches one target goes. Immutable.
 */
public final class SegmentErasure {

    private final List<ErasureTarget> targets;
    private final RecordChoice choice;

    /** @throws IllegalArgumentException when there is no target */
    public SegmentErasure(List<ErasureTarget> targets) {
        if (targets.isEmpty()) {
            throw new IllegalArgumentException("targets: expected one or more, got none");
        }
        this.targets = List.copyOf(targets);
        this.choice = new Choice(targets);
    }

    /**
     * False only when the segment holds nothing that a target names. Without a filter that knows all attributes, as
     * segments of early versions have, an attribute may be everywhere.
     *
     * @param filter the segment's
     */
    public boolean mayHold(SegmentHead head, byte[] filter) {
        return targets.stream().anyMatch(target -> mayHold(target, head, filter));
    }

    private static boolean mayHold(ErasureTarget target, SegmentHead head, byte[] filter) {
        return switch (target.kind()) {
            case ATTRIBUTE -> mayHold((OfAttribute) target, head, filter);
            case TRACE ->
                head.signal() != Signal.METRICS
                        && MembershipFilter.mightContain(
                                filter, MembershipFilter.hashOfTrace(((OfTrace) target).traceId()));
            case COMPONENT ->
                head.components().stream().anyMatch(entry -> names((OfComponent) target, entry.component()));
        };
    }

    private static boolean mayHold(OfAttribute target, SegmentHead head, byte[] filter) {
        return head.recordCount() > 0
                && (!head.filterIsComplete()
                        || new EqualityTest(target.value())
                                .probes(target.key())
                                .map(hashes -> LongStream.of(hashes)
                                        .anyMatch(hash -> MembershipFilter.mightContain(filter, hash)))
                                .orElse(true));
    }

    private static boolean names(OfComponent target, Component component) {
        return target.name().equals(component.name())
                && target.namespace().equals(component.namespace())
                && target.instanceId().map(component.instanceId()::equals).orElse(true);
    }

    /** @see RecordRemoval#from(Segment, RecordChoice, Supplier) */
    public Removed<Segment> erase(Segment segment, Supplier<SegmentId> ids) {
        return RecordRemoval.from(segment, choice, ids);
    }

    /** @see RecordRemoval#from(TemplatedSegment, RecordChoice, Supplier) */
    public Removed<TemplatedSegment> erase(TemplatedSegment segment, Supplier<SegmentId> ids) {
        return RecordRemoval.from(segment, choice, ids);
    }

    /** @see RecordRemoval#from(SegmentParcel, RecordChoice, Supplier) */
    public Removed<SegmentParcel> erase(SegmentParcel parcel, Supplier<SegmentId> ids) {
        return RecordRemoval.from(parcel, choice, ids);
    }

    /** What the targets name, looked up by what records say. */
    private static final class Choice implements RecordChoice {
        private final Map<String, List<EqualityTest>> values = new HashMap<>();
        private final Set<TraceId> traces = new HashSet<>();
        private final List<OfComponent> components = new ArrayList<>();

        Choice(List<ErasureTarget> targets) {
            for (ErasureTarget target : targets) {
                switch (target.kind()) {
                    case ATTRIBUTE -> {
                        OfAttribute attribute = (OfAttribute) target;
                        values.computeIfAbsent(attribute.key(), unseen -> new ArrayList<>())
                                .add(new EqualityTest(attribute.value()));
                    }
                    case TRACE -> traces.add(((OfTrace) target).traceId());
                    case COMPONENT -> components.add((OfComponent) target);
                }
            }
        }

        @Override
        public boolean component(Component component) {
            return components.stream().anyMatch(target -> names(target, component));
        }

        @Override
        public boolean trace(long high, long low) {
            return !traces.isEmpty() && (high != 0 || low != 0) && traces.contains(new TraceId(high, low));
        }

        @Override
        public Set<String> keys() {
            return values.keySet();
        }

        @Override
        public boolean pair(String key, AnyValue value) {
            List<EqualityTest> tests = values.get(key);
            return tests != null && tests.stream().anyMatch(test -> test.test(value));
        }
    }
}
