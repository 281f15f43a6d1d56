package dev.quipu.analysis.jaeger;

import static dev.quipu.analysis.SpanBuilder.START;
import static dev.quipu.analysis.SpanBuilder.TRACE;
import static dev.quipu.analysis.SpanBuilder.span;
import static org.assertj.core.api.Assertions.assertThat;

import dev.quipu.analysis.SpanBuilder;
import dev.quipu.analysis.trace.Trace;
import dev.quipu.model.AnyValue;
import dev.quipu.model.InstrumentationScope;
import dev.quipu.model.KeyValue;
import dev.quipu.model.Resource;
import dev.quipu.model.Span;
import dev.quipu.model.SpanId;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JaegerTraceTest {

    private static final String TRACE_ID = TRACE.hex();

    @Test
    void writesIdsNameAndTimesInMicroseconds() {
        JaegerSpan span =
                convert(span(0xe127af99e3b3e074L).named("GET /").flags(257).to(START + 123_999));
        assertThat(span.traceID()).isEqualTo("83a9efd15c1c98a977e0711cc93ee28b");
        assertThat(span.spanID()).isEqualTo("e127af99e3b3e074");
        assertThat(span.operationName()).isEqualTo("GET /");
        assertThat(span.flags()).isEqualTo(257);
        assertThat(span.startTime()).isEqualTo(1_706_678_909_209_712L);
        assertThat(span.duration()).isEqualTo(123);
        assertThat(span.references()).isEmpty();
        assertThat(span.warnings()).isEmpty();
    }

    @Test
    void takesTimesAsUnsigned() {
        JaegerSpan span = convert(span(1).from(Long.MIN_VALUE).to(-1));
        assertThat(span.startTime()).isEqualTo(9_223_372_036_854_775L);
        assertThat(span.duration()).isEqualTo(9_223_372_036_854_775L);
        assertThat(span.warnings()).isEmpty();
    }

    @Test
    void saysThatASpanEndsBeforeItStarts() {
        JaegerSpan span = convert(span(1).from(2_000).to(1_000));
        assertThat(span.duration()).isZero();
        assertThat(span.warnings()).containsExactly("ends before it starts: start 2000 ns, end 1000 ns since 1970");
    }

    @Test
    void writesTheParentFirstThenTheLinks() {
        Span.Link link = new Span.Link(1, 2, new SpanId(3), "vendor=x", List.of(KeyValue.of("why", "batch")), 0, 0);
        JaegerTrace trace = trace(span(1), span(2).under(1).with(link).from(START + 1));
        assertThat(trace.spans().get(1).references())
                .containsExactly(
                        new JaegerReference("CHILD_OF", TRACE_ID, "0000000000000001"),
                        new JaegerReference("FOLLOWS_FROM", "00000000000000010000000000000002", "0000000000000003"));
    }

    @Test
    void leavesOutALinkWithoutATrace() {
        Span.Link link = new Span.Link(0, 0, SpanId.NONE, "", List.of(), 0, 0);
        JaegerSpan span = convert(span(1).with(link));
        assertThat(span.references()).isEmpty();
        assertThat(span.warnings()).containsExactly("a link without a trace id is left out");
    }

    @Test
    void keepsTheReferenceToAMissingParent() {
        JaegerSpan span = convert(span(1).under(0xabc));
        assertThat(span.references()).containsExactly(new JaegerReference("CHILD_OF", TRACE_ID, "0000000000000abc"));
        assertThat(span.warnings()).containsExactly("parent span 0000000000000abc is not in the trace");
    }

    @Test
    void showsASpanThatIsItsOwnParentAsARoot() {
        JaegerSpan span = convert(span(1).under(1));
        assertThat(span.references()).isEmpty();
        assertThat(span.warnings()).containsExactly("names itself as its parent; shown as a root");
    }

    @Test
    void opensACycleSoThatItCanBeDrawn() {
        JaegerTrace trace = trace(span(1).under(2), span(2).under(1).from(START + 1));
        assertThat(trace.spans().get(0).references()).isEmpty();
        assertThat(trace.spans().get(0).warnings())
                .containsExactly("descends from itself by way of parent 0000000000000002; shown as a root");
        assertThat(trace.spans().get(1).references()).hasSize(1);
    }

    @Test
    void namesDuplicateSpanIdsAndKeepsEverySpan() {
        JaegerTrace trace = trace(span(1).named("a"), span(1).named("b").from(START + 1));
        assertThat(trace.spans()).extracting(JaegerSpan::operationName).containsExactly("a", "b");
        assertThat(trace.spans())
                .allSatisfy(span -> assertThat(span.warnings())
                        .containsExactly("duplicate span id: 2 spans of this trace have it"));
    }

    @ParameterizedTest
    @CsvSource({"1,internal", "2,server", "3,client", "4,producer", "5,consumer", "6,6", "-1,-1"})
    void writesTheKind(int kind, String text) {
        assertThat(convert(span(1).kind(kind)).tags()).containsExactly(JaegerTag.of("span.kind", text));
    }

    @Test
    void writesNoTagForWhatIsUnset() {
        assertThat(convert(span(1).kind(0)).tags()).isEmpty();
    }

    @Test
    void writesAnErrorAsStatusAndErrorTag() {
        JaegerSpan span =
                convert(span(1).kind(0).with("error", AnyValue.of("boom")).status(2, "no stock"));
        assertThat(span.tags())
                .containsExactly(
                        JaegerTag.of("otel.status_code", "ERROR"),
                        JaegerTag.of("error", true),
                        JaegerTag.of("otel.status_description", "no stock"));
    }

    @Test
    void writesOtherStatusCodes() {
        assertThat(convert(span(1).kind(0).status(1, "")).tags())
                .containsExactly(JaegerTag.of("otel.status_code", "OK"));
        assertThat(convert(span(1).kind(0).status(77, "")).tags())
                .containsExactly(JaegerTag.of("otel.status_code", "77"));
    }

    @Test
    void writesScopeTraceStateAndDroppedCounts() {
        JaegerSpan span = convert(span(1).kind(0)
                .with(new InstrumentationScope("io.http", "1.2", List.of(), 0, ""))
                .traceState("ot=th:8")
                .droppingOfEach(-1));
        assertThat(span.tags())
                .containsExactly(
                        JaegerTag.of("otel.scope.name", "io.http"),
                        JaegerTag.of("otel.scope.version", "1.2"),
                        JaegerTag.of("w3c.tracestate", "ot=th:8"),
                        JaegerTag.of("otel.dropped_attributes_count", 4_294_967_295L),
                        JaegerTag.of("otel.dropped_events_count", 4_294_967_295L),
                        JaegerTag.of("otel.dropped_links_count", 4_294_967_295L));
    }

    @Test
    void doesNotRepeatATagThatTheSenderSetItself() {
        assertThat(convert(span(1).kind(2).with("span.kind", AnyValue.of("server")))
                        .tags())
                .containsExactly(JaegerTag.of("span.kind", "server"));
    }

    @Test
    void keepsRepeatedAndEmptyKeys() {
        JaegerSpan span = convert(span(1).kind(0)
                .with("", AnyValue.of(""))
                .with("k", AnyValue.of(1))
                .with("k", AnyValue.of("1")));
        assertThat(span.tags()).containsExactly(JaegerTag.of("", ""), JaegerTag.of("k", 1), JaegerTag.of("k", "1"));
    }

    @Test
    void writesEventsAsLogs() {
        Span.Event event =
                new Span.Event(START + 1_500, "exception", List.of(KeyValue.of("exception.type", "NoStock")), 3);
        JaegerLog log = convert(span(1).with(event)).logs().get(0);
        assertThat(log.timestamp()).isEqualTo(1_706_678_909_209_713L);
        assertThat(log.fields())
                .containsExactly(
                        JaegerTag.of("event", "exception"),
                        JaegerTag.of("exception.type", "NoStock"),
                        JaegerTag.of("otel.dropped_attributes_count", 3));
    }

    @Test
    void letsAnAttributeNamedEventStandForTheEventsName() {
        Span.Event event = new Span.Event(START, "name", List.of(KeyValue.of("event", "retry")), 0);
        assertThat(convert(span(1).with(event)).logs().get(0).fields()).containsExactly(JaegerTag.of("event", "retry"));
    }

    @Test
    void sharesOneProcessAmongEqualResources() {
        JaegerTrace trace = trace(
                span(1).in("a"),
                span(2).in("b").from(START + 1),
                span(3).in("a").from(START + 2));
        assertThat(trace.spans()).extracting(JaegerSpan::processID).containsExactly("p1", "p2", "p1");
        assertThat(trace.processes())
                .hasSize(2)
                .containsEntry("p1", new JaegerProcess("a", List.of()))
                .containsEntry("p2", new JaegerProcess("b", List.of()));
    }

    @Test
    void writesTheRestOfTheResourceAsProcessTags() {
        Resource resource = new Resource(
                List.of(KeyValue.of("service.name", "a"), KeyValue.of("host.name", "h"), KeyValue.of("host.cpus", 4)),
                2,
                List.of(),
                "");
        assertThat(trace(span(1).with(resource)).processes().get("p1"))
                .isEqualTo(new JaegerProcess(
                        "a",
                        List.of(
                                JaegerTag.of("host.name", "h"),
                                JaegerTag.of("host.cpus", 4),
                                JaegerTag.of("otel.dropped_attributes_count", 2))));
    }

    @Test
    void keepsAServiceNameThatIsNoText() {
        Resource resource = Resource.of(List.of(KeyValue.of("service.name", 5)));
        assertThat(trace(span(1).with(resource)).processes().get("p1"))
                .isEqualTo(new JaegerProcess("unknown_service", List.of(JaegerTag.of("service.name", 5))));
        assertThat(trace(span(1).with(Resource.of(List.of()))).processes().get("p1"))
                .isEqualTo(new JaegerProcess("unknown_service", List.of()));
    }

    @Test
    void givesOnlyTheFirstSpansOfATraceThatIsTooLarge() {
        Trace trace = Trace.of(List.of(span(1).build(), span(2).from(START + 1).build()));
        JaegerTrace cut = JaegerTrace.of(trace, 1, List.of("cut"));
        assertThat(cut.spans()).extracting(JaegerSpan::spanID).containsExactly("0000000000000001");
        assertThat(cut.warnings()).containsExactly("cut");
    }

    private static JaegerSpan convert(SpanBuilder span) {
        return trace(span).spans().get(0);
    }

    private static JaegerTrace trace(SpanBuilder... spans) {
        List<Span> built = Stream.of(spans).map(SpanBuilder::build).toList();
        return JaegerTrace.of(Trace.of(built), Integer.MAX_VALUE, List.of());
    }
}
