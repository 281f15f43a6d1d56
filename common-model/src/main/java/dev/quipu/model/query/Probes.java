package dev.quipu.model.query;

import dev.quipu.model.TraceId;
import dev.quipu.model.segment.BodyWords;
import dev.quipu.model.segment.MembershipFilter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What a membership filter has to hold for a segment to be worth reading. */
final class Probes {

    private Probes() {}

    /** Alternatives of which at least one must be in the filter, one array for each condition that must hold. */
    static List<long[]> of(RecordFilter filter) {
        return switch (filter.kind()) {
            case AND -> {
                List<long[]> all = new ArrayList<>();
                ((RecordFilter.And) filter).parts().forEach(part -> all.addAll(of(part)));
                yield all;
            }
            case OR -> ofOr((RecordFilter.Or) filter);
            case COMPARE -> ofCompare((RecordFilter.Compare) filter);
            case NOT, EXISTS -> List.of();
        };
    }

    /** Each part must imply a probe of its own, or the whole implies none. */
    private static List<long[]> ofOr(RecordFilter.Or filter) {
        LongList union = new LongList();
        for (RecordFilter part : filter.parts()) {
            List<long[]> probes = of(part);
            if (probes.isEmpty()) {
                return List.of();
            }
            union.addAll(probes.get(0));
        }
        return List.of(union.toArray());
    }

    private static List<long[]> ofCompare(RecordFilter.Compare compare) {
        if (compare.field() == Field.Intrinsic.BODY) {
            return ofBody(compare.operator(), FieldRules.text(compare.field(), compare.value()));
        }
        if (compare.operator() != Operator.EQUAL) {
            return List.of();
        }
        if (compare.field() == Field.Intrinsic.TRACE_ID) {
            TraceId id = TraceId.parse(FieldRules.text(compare.field(), compare.value()));
            return List.of(new long[] {MembershipFilter.hashOfTrace(id)});
        }
        if (compare.field() instanceof Field.Attribute attribute && attribute.scope() != Field.Scope.SCOPE) {
            return isExact(compare.value()) ? List.of(hashesOf(attribute.key(), compare.value())) : List.of();
        }
        return List.of();
    }

    /** Each word must be there. */
    private static List<long[]> ofBody(Operator operator, String text) {
        long[] words = switch (operator) {
            case EQUAL, HAS -> BodyWords.of(text);
            case CONTAINS -> BodyWords.surelyIn(text);
            case NOT_EQUAL, GREATER, GREATER_OR_EQUAL, LESS, LESS_OR_EQUAL -> new long[0];
        };
        return Arrays.stream(words).mapToObj(word -> new long[] {word}).toList();
    }

    /** A fraction's type cannot tell integers apart from here on, so that more than one of them would equal it. */
    private static boolean isExact(Literal literal) {
        return !(literal instanceof Literal.Decimal number) || Math.abs(number.value()) < 1L << 53;
    }

    /** One hash for each type of value that equals the literal. */
    static long[] hashesOf(String key, Literal literal) {
        LongList hashes = new LongList();
        if (literal instanceof Literal.Text text) {
            hashes.add(MembershipFilter.hashOfText(key, text.value()));
            addNumbers(hashes, key, text.value());
            if (text.value().equals("true") || text.value().equals("false")) {
                hashes.add(MembershipFilter.hashOfBool(key, text.value().equals("true")));
            }
        } else if (literal instanceof Literal.Bool bool) {
            hashes.add(MembershipFilter.hashOfBool(key, bool.value()));
            hashes.add(MembershipFilter.hashOfText(key, bool.toString()));
        } else if (literal instanceof Literal.Int number) {
            addEqual(hashes, key, number.value(), (double) number.value(), number.toString());
        } else if (literal instanceof Literal.Duration duration) {
            addEqual(hashes, key, duration.nanos(), (double) duration.nanos(), Long.toString(duration.nanos()));
        } else if (literal instanceof Literal.Decimal number) {
            addEqual(hashes, key, (long) number.value(), number.value(), number.toString());
        }
        return hashes.toArray();
    }

    private static void addEqual(LongList hashes, String key, long integer, double decimal, String text) {
        hashes.add(MembershipFilter.hashOfInt(key, integer));
        hashes.add(MembershipFilter.hashOfDouble(key, decimal));
        if (decimal == 0) {
            hashes.add(MembershipFilter.hashOfDouble(key, -0.0));
            hashes.add(MembershipFilter.hashOfDouble(key, 0.0));
        }
        hashes.add(MembershipFilter.hashOfText(key, text));
    }

    /** Numbers whose decimal form the text is. */
    private static void addNumbers(LongList hashes, String key, String text) {
        try {
            long integer = Long.parseLong(text);
            if (Long.toString(integer).equals(text)) {
                hashes.add(MembershipFilter.hashOfInt(key, integer));
            }
        } catch (NumberFormatException e) {
            // not the form of an integer
        }
        try {
            double decimal = Double.parseDouble(text);
            if (Double.toString(decimal).equals(text)) {
                hashes.add(MembershipFilter.hashOfDouble(key, decimal));
            }
        } catch (NumberFormatException e) {
            // not the form of a double
        }
    }

    /** The few hashes of one condition. */
    private static final class LongList {
        private final List<Long> values = new ArrayList<>();

        void add(long value) {
            values.add(value);
        }

        void addAll(long[] more) {
            for (long value : more) {
                values.add(value);
            }
        }

        long[] toArray() {
            return values.stream().mapToLong(Long::longValue).distinct().toArray();
        }
    }
}
