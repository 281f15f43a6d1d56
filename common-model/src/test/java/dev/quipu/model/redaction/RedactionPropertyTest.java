package dev.quipu.model.redaction;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quipu.model.AnyValue;
import dev.quipu.model.KeyValue;
import dev.quipu.model.LogRecord;
import dev.quipu.model.MetricPoint;
import dev.quipu.model.RandomLogs;
import dev.quipu.model.RandomPoints;
import dev.quipu.model.RandomSpans;
import dev.quipu.model.Signal;
import dev.quipu.model.Span;
import dev.quipu.model.otlp.OtlpLogs;
import dev.quipu.model.otlp.OtlpMetrics;
import dev.quipu.model.otlp.OtlpTraces;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Generated requests of every signal, with values planted in them that have to go. */
class RedactionPropertyTest {

    private static final int SEEDS = 60;
    private static final String CANARY = "CANARY-7f3a";

    private static byte[] request(Signal signal, long seed, int records) {
        return switch (signal) {
            case TRACES -> OtlpTraces.toProtobuf(new RandomSpans(seed).spans(records));
            case LOGS -> OtlpLogs.toProtobuf(new RandomLogs(seed).logs(records));
            case METRICS -> OtlpMetrics.toProtobuf(new RandomPoints(seed).points(records));
        };
    }

    private static List<?> decoded(Signal signal, byte[] body, int length) {
        return switch (signal) {
            case TRACES -> OtlpTraces.read(body, length);
            case LOGS -> OtlpLogs.read(body, length);
            case METRICS -> OtlpMetrics.read(body, length);
        };
    }

