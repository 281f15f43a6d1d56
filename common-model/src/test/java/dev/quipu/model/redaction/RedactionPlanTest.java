package dev.quipu.model.redaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.quipu.model.AnyValue;
import dev.quipu.model.InstrumentationScope;
import dev.quipu.model.KeyValue;
import dev.quipu.model.LogRecord;
import dev.quipu.model.Resource;
import dev.quipu.model.Signal;
import dev.quipu.model.SpanId;
import dev.quipu.model.otlp.AnyValueWire;
import dev.quipu.model.otlp.OtlpLogs;
import dev.quipu.model.otlp.ProtoWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RedactionPlanTest {

    private static AnyValue value(AnyValue before, RedactionRule... rules) {
        return redacted(List.of(new KeyValue("user.email", before)), Optional.empty(), rules)
                .attributes()
                .get(0)
                .value();
    }

    private static String text(String before, RedactionRule... rules) {
        AnyValue after = value(AnyValue.of(before), rules);
        return after.equals(AnyValue.EMPTY) ? "<none>" : ((AnyValue.StringValue) after).value();
    }

    private static AnyValue bytes(byte[] before, RedactionRule rule) {
        return value(new AnyValue.BytesValue(before), rule);
    }

    private static byte[] latin(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static LogRecord redacted(List<KeyValue> attributes, Optional<AnyValue> body, RedactionRule... rules) {
        return redacted(attributes, "INFO", body, rules);
    }

    private static LogRecord redacted(
            List<KeyValue> attributes, String severity, Optional<AnyValue> body, RedactionRule... rules) {
        byte[] request = OtlpLogs.toProtobuf(List.of(record(attributes, severity, body)));
        Redacted redacted = plan(rules).apply(request, request.length);
        return OtlpLogs.read(redacted.body(), redacted.length()).get(0);
    }

    private static LogRecord record(List<KeyValue> attributes, Optional<AnyValue> body) {
        return record(attributes, "INFO", body);
    }

    private static LogRecord record(List<KeyValue> attributes, String severity, Optional<AnyValue> body) {
        return new LogRecord(
                Resource.of(List.of()),
                InstrumentationScope.NONE,
                1,
                1,
                9,
                severity,
                body,
                attributes,
                0,
                0,
                0,
                0,
                SpanId.NONE,
                "");
    }

    private static RedactionPlan plan(RedactionRule... rules) {
        return RedactionPlan.of(List.of(rules), Signal.LOGS, Rules.KEY);
    }

    @Test
    void masksWhatADetectorFindsAndLeavesTheRest() {
        assertThat(text("mail to anna@example.com failed", Rules.detector(Detector.EMAIL, RedactionAction.MASK)))
                .isEqualTo("mail to **** failed");
    }

    @Test
    void reachesUserinfoAndQueriesOfUrls() {
        assertThat(text(
                        "https://anna:hunter2@db.example.com/x?to=bob%40example.com&n=1",
                        Rules.detector(Detector.EMAIL, RedactionAction.MASK)))
                .isEqualTo("https://anna:****/x?to=****&n=1");
    }

    @Test
    void dropsTheWholeValueAndKeepsTheKey() {
        assertThat(text("mail to anna@example.com", Rules.detector(Detector.EMAIL, RedactionAction.DROP)))
                .isEqualTo("<none>");
        assertThat(text("anything", Rules.keys("email$", RedactionAction.DROP))).isEqualTo("<none>");
    }

    @Test
    void hashesTheSameTextToTheSameHash() {
        RedactionRule rule = Rules.detector(Detector.EMAIL, RedactionAction.HASH);
        String one = text("anna@example.com", rule);
        assertThat(one).matches("[0-9a-f]{16}");
        assertThat(text("to anna@example.com", rule)).isEqualTo("to " + one);
        assertThat(text("bob@example.com", rule)).isNotEqualTo(one);
    }

    @Test
    void hashesANumberUnderAKeyAsItsDigits() {
        RedactionRule rule = Rules.keys("email", RedactionAction.HASH);
        assertThat(value(AnyValue.of(42), rule)).isEqualTo(value(AnyValue.of("42"), rule));
    }

    @Test
    void truncatesByCharactersAsPeopleCountThem() {
        RedactionRule rule =
                Rules.rule("cut", Optional.of("email"), Set.of(), Optional.empty(), RedactionAction.TRUNCATE, 3);
        assertThat(text("\uD83D\uDE00\uD83D\uDE00\uD83D\uDE00\uD83D\uDE00", rule))
                .isEqualTo("\uD83D\uDE00\uD83D\uDE00\uD83D\uDE00");
        assertThat(text("abc", rule)).isEqualTo("abc");
        assertThat(value(AnyValue.of(123_456), rule)).isEqualTo(AnyValue.of("123"));
    }

    @Test
    void looksForDetectorsUnderTheKeysAloneWhenBothAreGiven() {
        RedactionRule rule = Rules.rule(
                "both", Optional.of("^other$"), Set.of(Detector.EMAIL), Optional.empty(), RedactionAction.MASK, 0);
        assertThat(text("anna@example.com", rule)).isEqualTo("anna@example.com");
    }

    @Test
    void masksNumbersThatLookLikeCards() {
        assertThat(value(
                        AnyValue.of(4_111_111_111_111_111L),
                        Rules.detector(Detector.PAYMENT_CARD, RedactionAction.MASK)))
                .isEqualTo(AnyValue.of("****"));
    }

    @Test
    void goesThroughBytesArraysAndNestedKeys() {
        AnyValue nested = new AnyValue.MapValue(List.of(
                KeyValue.of("password", "hunter2"),
                new KeyValue(
                        "list", new AnyValue.ArrayValue(List.of(AnyValue.of("x anna@example.com"), AnyValue.of(1)))),
                new KeyValue(
                        "raw",
                        new AnyValue.BytesValue("\u00ff anna@example.com".getBytes(StandardCharsets.ISO_8859_1)))));
        AnyValue after = value(
                nested,
                Rules.keys("password", RedactionAction.MASK),
                Rules.detector(Detector.EMAIL, RedactionAction.MASK));
        assertThat(after)
                .isEqualTo(new AnyValue.MapValue(List.of(
                        KeyValue.of("password", "****"),
                        new KeyValue("list", new AnyValue.ArrayValue(List.of(AnyValue.of("x ****"), AnyValue.of(1)))),
                        new KeyValue(
                                "raw", new AnyValue.BytesValue("\u00ff ****".getBytes(StandardCharsets.ISO_8859_1))))));
    }

    @Test
    void keysOfAMapInABodyAreKeys() {
        AnyValue body = new AnyValue.MapValue(List.of(KeyValue.of("password", "hunter2")));
        assertThat(redacted(List.of(), Optional.of(body), Rules.keys("^password$", RedactionAction.DROP))
                        .body())
                .contains(new AnyValue.MapValue(List.of(new KeyValue("password", AnyValue.EMPTY))));
    }

    @Test
    void looksInItsPlacesOnly() {
        RedactionRule rule = Rules.at(Rules.detector(Detector.EMAIL, RedactionAction.MASK), RedactionPlace.BODY);
        LogRecord record = redacted(
                List.of(KeyValue.of("a", "anna@example.com")), Optional.of(AnyValue.of("anna@example.com")), rule);
        assertThat(record.attributes()).containsExactly(KeyValue.of("a", "anna@example.com"));
        assertThat(record.body()).contains(AnyValue.of("****"));
    }

    @Test
    void leavesNothingWhereRulesMeet() {
        RedactionRule part = Rules.pattern("anna", RedactionAction.TRUNCATE);
        assertThat(text("x anna@example.com y", part, Rules.detector(Detector.EMAIL, RedactionAction.MASK)))
                .isEqualTo("x **** y");
    }

    @Test
    void findsAKeyThatComesAfterItsValue() {
        ProtoWriter out = new ProtoWriter(64);
        int resourceBlock = out.begin(1);
        int scopeBlock = out.begin(2);
        int log = out.begin(2);
        int entry = out.begin(6);
        int value = out.begin(AnyValueWire.VALUE);
        out.writeString(AnyValueWire.STRING_VALUE, "hunter2");
        out.end(value);
        out.writeString(AnyValueWire.KEY, "password");
        out.end(entry);
        out.end(log);
        out.end(scopeBlock);
        out.end(resourceBlock);
        byte[] request = out.toBytes();
        Redacted redacted = plan(Rules.keys("password", RedactionAction.MASK)).apply(request, request.length);
        assertThat(new String(redacted.body(), StandardCharsets.ISO_8859_1)).doesNotContain("hunter2");
    }

    @Test
    void countsAndExplainsWhatItDid() {
        byte[] request = OtlpLogs.toProtobuf(List.of(
                record(List.of(KeyValue.of("user.email", "anna@example.com, bob@example.com")), Optional.empty())));
        Redacted redacted =
                plan(Rules.detector(Detector.EMAIL, RedactionAction.MASK)).explain(request, request.length);
        assertThat(redacted.counts()).containsExactly(new Redacted.RuleCount("email", RedactionAction.MASK, 2));
        assertThat(redacted.changes())
                .containsExactly(new RedactionChange(
                        RedactionPlace.ATTRIBUTES,
                        List.of("user.email"),
                        "anna@example.com, bob@example.com",
                        Optional.of("****, ****"),
                        List.of("email")));
    }

    @Test
    void anyNumberOfTinyMatchesDoesNotMakeARequestGrowWithoutBound() {
        String text = "1a".repeat(50_000);
        assertThat(text(text, Rules.pattern("[0-9]", RedactionAction.HASH)).length())
                .isLessThan(3 * text.length());
    }

    @Test
    void bytesThatAreNoUtf8HideNothingBesideThem() {
        assertThat(bytes(latin("x\u00ff M\u00c3\u00bcller\u00c3"), Rules.pattern("M\u00fcller", RedactionAction.MASK)))
                .isEqualTo(new AnyValue.BytesValue(latin("x\u00ff ****\u00c3")));
    }

    @Test
    void anyBytesAreTheSameBytesAgain() {
        Random random = new Random(5);
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = new byte[random.nextInt(12)];
            random.nextBytes(bytes);
            byte[] more = (new String(bytes, StandardCharsets.UTF_8) + "\ud83d\ude00").getBytes(StandardCharsets.UTF_8);
            for (byte[] any : List.of(bytes, more)) {
                assertThat(LenientText.bytes(LenientText.of(any, 0, any.length)))
                        .isEqualTo(any);
            }
        }
    }

    @Test
    void partsThatTouchAreOneWhileTheyAreFound() {
        byte[] text = latin("7".repeat(3 * FoundParts.MAX_PARTS) + " left");
        assertThat(bytes(text, Rules.pattern("[0-9]", RedactionAction.MASK)))
                .isEqualTo(new AnyValue.BytesValue(latin("**** left")));
    }

    @Test
    void aTextWithTooManyPartsGoesAsAWhole() {
        byte[] text = latin("1 longer words than what is hidden ".repeat(FoundParts.MAX_PARTS + 1));
        assertThat(bytes(text, Rules.pattern("[0-9]", RedactionAction.MASK)))
                .isEqualTo(new AnyValue.BytesValue(latin("****")));
        assertThat(bytes(text, Rules.pattern("[0-9]", RedactionAction.DROP))).isEqualTo(AnyValue.EMPTY);
    }

    @Test
    void theTextOfASeverityIsOfTheBody() {
        RedactionRule rule = Rules.at(Rules.detector(Detector.EMAIL, RedactionAction.MASK), RedactionPlace.BODY);
        assertThat(redacted(List.of(), "anna@example.com", Optional.empty(), rule)
                        .severityText())
                .isEqualTo("****");
    }

    @Test
    void refusesRulesThatMeanNothing() {
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> Rules.rule("none", Optional.empty(), Set.of(), Optional.empty(), RedactionAction.MASK, 0))
                .withMessage("none: expected keys, detectors or a pattern, got none of them");
        assertThatIllegalArgumentException().isThrownBy(() -> plan(Rules.pattern("(", RedactionAction.MASK)));
    }
}
