package dev.quipu.model.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quipu.model.AnyValue;
import dev.quipu.model.Component;
import dev.quipu.model.KeyValue;
import dev.quipu.model.LogRecord;
import dev.quipu.model.RandomLogs;
import dev.quipu.model.Signal;
import dev.quipu.model.segment.BodyText;
import dev.quipu.model.segment.ColumnId;
import dev.quipu.model.segment.LogRows;
import dev.quipu.model.segment.MembershipFilter;
import dev.quipu.model.segment.RandomTemplates;
import dev.quipu.model.segment.RecordTemplates;
import dev.quipu.model.segment.Segment;
import dev.quipu.model.segment.SegmentHead;
import dev.quipu.model.segment.SegmentReader;
import dev.quipu.model.segment.Segments;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The columnar search against one that looks at every log record as a whole. */
class LogMatcherTest {

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void findsWhatLookingAtEveryRecordFinds(long seed) {
        List<Segment> segments = Segments.ofLogs(new RandomLogs(seed).logs(400));
        Random random = new Random(seed);
        RandomFilters filters = new RandomFilters(Signal.LOGS, random);
        for (int i = 0; i < 300; i++) {
            RecordFilter filter = filters.filter(2);
            for (Segment segment : segments) {
                RecordTemplates templates =
                        RandomTemplates.of(segment.head().recordCount(), RandomFilters.MAX_TEMPLATE, random);

                assertThat(search(filter, segment, Optional.of(templates)))
                        .as(filter.toString())
                        .containsExactlyElementsOf(lookAtEvery(segment, templates, filter));
            }
        }
    }

    private static List<LogRecord> lookAtEvery(Segment segment, RecordTemplates templates, RecordFilter filter) {
        List<LogRecord> logs = Segments.logs(List.of(segment));
        return IntStream.range(0, logs.size())
                .filter(row -> holds(filter, logs.get(row), templates.template(row)))
                .mapToObj(logs::get)
                .toList();
    }

    /** Templates are known row by row of the segment, columns row by row of a row group. */
    @Test
    void findsTemplatesInLaterRowGroups() {
        Segment segment = Segments.ofLogs(new RandomLogs(6).logs(12_000)).stream()
                .filter(one -> one.head().rowGroupCount() > 1)
                .findFirst()
                .orElseThrow();
        RecordTemplates templates = RandomTemplates.of(segment.head().recordCount(), 500, new Random(6));
        RecordFilter filter = RecordFilter.parse(Signal.LOGS, "template = 17 || template = 400");

        assertThat(search(filter, segment, Optional.of(templates)))
                .isNotEmpty()
                .containsExactlyElementsOf(lookAtEvery(segment, templates, filter));
    }