    @ParameterizedTest
    @EnumSource(Signal.class)
    void bytesThatNoRuleMeansStayTheVeryBytes(Signal signal) {
        List<RedactionRule> rules = List.of(
                Rules.keys("^no such key$", RedactionAction.DROP),
                Rules.pattern("no such text", RedactionAction.MASK),
                Rules.detector(Detector.EMAIL, RedactionAction.MASK),
                Rules.detector(Detector.PRIVATE_KEY, RedactionAction.MASK));
        for (long seed = 0; seed < SEEDS; seed++) {
            byte[] body = request(signal, seed, 80);
            Redacted redacted = RedactionPlan.of(rules, signal, Rules.KEY).apply(body, body.length);
            assertThat(redacted.body()).isSameAs(body);
            assertThat(redacted.counts()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(Signal.class)
    void plantedValuesAreGoneAndEverythingElseIsEqual(Signal signal) {
        for (RedactionAction action : RedactionAction.values()) {
            RedactionPlan plan = RedactionPlan.of(List.of(Rules.pattern(CANARY, action)), signal, Rules.KEY);
            for (long seed = 0; seed < SEEDS; seed++) {
                byte[] clean = request(signal, seed, 40);
                List<?> planted = planted(signal, seed, CANARY);
                byte[] body = encoded(signal, planted);
                Redacted redacted = plan.apply(body, body.length);
                assertThat(new String(redacted.body(), StandardCharsets.ISO_8859_1))
                        .doesNotContain(CANARY);
                byte[] expected = encoded(signal, planted(signal, seed, left(action)));
                assertThat(decoded(signal, redacted.body(), redacted.length()))
                        .isEqualTo(decoded(signal, expected, expected.length));
                assertThat(body.length).isGreaterThan(clean.length);
            }
        }
    }

    /** What stands where the planted value stood; a value that was nothing else and is dropped has no content. */
    private static Optional<String> left(RedactionAction action) {
        return switch (action) {
            case DROP -> Optional.empty();
            case MASK -> Optional.of(RedactedText.MASK);
            case HASH -> Optional.of(Rules.KEY.hash(CANARY.getBytes(StandardCharsets.UTF_8)));
            case TRUNCATE -> Optional.of("");
        };
    }

    private static List<?> planted(Signal signal, long seed, String text) {
        return planted(signal, seed, Optional.of(text));
    }

    private static List<?> planted(Signal signal, long seed, Optional<String> text) {
        Random random = new Random(seed);
        AnyValue value = text.map(AnyValue::of).orElse(AnyValue.EMPTY);
        String field = text.orElse("");
        return switch (signal) {
            case TRACES ->
                new RandomSpans(seed)
                        .spans(40).stream()
                                .map(span -> random.nextBoolean() ? span : planted(span, random, value, field))
                                .toList();
            case LOGS ->
                new RandomLogs(seed)
                        .logs(40).stream()
                                .map(log -> random.nextBoolean() ? log : planted(log, random, value, field))
                                .toList();
            case METRICS ->
                new RandomPoints(seed)
                        .points(40).stream()
                                .map(point -> random.nextBoolean() ? point : planted(point, random, value))
                                .toList();
        };
    }

    @SuppressWarnings("unchecked")
    private static byte[] encoded(Signal signal, List<?> records) {
        return switch (signal) {
            case TRACES -> OtlpTraces.toProtobuf((List<Span>) records);
            case LOGS -> OtlpLogs.toProtobuf((List<LogRecord>) records);
            case METRICS -> OtlpMetrics.toProtobuf((List<MetricPoint>) records);
        };
    }

    private static Span planted(Span span, Random random, AnyValue value, String field) {
        List<Span.Event> events = new ArrayList<>(span.events());
        events.add(new Span.Event(7, field, with(List.of(), random, value), 0));
        List<Span.Link> links = new ArrayList<>(span.links());
        links.add(new Span.Link(1, 2, new dev.quipu.model.SpanId(3), "", with(List.of(), random, value), 0, 0));
        return new Span(
                span.resource(),
                span.scope(),
                span.traceId(),
                span.spanId(),
                span.parentSpanId(),
                span.traceState(),
                span.flags(),
                field,
                span.kind(),
                span.startTimeUnixNano(),
                span.endTimeUnixNano(),
                with(span.attributes(), random, value),
                span.droppedAttributesCount(),
                events,
                span.droppedEventsCount(),
                links,
                span.droppedLinksCount(),
                new Span.Status(span.status().code(), field));
    }

    private static LogRecord planted(LogRecord log, Random random, AnyValue value, String field) {
        return new LogRecord(
                log.resource(),
                log.scope(),
                log.timeUnixNano(),
                log.observedTimeUnixNano(),
                log.severityNumber(),
                log.severityText(),
                Optional.of(nested(random.nextInt(4), value)),
                with(log.attributes(), random, value),
                log.droppedAttributesCount(),
                log.flags(),
                log.traceIdHigh(),
                log.traceIdLow(),
                log.spanId(),
                field);
    }

    private static MetricPoint planted(MetricPoint point, Random random, AnyValue value) {
        return new MetricPoint(
                point.resource(),
                point.scope(),
                point.metric(),
                with(point.attributes(), random, value),
                point.startTimeUnixNano(),
                point.timeUnixNano(),
                point.flags(),
                point.value(),
                point.exemplars());
    }

    private static List<KeyValue> with(List<KeyValue> attributes, Random random, AnyValue value) {
        List<KeyValue> more = new ArrayList<>(attributes);
        more.add(random.nextInt(attributes.size() + 1), new KeyValue("planted", nested(random.nextInt(5), value)));
        return more;
    }

    private static AnyValue nested(int depth, AnyValue value) {
        if (depth == 0) {
            return value;
        }
        AnyValue inner = nested(depth - 1, value);
        return depth % 2 == 0
                ? new AnyValue.ArrayValue(List.of(AnyValue.of("beside"), inner, AnyValue.of(7)))
                : new AnyValue.MapValue(List.of(KeyValue.of("beside", "x"), new KeyValue("inner", inner)));
    }

    @ParameterizedTest
    @EnumSource(Signal.class)
    void whatStandsUnderAKeyIsGoneHoweverItIsNested(Signal signal) {
        RedactionPlan plan = RedactionPlan.of(
                List.of(Rules.at(
                        Rules.keys("^planted$", RedactionAction.MASK),
                        RedactionPlace.ATTRIBUTES,
                        RedactionPlace.EVENTS)),
                signal,
                Rules.KEY);
        for (long seed = 0; seed < SEEDS; seed++) {
            byte[] body = encoded(signal, planted(signal, seed, Optional.of("under the key")));
            Redacted redacted = plan.apply(body, body.length);
            for (Object record : decoded(signal, redacted.body(), redacted.length())) {
                Object looked = record instanceof LogRecord log ? log.attributes() : record;
                assertThat(looked.toString()).doesNotContain("inner");
            }
            assertThat(redacted.counts()).hasSize(1);
        }
    }

    /** What a plan remembers makes no difference to what it does. */
    @ParameterizedTest
    @EnumSource(Signal.class)
    void aPlanThatHasSeenMuchDoesAsANewOne(Signal signal) {
        List<RedactionRule> rules = List.of(
                Rules.keys("key.[1-4]", RedactionAction.HASH),
                Rules.pattern("[0-9]+", RedactionAction.MASK),
                Rules.rule("cut", Optional.of("key.7"), Set.of(), Optional.empty(), RedactionAction.TRUNCATE, 4));
        RedactionPlan old = RedactionPlan.of(rules, signal, Rules.KEY);
        for (long seed = 0; seed < SEEDS; seed++) {
            byte[] body = request(signal, seed, 80);
            Redacted now = RedactionPlan.of(rules, signal, Rules.KEY).apply(body, body.length);
            Redacted then = old.apply(body, body.length);
            assertThat(then.body()).isEqualTo(now.body());
            assertThat(then.counts()).isEqualTo(now.counts());
        }
    }

    /** Nothing but the error that a reader gives, whatever comes; and what reads is never longer than it was by much. */
    @ParameterizedTest
    @EnumSource(Signal.class)
    void damagedBytesDoNoHarm(Signal signal) {
        RedactionPlan plan = RedactionPlan.of(
                List.of(Rules.pattern("e", RedactionAction.HASH), Rules.keys("key", RedactionAction.MASK)),
                signal,
                Rules.KEY);
        Random random = new Random(17);
        for (int i = 0; i < 3_000; i++) {
            byte[] body = request(signal, i % 10, 5);
            for (int damage = 1 + random.nextInt(4); damage > 0; damage--) {
                body[random.nextInt(body.length)] = (byte) random.nextInt();
            }
            int length = random.nextInt(body.length + 1);
            try {
                plan.apply(body, length);
            } catch (dev.quipu.model.otlp.OtlpFormatException e) {
                assertThat(e).hasMessageStartingWith("protobuf: expected");
            }
        }
    }
}
