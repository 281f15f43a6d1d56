package dev.quipu.model.query;

import dev.quipu.model.InstrumentationScope;
import dev.quipu.model.KeyValue;
import dev.quipu.model.Signal;
import dev.quipu.model.SpanId;
import dev.quipu.model.TraceId;
import dev.quipu.model.segment.AttributeLevel;
import dev.quipu.model.segment.ColumnId;
import dev.quipu.model.segment.NumberField;
import dev.quipu.model.segment.RecordRows;
import dev.quipu.model.segment.RowScan;
import dev.quipu.model.segment.SegmentHead;
import dev.quipu.model.segment.TextField;
import dev.quipu.model.segment.ValueTest;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.IntPredicate;
import java.util.function.Predicate;

/**
 * Finds the records that satisfy a filter, reading as little as it can: first heads ({@link #mayMatch}), then membership
 * filters ({@link #probes}), then only the columns that the filter names ({@link #columns}). Immutable.
 */
public final class RecordMatcher {

    private final RecordFilter filter;

    private RecordMatcher(RecordFilter filter) {
        this.filter = filter;
    }

    public static RecordMatcher of(RecordFilter filter) {
        return new RecordMatcher(filter);
    }

    /** False only when no record of the segment can satisfy the filter. */
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
        return oneOf(filter, Field.Intrinsic.SERVICE, value -> FieldRules.text(Field.Intrinsic.SERVICE, value));
    }

    /** Templates of which a record must have one, when the filter implies that. */
    public Optional<Set<Integer>> templates() {
        return oneOf(filter, Field.Intrinsic.TEMPLATE, FieldRules::templateOf);
    }

    private static <T> Optional<Set<T>> oneOf(RecordFilter filter, Field field, Function<Literal, T> value) {
        return switch (filter.kind()) {
            case AND ->
                ((RecordFilter.And) filter)
                        .parts().stream()
                                .map(part -> oneOf(part, field, value))
                                .flatMap(Optional::stream)
                                .findFirst();
            case OR -> {
                Set<T> union = new LinkedHashSet<>();
                for (RecordFilter part : ((RecordFilter.Or) filter).parts()) {
                    Optional<Set<T>> values = oneOf(part, field, value);
                    if (values.isEmpty()) {
                        yield Optional.empty();
                    }
                    union.addAll(values.get());
                }
                yield Optional.of(union);
            }
            case COMPARE -> {
                RecordFilter.Compare compare = (RecordFilter.Compare) filter;
                yield compare.field() == field && compare.operator() == Operator.EQUAL
                        ? Optional.of(Set.of(value.apply(compare.value())))
                        : Optional.empty();
            }
            case NOT, EXISTS -> Optional.empty();
        };
    }

    /**
     * Whether {@link #match} needs the segment's {@link dev.quipu.model.segment.RecordTemplates}; where they are not
     * given no record has a template.
     */
    public boolean readsTemplates() {
        return filter.fields().contains(Field.Intrinsic.TEMPLATE);
    }

    /** What {@link #match} reads of that segment. */
    public Set<ColumnId> columns(SegmentHead head) {
        Set<ColumnId> needed = new LinkedHashSet<>();
        collect(filter, head, needed);
        return needed;
    }

    private static void collect(RecordFilter filter, SegmentHead head, Set<ColumnId> needed) {
        switch (filter.kind()) {
            case AND -> ((RecordFilter.And) filter).parts().forEach(part -> collect(part, head, needed));
            case OR -> ((RecordFilter.Or) filter).parts().forEach(part -> collect(part, head, needed));
            case NOT -> collect(((RecordFilter.Not) filter).part(), head, needed);
            case COMPARE -> needed.addAll(columns(((RecordFilter.Compare) filter).field(), head));
            case EXISTS -> needed.addAll(columns(((RecordFilter.Exists) filter).attribute(), head));
        }
    }

    static Set<ColumnId> columns(Field field, SegmentHead head) {
        if (field instanceof Field.Intrinsic intrinsic) {
            return switch (intrinsic) {
                case NAME -> RowScan.columns(TextField.NAME);
                case STATUS_MESSAGE -> RowScan.columns(TextField.STATUS_MESSAGE);
                case EVENT_NAME -> RowScan.columns(TextField.EVENT_NAME);
                case SEVERITY_TEXT -> RowScan.columns(TextField.SEVERITY_TEXT);
                case EVENT_NAME_OF_LOG -> RowScan.columns(TextField.EVENT_NAME_OF_LOG);
                case BODY -> RowScan.bodyColumns();
                case KIND -> RowScan.columns(NumberField.KIND);
                case STATUS -> RowScan.columns(NumberField.STATUS_CODE);
                case SEVERITY -> RowScan.columns(NumberField.SEVERITY_NUMBER);
                case DURATION -> RowScan.columns(NumberField.DURATION);
                case SPAN_ID -> RowScan.columns(spanIdOf(head.signal()));
                case PARENT_SPAN_ID -> RowScan.columns(NumberField.PARENT_SPAN_ID);
                case TRACE_ID -> RowScan.traceColumns(head);
                case SERVICE, NAMESPACE, INSTANCE -> RowScan.componentColumns(head);
                case SCOPE_NAME -> RowScan.scopeColumns(head);
                case TEMPLATE -> Set.of();
            };
        }
        Field.Attribute attribute = (Field.Attribute) field;
        return switch (attribute.scope()) {
            case SPAN -> RowScan.columns(head, AttributeLevel.SPAN, attribute.key());
            case EVENT -> RowScan.columns(head, AttributeLevel.EVENT, attribute.key());
            case LINK -> RowScan.columns(head, AttributeLevel.LINK, attribute.key());
            case LOG -> RowScan.columns(head, AttributeLevel.LOG, attribute.key());
            case RESOURCE -> RowScan.resourceColumns(head);
            case SCOPE -> RowScan.scopeColumns(head);
            case ANY -> {
                Set<ColumnId> both = new LinkedHashSet<>(RowScan.resourceColumns(head));
                both.addAll(RowScan.columns(head, levelOf(head.signal()), attribute.key()));
                yield both;
            }
        };
    }

    private static NumberField spanIdOf(Signal signal) {
        return signal == Signal.LOGS ? NumberField.SPAN_ID_OF_LOG : NumberField.SPAN_ID;
    }

    private static AttributeLevel levelOf(Signal signal) {
        return signal == Signal.LOGS ? AttributeLevel.LOG : AttributeLevel.SPAN;
    }

    /** Numbers of the rows that satisfy the filter, ascending. */
    public int[] match(RecordRows rows) {
        return match(filter, new RowScan(rows)).stream().toArray();
    }

    private static BitSet match(RecordFilter filter, RowScan scan) {
        return switch (filter.kind()) {
            case AND -> {
                BitSet all = new BitSet(scan.size());
                all.set(0, scan.size());
                List<RecordFilter> parts = new ArrayList<>(((RecordFilter.And) filter).parts());
                parts.sort(java.util.Comparator.comparingInt(ScanCost::of));
                for (RecordFilter part : parts) {
                    if (!all.isEmpty()) {
                        all.and(match(part, scan));
                    }
                }
                yield all;
            }
            case OR -> {
                BitSet any = new BitSet(scan.size());
                ((RecordFilter.Or) filter).parts().forEach(part -> any.or(match(part, scan)));
                yield any;
            }
            case NOT -> {
                BitSet not = match(((RecordFilter.Not) filter).part(), scan);
                not.flip(0, scan.size());
                yield not;
            }
            case COMPARE -> matchCompare((RecordFilter.Compare) filter, scan);
            case EXISTS -> matchAttribute(((RecordFilter.Exists) filter).attribute(), ANY_VALUE, scan);
        };
    }

    private static BitSet matchCompare(RecordFilter.Compare compare, RowScan scan) {
        Operator operator = compare.operator();
        Literal value = compare.value();
        if (compare.field() instanceof Field.Attribute attribute) {
            return matchAttribute(attribute, new LiteralTest(operator, value), scan);
        }
        Field.Intrinsic field = (Field.Intrinsic) compare.field();
        return switch (field) {
            case NAME -> scan.where(TextField.NAME, text(compare));
            case STATUS_MESSAGE -> scan.where(TextField.STATUS_MESSAGE, text(compare));
            case EVENT_NAME -> scan.where(TextField.EVENT_NAME, text(compare));
            case SEVERITY_TEXT -> scan.where(TextField.SEVERITY_TEXT, text(compare));
            case EVENT_NAME_OF_LOG -> scan.where(TextField.EVENT_NAME_OF_LOG, text(compare));
            case BODY -> scan.whereBody(compare.operator().pattern(FieldRules.text(field, value)));
            case TEMPLATE -> scan.whereTemplate(template(operator, FieldRules.templateOf(value)));
            case SEVERITY -> scan.where(NumberField.SEVERITY_NUMBER, Severities.test(operator, value));
            case SERVICE -> scan.whereComponent(component -> text(compare).test(component.name()));
            case NAMESPACE -> scan.whereComponent(component -> text(compare).test(component.namespace()));
            case INSTANCE -> scan.whereComponent(component -> text(compare).test(component.instanceId()));
            case SCOPE_NAME -> scan.whereScope(scope -> text(compare).test(scope.name()));
            case KIND -> number(scan, NumberField.KIND, operator, FieldRules.codeOf(field, value));
            case STATUS -> number(scan, NumberField.STATUS_CODE, operator, FieldRules.codeOf(field, value));
            case DURATION -> number(scan, NumberField.DURATION, operator, FieldRules.nanosOf(value));
            case SPAN_ID -> number(scan, spanIdOf(scan.signal()), operator, spanId(compare));
            case PARENT_SPAN_ID -> number(scan, NumberField.PARENT_SPAN_ID, operator, spanId(compare));
            case TRACE_ID -> {
                BitSet found = scan.whereTrace(TraceId.parse(FieldRules.text(field, value)));
                if (operator == Operator.NOT_EQUAL) {
                    found.flip(0, scan.size());
                }
                yield found;
            }
        };
    }

    private static IntPredicate template(Operator operator, int other) {
        return template -> operator.holds(Integer.compare(template, other));
    }

    private static long spanId(RecordFilter.Compare compare) {
        return SpanId.parse(FieldRules.text(compare.field(), compare.value())).value();
    }

    private static BitSet number(RowScan scan, NumberField field, Operator operator, long other) {
        return switch (operator) {
            case EQUAL -> scan.where(field, value -> value == other);
            case NOT_EQUAL -> scan.where(field, value -> value != other);
            case GREATER -> scan.where(field, value -> value > other);
            case GREATER_OR_EQUAL -> scan.where(field, value -> value >= other);
            case LESS -> scan.where(field, value -> value < other);
            case LESS_OR_EQUAL -> scan.where(field, value -> value <= other);
            case CONTAINS, HAS -> new BitSet();
        };
    }

    private static Predicate<String> text(RecordFilter.Compare compare) {
        String other = FieldRules.text(compare.field(), compare.value());
        return value -> compare.operator().holds(value, other);
    }

    private static BitSet matchAttribute(Field.Attribute attribute, ValueTest test, RowScan scan) {
        String key = attribute.key();
        return switch (attribute.scope()) {
            case SPAN -> scan.whereAttribute(AttributeLevel.SPAN, key, test);
            case EVENT -> scan.whereAttribute(AttributeLevel.EVENT, key, test);
            case LINK -> scan.whereAttribute(AttributeLevel.LINK, key, test);
            case LOG -> scan.whereAttribute(AttributeLevel.LOG, key, test);
            case RESOURCE -> scan.whereResource(resource -> any(resource.attributes(), key, test));
            case SCOPE -> scan.whereScope((InstrumentationScope scope) -> any(scope.attributes(), key, test));
            case ANY -> {
                BitSet either = scan.whereAttribute(levelOf(scan.signal()), key, test);
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
