package dev.quipu.analysis.read;

import dev.quipu.model.Span;
import dev.quipu.model.query.Field;
import dev.quipu.model.query.Literal;
import dev.quipu.model.query.Operator;
import dev.quipu.model.query.RecordFilter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The search that finds the spans which a number was made of. */
public final class SpanSearch {

    /** In place of a kind: whichever. */
    public static final int ANY_KIND = -1;

    private SpanSearch() {}

    /**
     * @param namespace of the component; empty for any
     * @param spanName empty for any
     * @param kind OTLP's number; one that OTLP does not know for any
     */
    public static RecordFilter of(String namespace, String component, Optional<String> spanName, int kind) {
        List<RecordFilter> parts = new ArrayList<>();
        if (!namespace.isEmpty()) {
            parts.add(equal(Field.Intrinsic.NAMESPACE, namespace));
        }
        parts.add(equal(Field.Intrinsic.SERVICE, component));
        spanName.ifPresent(name -> parts.add(equal(Field.Intrinsic.NAME, name)));
        if (isKnown(kind)) {
            parts.add(equal(Field.Intrinsic.KIND, kind(kind)));
        }
        return RecordFilter.and(parts);
    }

    /** OTLP's word in lower case; a number that OTLP does not know as it is. */
    public static String kind(int kind) {
        return isKnown(kind) ? Span.Kind.values()[kind].name().toLowerCase(Locale.ROOT) : Integer.toString(kind);
    }

    private static boolean isKnown(int kind) {
        return kind >= 0 && kind < Span.Kind.values().length;
    }

    private static RecordFilter equal(Field field, String value) {
        return new RecordFilter.Compare(field, Operator.EQUAL, new Literal.Text(value));
    }
}
