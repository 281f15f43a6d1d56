package dev.quipu.model.query;

import dev.quipu.model.InstrumentationScope;
import dev.quipu.model.KeyValue;
import dev.quipu.model.SpanId;
import dev.quipu.model.TraceId;
import dev.quipu.model.segment.AttributeLevel;
import dev.quipu.model.segment.ColumnId;
import dev.quipu.model.segment.SegmentHead;
import dev.quipu.model.segment.SpanNumber;
import dev.quipu.model.segment.SpanRows;
import dev.quipu.model.segment.SpanScan;
import dev.quipu.model.segment.SpanText;
import dev.quipu.model.segment.ValueTest;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Finds the spans that satisfy a filter, reading as little as it can: first heads ({@link #mayMatch}), then membership
 * filters ({@link #probes}), then only the columns that the filter names ({@link #columns}). Immutable.
 */
public final class SpanMatcher {

    private final SpanFilter filter;

    private SpanMatcher(SpanFilter filter) {
        this.filter = filter;
    }

    public static SpanMatcher of(SpanFilter filter) {
        return new SpanMatcher(filter);
    }

    /** False only when no span of the segment can satisfy the filter. */
    public boolean mayMatch(SegmentHead head) {
        return HeadCheck.mayMatch(filter, head);
    }

    /**
     * Hashes that the segment's membership filter must hold: of each array at least one.
     *
     * @see dev.quipu.model.segment.MembershipFilter
     */
    public List<long[]> probes() {
        return Probes.of(filter);
    }

    /** Names of which one must be a component's, when the filter implies that. */
    public Optional<Set<String>> services() {
        return services(filter);
    }

    private static Optional<Set<String>> services(SpanFilter filter) {
        return switch (filter.kind()) {
            case AND ->
                ((SpanFilter.And) filter)
                        .parts().stream()
                                .map(SpanMatcher::services)
                                .flatMap(Optional::stream)
                                .findFirst();
            case OR -> {
                Set<String> union = new LinkedHashSet<>();
                for (SpanFilter part : ((SpanFilter.Or) filter).parts()) {
                    Optional<Set<String>> names = services(part);
                    if (names.isEmpty()) {
                        yield Optional.empty();
                    }
                    union.addAll(names.get());
                }
                yield Optional.of(union);
            }
            case COMPARE -> {
                SpanFilter.Compare compare = (SpanFilter.Compare) filter;
                yield compare.field() == Field.Intrinsic.SERVICE && compare.operator() == Operator.EQUAL
                        ? Optional.of(Set.of(FieldRules.text(compare.field(), compare.value())))
                        : Optional.empty();
            }
            case NOT, EXISTS -> Optional.empty();
        };
    }

    /** What {@link #match} reads of that segment. */
    public Set<ColumnId> columns(SegmentHead head) {
        Set<ColumnId> needed = new LinkedHashSet<>();
        collect(filter, head, needed);
        return needed;
    }

    private static void collect(SpanFilter filter, SegmentHead head, Set<ColumnId> needed) {
        switch (filter.kind()) {
            case AND -> ((SpanFilter.And) filter).parts().forEach(part -> collect(part, head, needed));
            case OR -> ((SpanFilter.Or) filter).parts().forEach(part -> collect(part, head, needed));
            case NOT -> collect(((SpanFilter.Not) filter).part(), head, needed);
            case COMPARE -> needed.addAll(columns(((SpanFilter.Compare) filter).field(), head));
            case EXISTS -> needed.addAll(columns(((SpanFilter.Exists) filter).attribute(), head));
        }
    }

    private static Set<ColumnId> columns(Field field, SegmentHead head) {
        if (field instanceof Field.Intrinsic intrinsic) {
            return switch (intrinsic) {
                case NAME -> SpanScan.columns(SpanText.NAME);
                case STATUS_MESSAGE -> SpanScan.columns(SpanText.STATUS_MESSAGE);
                case EVENT_NAME -> SpanScan.columns(SpanText.EVENT_NAME);
                case KIND -> SpanScan.columns(SpanNumber.KIND);
                case STATUS -> SpanScan.columns(SpanNumber.STATUS_CODE);
                case DURATION -> SpanScan.columns(SpanNumber.DURATION);
                case SPAN_ID -> SpanScan.columns(SpanNumber.SPAN_ID);
                case PARENT_SPAN_ID -> SpanScan.columns(SpanNumber.PARENT_SPAN_ID);
                case TRACE_ID -> SpanScan.traceColumns();
                case SERVICE, NAMESPACE, INSTANCE -> SpanScan.componentColumns();
                case SCOPE_NAME -> SpanScan.scopeColumns();
            };
        }
        Field.Attribute attribute = (Field.Attribute) field;
        return switch (attribute.scope()) {
            case SPAN -> SpanScan.columns(head, AttributeLevel.SPAN, attribute.key());
            case EVENT -> SpanScan.columns(head, AttributeLevel.EVENT, attribute.key());
            case LINK -> SpanScan.columns(head, AttributeLevel.LINK, attribute.key());
            case RESOURCE -> SpanScan.resourceColumns();
            case SCOPE -> SpanScan.scopeColumns();
            case ANY -> {
                Set<ColumnId> both = new LinkedHashSet<>(SpanScan.resourceColumns());
                both.addAll(SpanScan.columns(head, AttributeLevel.SPAN, attribute.key()));
                yield both;
            }
        };
    }

    /** Numbers of the rows that satisfy the filter, ascending. */
    public int[] match(SpanRows rows) {
        return match(filter, new SpanScan(rows)).stream().toArray();
    }

    private static BitSet match(SpanFilter filter, SpanScan scan) {
        return switch (filter.kind()) {
            case AND -> {
                BitSet all = new BitSet(scan.size());
                all.set(0, scan.size());
                List<SpanFilter> parts = new ArrayList<>(((SpanFilter.And) filter).parts());
                parts.sort(java.util.Comparator.comparingInt(ScanCost::of));
                for (SpanFilter part : parts) {
                    if (!all.isEmpty()) {
                        all.and(match(part, scan));
                    }
                }
                yield all;
            }
            case OR -> {
                BitSet any = new BitSet(scan.size());
                ((SpanFilter.Or) filter).parts().forEach(part -> any.or(match(part, scan)));
                yield any;
            }
            case NOT -> {
                BitSet not = match(((SpanFilter.Not) filter).part(), scan);
                not.flip(0, scan.size());
                yield not;
            }
            case COMPARE -> matchCompare((SpanFilter.Compare) filter, scan);
            case EXISTS -> matchAttribute(((SpanFilter.Exists) filter).attribute(), ANY_VALUE, scan);
        };
    }

    private static BitSet matchCompare(SpanFilter.Compare compare, SpanScan scan) {
        Operator operator = compare.operator();
        Literal value = compare.value();
        if (compare.field() instanceof Field.Attribute attribute) {
            return matchAttribute(attribute, new LiteralTest(operator, value), scan);
        }
        Field.Intrinsic field = (Field.Intrinsic) compare.field();
        return switch (field) {
            case NAME -> scan.where(SpanText.NAME, text(compare));
            case STATUS_MESSAGE -> scan.where(SpanText.STATUS_MESSAGE, text(compare));
            case EVENT_NAME -> scan.where(SpanText.EVENT_NAME, text(compare));
            case SERVICE -> scan.whereComponent(component -> text(compare).test(component.name()));
            case NAMESPACE -> scan.whereComponent(component -> text(compare).test(component.namespace()));
            case INSTANCE -> scan.whereComponent(component -> text(compare).test(component.instanceId()));
            case SCOPE_NAME -> scan.whereScope(scope -> text(compare).test(scope.name()));
            case KIND -> number(scan, SpanNumber.KIND, operator, FieldRules.codeOf(field, value));
            case STATUS -> number(scan, SpanNumber.STATUS_CODE, operator, FieldRules.codeOf(field, value));
            case DURATION -> number(scan, SpanNumber.DURATION, operator, FieldRules.nanosOf(value));
            case SPAN_ID -> number(scan, SpanNumber.SPAN_ID, operator, spanId(compare));
            case PARENT_SPAN_ID -> number(scan, SpanNumber.PARENT_SPAN_ID, operator, spanId(compare));
            case TRACE_ID -> {
                BitSet found = scan.whereTrace(TraceId.parse(FieldRules.text(field, value)));
                if (operator == Operator.NOT_EQUAL) {
                    found.flip(0, scan.size());
                }
                yield found;
            }
        };
    }

    private static long spanId(SpanFilter.Compare compare) {
        return SpanId.parse(FieldRules.text(compare.field(), compare.value())).value();
    }

    private static BitSet number(SpanScan scan, SpanNumber field, Operator operator, long other) {
        return switch (operator) {
            case EQUAL -> scan.where(field, value -> value == other);
            case NOT_EQUAL -> scan.where(field, value -> value != other);
            case GREATER -> scan.where(field, value -> value > other);
            case GREATER_OR_EQUAL -> scan.where(field, value -> value >= other);
            case LESS -> scan.where(field, value -> value < other);
            case LESS_OR_EQUAL -> scan.where(field, value -> value <= other);
        };
    }

    private static Predicate<String> text(SpanFilter.Compare compare) {
        String other = FieldRules.text(compare.field(), compare.value());
        return value -> compare.operator().holds(value.compareTo(other));
    }

    private static BitSet matchAttribute(Field.Attribute attribute, ValueTest test, SpanScan scan) {
        String key = attribute.key();
        return switch (attribute.scope()) {
            case SPAN -> scan.whereAttribute(AttributeLevel.SPAN, key, test);
            case EVENT -> scan.whereAttribute(AttributeLevel.EVENT, key, test);
            case LINK -> scan.whereAttribute(AttributeLevel.LINK, key, test);
            case RESOURCE -> scan.whereResource(resource -> any(resource.attributes(), key, test));
            case SCOPE -> scan.whereScope((InstrumentationScope scope) -> any(scope.attributes(), key, test));
            case ANY -> {
                BitSet either = scan.whereAttribute(AttributeLevel.SPAN, key, test);
                either.or(scan.whereResource(resource -> any(resource.attributes(), key, test)));
                yield either;
            }
        };
    }

    private static boolean any(List<KeyValue> attributes, String key, ValueTest test) {
        return attributes.stream().anyMatch(attribute -> attribute.key().equals(key) && test.test(attribute.value()));
    }

    private static final ValueTest ANY_VALUE = new ValueTest() {
        @Override
        public boolean text(String value) {
            return true;
        }

        @Override
        public boolean integer(long value) {
            return true;
        }

        @Override
        public boolean decimal(double value) {
            return true;
        }

        @Override
        public boolean bool(boolean value) {
            return true;
        }

        @Override
        public boolean present() {
            return true;
        }
    };
}
