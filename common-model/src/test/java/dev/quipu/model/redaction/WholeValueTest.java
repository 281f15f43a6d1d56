package dev.quipu.model.redaction;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quipu.model.AnyValue;
import dev.quipu.model.KeyValue;
import dev.quipu.model.Signal;
import dev.quipu.model.otlp.AnyValueWire;
import dev.quipu.model.otlp.OtlpLogs;
import dev.quipu.model.otlp.ProtoWriter;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Values in whatever wire form a sender can think of, under rules that take whole values. */
class WholeValueTest {

    private static byte[] request(Consumer<ProtoWriter> content) {
        ProtoWriter out = new ProtoWriter(64);
        int resourceBlock = out.begin(1);
        int scopeBlock = out.begin(2);
        int log = out.begin(2);
        int entry = out.begin(6);
        out.writeString(AnyValueWire.KEY, "password");
        int value = out.begin(AnyValueWire.VALUE);
        content.accept(out);
        out.end(value);
        out.end(entry);
        out.end(log);
        out.end(scopeBlock);
        out.end(resourceBlock);
        return out.toBytes();
    }

    private static AnyValue after(RedactionRule rule, Consumer<ProtoWriter> content) {
        byte[] request = request(content);
        RedactionPlan plan = RedactionPlan.of(java.util.List.of(rule), Signal.LOGS, Rules.KEY);
        Redacted redacted = plan.apply(request, request.length);
        assertThat(new String(redacted.body(), StandardCharsets.ISO_8859_1)).doesNotContain("hunter2");
        KeyValue attribute = OtlpLogs.read(redacted.body(), redacted.length())
                .get(0)
                .attributes()
                .get(0);
        return attribute.value();
    }

    private static AnyValue after(RedactionAction action, Consumer<ProtoWriter> content) {
        return after(Rules.keys("password", action), content);
    }

    private static AnyValue left(RedactionAction action) {
        return switch (action) {
            case DROP -> AnyValue.EMPTY;
            case HASH -> AnyValue.of(Rules.KEY.hash("hunter2".getBytes(StandardCharsets.UTF_8)));
            case MASK, TRUNCATE -> AnyValue.of(RedactedText.MASK);
        };
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "TRUNCATE")
    void anUnknownFieldBehindTheValueDoesNotHideIt(RedactionAction action) {
        assertThat(after(action, out -> {
                    out.writeString(AnyValueWire.STRING_VALUE, "hunter2");
                    out.writeBytes(100, new byte[0]);
                }))
                .isEqualTo(left(action));
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "TRUNCATE")
    void aKnownFieldOfAnotherWireTypeDoesNotHideIt(RedactionAction action) {
        assertThat(after(action, out -> {
                    out.writeString(AnyValueWire.STRING_VALUE, "hunter2");
                    out.writeBytes(AnyValueWire.INT_VALUE, new byte[0]);
                    out.writeVarint(AnyValueWire.STRING_VALUE, 1);
                }))
                .isEqualTo(left(action));
    }

    @Test
    void anEmptyMemberBehindTheValueDoesNotHideIt() {
        assertThat(after(RedactionAction.MASK, out -> {
                    out.writeString(AnyValueWire.STRING_VALUE, "hunter2");
                    out.writeBytes(AnyValueWire.STRING_VALUE, new byte[0]);
                }))
                .isEqualTo(AnyValue.of(RedactedText.MASK));
    }

    @Test
    void theLastOfSeveralMembersIsTheOneThatIsHashed() {
        assertThat(after(RedactionAction.HASH, out -> {
                    out.writeString(AnyValueWire.STRING_VALUE, "other");
                    out.writeString(AnyValueWire.STRING_VALUE, "hunter2");
                }))
                .isEqualTo(left(RedactionAction.HASH));
    }

    @Test
    void truncatesNumbersAndTruthValuesToo() {
        RedactionRule cut =
                Rules.rule("cut", Optional.of("password"), Set.of(), Optional.empty(), RedactionAction.TRUNCATE, 3);
        assertThat(after(cut, out -> out.writeDouble(AnyValueWire.DOUBLE_VALUE, 48.137154)))
                .isEqualTo(AnyValue.of("48."));
        assertThat(after(cut, out -> out.writeDouble(AnyValueWire.DOUBLE_VALUE, 123_456)))
                .isEqualTo(AnyValue.of("123"));
        assertThat(after(cut, out -> out.writeDouble(AnyValueWire.DOUBLE_VALUE, 1.5)))
                .isEqualTo(AnyValue.of(1.5));
        assertThat(after(cut, out -> out.writeVarint(AnyValueWire.BOOL_VALUE, 1)))
                .isEqualTo(AnyValue.of("tru"));
    }

    @Test
    void looksAtDoublesThatAreWholeNumbers() {
        assertThat(after(
                        Rules.detector(Detector.PAYMENT_CARD, RedactionAction.MASK),
                        out -> out.writeDouble(AnyValueWire.DOUBLE_VALUE, 4_111_111_111_111_111.0)))
                .isEqualTo(AnyValue.of("****"));
        assertThat(after(
                        Rules.pattern("^4111", RedactionAction.DROP),
                        out -> out.writeDouble(AnyValueWire.DOUBLE_VALUE, 4_111_111_111_111_111.0)))
                .isEqualTo(AnyValue.EMPTY);
        assertThat(after(
                        Rules.pattern("5", RedactionAction.MASK),
                        out -> out.writeDouble(AnyValueWire.DOUBLE_VALUE, 1.5)))
                .isEqualTo(AnyValue.of(1.5));
    }
}
