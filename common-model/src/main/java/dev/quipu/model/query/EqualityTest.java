package dev.quipu.model.query;

import dev.quipu.model.AnyValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;

/**
 * Whether a value is what a text says, as the query language's {@code =} finds it: text that is the same; a number or
 * truth value whose text it is; and a number that is as large, when the text is the text of a number. So {@code 5} is the
 * text, the integer, and 5.0.
 */
public final class EqualityTest {

    /** From here on a fraction's type cannot tell integers apart. */
    private static final double EXACT = 1L << 53;

    private final List<LiteralTest> readings = new ArrayList<>();
    private final boolean isNaN;

    public EqualityTest(String text) {
        isNaN = text.equals("NaN");
        add(new Literal.Text(text));
        try {
            double number = Double.parseDouble(text);
            boolean isExact = Math.abs(number) < EXACT;
            if (isExact && Long.toString((long) number).equals(text)) {
                add(new Literal.Int((long) number));
            } else if (isExact && Double.toString(number).equals(text)) {
                add(new Literal.Decimal(number));
            }
        } catch (NumberFormatException e) {
            // the text of no number
        }
    }

    private void add(Literal reading) {
        readings.add(new LiteralTest(Operator.EQUAL, reading));
    }

    public boolean test(AnyValue value) {
        return readings.stream().anyMatch(reading -> reading.test(value));
    }

    /**
     * Hashes of which a membership filter holds one when it holds the key with such a value; empty when such values have
     * too many hashes, as not-a-number has.
     */
    public Optional<long[]> probes(String key) {
        return isNaN
                ? Optional.empty()
                : Optional.of(readings.stream()
                        .flatMapToLong(reading -> LongStream.of(Probes.hashesOf(key, reading.literal())))
                        .distinct()
                        .toArray());
    }
}