    @Test
    void noRecordHasATemplateWhereNoneIsKnown() {
        Segment segment = Segments.ofLogs(new RandomLogs(6).logs(100)).get(0);

        for (String filter : List.of("template = 1", "template != 1")) {
            assertThat(search(RecordFilter.parse(Signal.LOGS, filter), segment, Optional.empty()))
                    .as(filter)
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
            template = 17                                 ; 17
            template = 1 || template = 2 && severity = 9  ; 1,2
            template = 1 || severity = 9                  ;
            template != 17                                ;
            !(template = 17)                              ;
            """)
    void tellsTheTemplatesOfWhichARecordMustHaveOne(String text, String expected) {
        RecordMatcher matcher = RecordMatcher.of(RecordFilter.parse(Signal.LOGS, text));

        assertThat(matcher.readsTemplates()).isTrue();
        assertThat(matcher.templates()
                        .map(templates ->
                                templates.stream().map(String::valueOf).collect(Collectors.joining(","))))
                .isEqualTo(Optional.ofNullable(expected));
    }

    @Test
    void findsByTraceAndSpan() {
        List<LogRecord> logs = new RandomLogs(9).logs(300);
        LogRecord one = logs.stream()
                .filter(log -> log.traceId().isPresent() && log.spanId().isPresent())
                .findFirst()
                .orElseThrow();
        RecordFilter filter = RecordFilter.parse(
                Signal.LOGS,
                "traceId = \"%s\" && spanId = \"%s\"".formatted(one.traceId().orElseThrow(), one.spanId()));

        List<LogRecord> found = Segments.ofLogs(logs).stream()
                .flatMap(segment -> search(filter, segment, Optional.empty()).stream())
                .toList();

        assertThat(found).containsExactly(one);
    }

    @Test
    void skipsSegmentsWithoutTheWord() {
        Segment segment = Segments.ofLogs(new RandomLogs(3).logs(50)).get(0);
        RecordMatcher matcher = RecordMatcher.of(RecordFilter.parse(Signal.LOGS, "body has \"nevermentioned\""));

        assertThat(matcher.probes()).hasSize(1);
        assertThat(MembershipFilter.mightContain(
                        segment.filter(), matcher.probes().get(0)[0]))
                .isFalse();
    }

    /** Goes through head, membership filter and columns, as a store would. */
    private static List<LogRecord> search(RecordFilter filter, Segment segment, Optional<RecordTemplates> templates) {
        RecordMatcher matcher = RecordMatcher.of(filter);
        SegmentHead head = segment.head();
        boolean probed = matcher.probes().stream()
                .allMatch(alternatives -> Arrays.stream(alternatives)
                        .anyMatch(hash -> MembershipFilter.mightContain(segment.filter(), hash)));
        if (!matcher.mayMatch(head) || !probed) {
            return List.of();
        }
        Set<ColumnId> columns = matcher.columns(head);
        List<LogRecord> found = new ArrayList<>();
        SegmentReader whole = SegmentReader.of(segment);
        for (int group = 0; group < head.rowGroupCount(); group++) {
            var allowed = head.ranges(columns, group);
            SegmentReader limited = new SegmentReader(head, range -> {
                assertThat(allowed).as("chunks announced by columns()").contains(range);
                return ByteBuffer.wrap(segment.body(), range.offset(), range.length());
            });
            LogRows rows = whole.logs(group);
            SegmentReader told = templates.map(limited::withTemplates).orElse(limited);
            for (int row : matcher.match(told.rows(group))) {
                found.add(rows.log(row));
            }
        }
        return found;
    }

    private static boolean holds(RecordFilter filter, LogRecord log, int template) {
        return switch (filter.kind()) {
            case AND -> ((RecordFilter.And) filter).parts().stream().allMatch(part -> holds(part, log, template));
            case OR -> ((RecordFilter.Or) filter).parts().stream().anyMatch(part -> holds(part, log, template));
            case NOT -> !holds(((RecordFilter.Not) filter).part(), log, template);
            case EXISTS ->
                values(((RecordFilter.Exists) filter).attribute(), log)
                        .findAny()
                        .isPresent();
            case COMPARE -> {
                RecordFilter.Compare compare = (RecordFilter.Compare) filter;
                if (compare.field() instanceof Field.Attribute attribute) {
                    LiteralTest test = new LiteralTest(compare.operator(), compare.value());
                    yield values(attribute, log).anyMatch(test::test);
                }
                yield compareIntrinsic(compare, log, template);
            }
        };
    }

    private static boolean compareIntrinsic(RecordFilter.Compare compare, LogRecord log, int template) {
        Field.Intrinsic field = (Field.Intrinsic) compare.field();
        Operator operator = compare.operator();
        Literal literal = compare.value();
        Component component = Component.of(log.resource().attributes());
        return switch (field) {
            case TEMPLATE -> template != 0 && operator.holds(Integer.compare(template, FieldRules.templateOf(literal)));
            case SEVERITY -> Severities.test(operator, literal).test(log.severityNumber());
            case SEVERITY_TEXT -> operator.holds(log.severityText(), FieldRules.text(field, literal));
            case BODY ->
                log.body()
                        .filter(body ->
                                BodyText.anyMatch(body, text -> operator.holds(text, FieldRules.text(field, literal))))
                        .isPresent();
            case SERVICE -> operator.holds(component.name(), FieldRules.text(field, literal));
            case INSTANCE -> operator.holds(component.instanceId(), FieldRules.text(field, literal));
            case SCOPE_NAME -> operator.holds(log.scope().name(), FieldRules.text(field, literal));
            default -> throw new AssertionError(field);
        };
    }

    private static Stream<AnyValue> values(Field.Attribute attribute, LogRecord log) {
        Stream<List<KeyValue>> places = switch (attribute.scope()) {
            case LOG -> Stream.of(log.attributes());
            case RESOURCE -> Stream.of(log.resource().attributes());
            case SCOPE -> Stream.of(log.scope().attributes());
            case ANY -> Stream.of(log.attributes(), log.resource().attributes());
            case SPAN, EVENT, LINK -> throw new AssertionError(attribute);
        };
        return places.flatMap(List::stream)
                .filter(entry -> entry.key().equals(attribute.key()))
                .map(KeyValue::value);
    }
}
