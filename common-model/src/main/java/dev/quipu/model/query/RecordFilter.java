package dev.quipu.model.query;

import dev.quipu.model.Signal;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.Collectors;

/**
 * A condition on the records of a signal, in a subset of TraceQL's notation:
 *
 * <pre>
 * service = "cart" &amp;&amp; span.http.status_code >= 500 &amp;&amp; duration > 1s &amp;&amp; !(name = "GET /health")
 * </pre>
 *
 * <p>Fields: {@link Field.Intrinsic}, and attributes as {@code span.KEY}, {@code resource.KEY}, {@code event.KEY},
 * {@code link.KEY}, {@code log.KEY}, {@code scope.KEY} or {@code .KEY} (record or resource); a key with other characters than letters,
 * digits and {@code _ . : / -} in quotes. Values: text in quotes, numbers, durations ({@code ns us ms s m h}),
 * {@code true}, {@code false}; words for {@code kind}, {@code status} and {@code severity}. Text compares with the decimal form of a
 * number and a number with text that is its decimal form; a condition on an absent attribute is false, also
 * {@code !=}. {@link #toString()} gives text that {@link #parse} reads back as an equal filter,
 * unless that text is too long for it.
 */
public sealed interface RecordFilter {

    /** Matches every record; the empty text. */
    RecordFilter ALL = new And(List.of());

    /** Which member of the family a filter is. */
    enum Kind {
        AND,
        OR,
        NOT,
        COMPARE,
        EXISTS
    }

    Kind kind();

    /** The fields that it looks at. */
    Set<Field> fields();

    /**
     * @throws QuerySyntaxException when the text is not of the language
     */
    static RecordFilter parse(Signal signal, String text) {
        return new FilterParser(signal, text).parse();
    }

    static RecordFilter and(List<RecordFilter> parts) {
        return parts.size() == 1 ? parts.get(0) : new And(parts);
    }

    static RecordFilter or(List<RecordFilter> parts) {
        return parts.size() == 1 ? parts.get(0) : new Or(parts);
    }

    /** The same with what is given in the place of each comparison. */
    default RecordFilter replacing(Function<Compare, RecordFilter> replacement) {
        return switch (kind()) {
            case AND -> new And(replaced(((And) this).parts(), replacement));
            case OR -> new Or(replaced(((Or) this).parts(), replacement));
            case NOT -> new Not(((Not) this).part().replacing(replacement));
            case COMPARE -> replacement.apply((Compare) this);
            case EXISTS -> this;
        };
    }

    private static List<RecordFilter> replaced(List<RecordFilter> parts, Function<Compare, RecordFilter> replacement) {
        return parts.stream().map(part -> part.replacing(replacement)).toList();
    }

    /**
     * The same with each template standing also for those that were merged into it.
     *
     * @param mergedInto numbers of the templates that were merged into one; may be empty
     */
    default RecordFilter withMergedTemplates(IntFunction<Set<Integer>> mergedInto) {
        return replacing(compare -> {
            if (compare.field() != Field.Intrinsic.TEMPLATE) {
                return compare;
            }
            int template = FieldRules.templateOf(compare.value());
            Set<Integer> all = new TreeSet<>(mergedInto.apply(template));
            all.add(template);
            List<RecordFilter> parts = all.stream()
                    .<RecordFilter>map(one -> new Compare(compare.field(), compare.operator(), new Literal.Int(one)))
                    .toList();
            return compare.operator() == Operator.NOT_EQUAL ? and(parts) : or(parts);
        });
    }

    private static Set<Field> fieldsOf(List<RecordFilter> parts) {
        return parts.stream().flatMap(part -> part.fields().stream()).collect(Collectors.toUnmodifiableSet());
    }

    /** The text of a part where only one unit can stand; no deeper than it was read, for depth is limited. */
    private static String operand(RecordFilter part) {
        return part.kind() == Kind.OR || part.kind() == Kind.AND ? "(" + part + ")" : part.toString();
    }

    /** All parts hold; true when there is none. */
    record And(List<RecordFilter> parts) implements RecordFilter {
        public And {
            parts = List.copyOf(parts);
        }

        @Override
        public Kind kind() {
            return Kind.AND;
        }

        @Override
        public Set<Field> fields() {
            return fieldsOf(parts);
        }

        @Override
        public String toString() {
            return parts.stream().map(RecordFilter::operand).collect(Collectors.joining(" && "));
        }
    }

    /** At least one part holds. */
    record Or(List<RecordFilter> parts) implements RecordFilter {
        public Or {
            parts = List.copyOf(parts);
            if (parts.isEmpty()) {
                throw new IllegalArgumentException("or: expected at least one part, got none");
            }
        }

        @Override
        public Kind kind() {
            return Kind.OR;
        }

        @Override
        public Set<Field> fields() {
            return fieldsOf(parts);
        }

        @Override
        public String toString() {
            return parts.stream()
                    .map(part -> part.kind() == Kind.AND && !part.equals(ALL) ? part.toString() : operand(part))
                    .collect(Collectors.joining(" || "));
        }
    }

    /** The part does not hold. */
    record Not(RecordFilter part) implements RecordFilter {
        @Override
        public Kind kind() {
            return Kind.NOT;
        }

        @Override
        public Set<Field> fields() {
            return part.fields();
        }

        @Override
        public String toString() {
            return "!" + operand(part);
        }
    }

    /** A field compared with a value; of a field with several values, any. */
    record Compare(Field field, Operator operator, Literal value) implements RecordFilter {

        private static final Set<Field> WORDS =
                Set.of(Field.Intrinsic.KIND, Field.Intrinsic.STATUS, Field.Intrinsic.SEVERITY);

        public Compare {
            FieldRules.check(field, operator, value);
        }

        @Override
        public Kind kind() {
            return Kind.COMPARE;
        }

        @Override
        public Set<Field> fields() {
            return Set.of(field);
        }

        @Override
        public String toString() {
            boolean word = WORDS.contains(field) && value instanceof Literal.Text;
            return field + " " + operator + " " + (word ? ((Literal.Text) value).value() : value.toString());
        }
    }

    /** The attribute is there, whatever its value. */
    record Exists(Field.Attribute attribute) implements RecordFilter {
        @Override
        public Kind kind() {
            return Kind.EXISTS;
        }

        @Override
        public Set<Field> fields() {
            return Set.of(attribute);
        }

        @Override
        public String toString() {
            return "exists(" + attribute + ")";
        }
    }
}
