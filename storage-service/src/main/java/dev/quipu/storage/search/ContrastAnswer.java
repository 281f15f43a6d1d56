package dev.quipu.storage.search;

import dev.quipu.model.query.Field;
import dev.quipu.model.query.Literal;
import dev.quipu.model.query.Operator;
import dev.quipu.model.query.RecordFilter;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/**
 * How often values are among selected records, and how often among the rest.
 *
 * @param values those whose shares differ most, those first
 * @param pairs of values that are more frequent among the selected, each of another field
 * @param tested how many values and pairs were counted, also those that are not told
 * @param cut fields with more values than were told apart
 * @param watermark everything acknowledged before this was looked at
 */
public record ContrastAnswer(
        Sides total,
        List<ValueCount> values,
        List<PairCount> pairs,
        int tested,
        List<Field> cut,
        Instant watermark,
        Scanned scanned) {

    public ContrastAnswer {
        values = List.copyOf(values);
        pairs = List.copyOf(pairs);
        cut = List.copyOf(cut);
    }

    /** Records. @param selected those selected @param rest all others that were looked at */
    public record Sides(long selected, long rest) {

        Sides plus(long moreSelected, long moreRest) {
            return new Sides(selected + moreSelected, rest + moreRest);
        }

        /** Share of the selected that this is, less its share of the rest: -1 to 1. */
        double difference(Sides total) {
            return share(selected, total.selected) - share(rest, total.rest);
        }

        private static double share(long part, long whole) {
            return whole == 0 ? 0 : (double) part / whole;
        }
    }

    /** A value of a field. */
    public record FieldValue(Field field, String value) {

        /** Of which a value without a word is a number. */
        private static final Set<Field> NUMBERED =
                Set.of(Field.Intrinsic.KIND, Field.Intrinsic.STATUS, Field.Intrinsic.SEVERITY);

        static final Comparator<FieldValue> BY_NAME = Comparator.comparing(
                        (FieldValue value) -> value.field().toString())
                .thenComparing(FieldValue::value);

        /** What its records are like. */
        public RecordFilter condition() {
            boolean isNumber = field instanceof Field.Intrinsic && NUMBERED.contains(field) && isNumber(value);
            return new RecordFilter.Compare(
                    field, Operator.EQUAL, isNumber ? new Literal.Int(Long.parseLong(value)) : new Literal.Text(value));
        }

        private static boolean isNumber(String text) {
            return text.chars().allMatch(c -> c >= '0' && c <= '9' || c == '-');
        }
    }

    /** Records that have it. */
    public record ValueCount(FieldValue value, Sides records) {}

    /** Records that have both. */
    public record PairCount(FieldValue first, FieldValue second, Sides records) {}
}
