package dev.quipu.model.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quipu.model.AnyValue;
import dev.quipu.model.Component;
import dev.quipu.model.KeyValue;
import dev.quipu.model.RandomSpans;
import dev.quipu.model.Signal;
import dev.quipu.model.Span;
import dev.quipu.model.segment.ColumnId;
import dev.quipu.model.segment.MembershipFilter;
import dev.quipu.model.segment.Segment;
import dev.quipu.model.segment.SegmentHead;
import dev.quipu.model.segment.SegmentReader;
import dev.quipu.model.segment.Segments;
import dev.quipu.model.segment.SpanRows;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The columnar search against one that looks at every span as a whole. */
class RecordMatcherTest {

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void findsWhatLookingAtEverySpanFinds(long seed) {
        List<Segment> segments = Segments.of(new RandomSpans(seed).spans(400));
        RandomFilters filters = new RandomFilters(Signal.TRACES, new Random(seed));
        for (int i = 0; i < 300; i++) {
            RecordFilter filter = filters.filter(2);
            for (Segment segment : segments) {
                List<Span> expected = Segments.spans(List.of(segment)).stream()
                        .filter(span -> holds(filter, span))
                        .toList();

                assertThat(search(filter, segment)).as(filter.toString()).containsExactlyInAnyOrderElementsOf(expected);
            }
        }
    }

    /** Goes through head, membership filter and columns, as a store would. */
    private static List<Span> search(RecordFilter filter, Segment segment) {
        RecordMatcher matcher = RecordMatcher.of(filter);
        SegmentHead head = segment.head();
        boolean probed = matcher.probes().stream()
                .allMatch(alternatives -> Arrays.stream(alternatives)
                        .anyMatch(hash -> MembershipFilter.mightContain(segment.filter(), hash)));
        if (!matcher.mayMatch(head) || !probed) {
            return List.of();
        }
        Set<ColumnId> columns = matcher.columns(head);
        List<Span> found = new ArrayList<>();
        SegmentReader whole = SegmentReader.of(segment);
        for (int group = 0; group < head.rowGroupCount(); group++) {
            var allowed = head.ranges(columns, group);
            SegmentReader limited = new SegmentReader(head, range -> {
                assertThat(allowed).as("chunks announced by columns()").contains(range);
                return ByteBuffer.wrap(segment.body(), range.offset(), range.length());
            });
            SpanRows rows = whole.rowGroup(group);
            for (int row : matcher.match(limited.rowGroup(group))) {
                found.add(rows.span(row));
            }
        }
        return found;
    }

    private static boolean holds(RecordFilter filter, Span span) {
        return switch (filter.kind()) {
            case AND -> ((RecordFilter.And) filter).parts().stream().allMatch(part -> holds(part, span));
            case OR -> ((RecordFilter.Or) filter).parts().stream().anyMatch(part -> holds(part, span));
            case NOT -> !holds(((RecordFilter.Not) filter).part(), span);
            case EXISTS ->
                values(((RecordFilter.Exists) filter).attribute(), span).count() > 0;
            case COMPARE -> {
                RecordFilter.Compare compare = (RecordFilter.Compare) filter;
                if (compare.field() instanceof Field.Attribute attribute) {
                    LiteralTest test = new LiteralTest(compare.operator(), compare.value());
                    yield values(attribute, span).anyMatch(test::test);
                }
                yield compareIntrinsic(compare, span);
            }
        };
    }

    private static boolean compareIntrinsic(RecordFilter.Compare compare, Span span) {
        Field.Intrinsic field = (Field.Intrinsic) compare.field();
        Operator operator = compare.operator();
        Literal literal = compare.value();
        Component component = Component.of(span.resource().attributes());
        return switch (field) {
            case KIND -> operator.holds(Integer.compare(span.kind(), FieldRules.codeOf(field, literal)));
            case STATUS -> operator.holds(Integer.compare(span.status().code(), FieldRules.codeOf(field, literal)));
            case DURATION -> operator.holds(Long.compare(span.durationNanos(), FieldRules.nanosOf(literal)));
            case NAME -> operator.holds(span.name(), FieldRules.text(field, literal));
            case SERVICE -> operator.holds(component.name(), FieldRules.text(field, literal));
            case INSTANCE -> operator.holds(component.instanceId(), FieldRules.text(field, literal));
            case SCOPE_NAME -> operator.holds(span.scope().name(), FieldRules.text(field, literal));
            default -> throw new AssertionError(field);
        };
    }

    private static Stream<AnyValue> values(Field.Attribute attribute, Span span) {
        Stream<List<KeyValue>> places = switch (attribute.scope()) {
            case SPAN -> Stream.of(span.attributes());
            case RESOURCE -> Stream.of(span.resource().attributes());
            case SCOPE -> Stream.of(span.scope().attributes());
            case EVENT -> span.events().stream().map(Span.Event::attributes);
            case LINK -> span.links().stream().map(Span.Link::attributes);
            case ANY -> Stream.of(span.attributes(), span.resource().attributes());
            case LOG -> throw new AssertionError(attribute);
        };
        return places.flatMap(List::stream)
                .filter(entry -> entry.key().equals(attribute.key()))
                .map(KeyValue::value);
    }
}
