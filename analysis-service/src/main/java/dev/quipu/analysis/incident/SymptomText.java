package dev.quipu.analysis.incident;

import dev.quipu.model.query.Field;
import dev.quipu.model.query.Literal;
import dev.quipu.model.query.Operator;
import dev.quipu.model.query.RecordFilter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Symptoms in words and as searches. */
final class SymptomText {

    private static final double NANOS_PER_MILLI = 1e6;
    private static final double PER_CENT = 100;

    private SymptomText() {}

    /** As in "25 % of 420 spans took 420 ms or longer where 1 % is usual". */
    static String of(Symptom symptom) {
        String what = switch (symptom.kind()) {
            case ERRORS, LOGS -> "were errors";
            case LATENCY ->
                String.format(Locale.ROOT, "took %.3g ms or longer", symptom.thresholdNanos() / NANOS_PER_MILLI);
        };
        return String.format(
                Locale.ROOT,
                "%.3g %% of %d %s %s where %.3g %% is usual",
                PER_CENT * symptom.served().share(),
                symptom.served().spans(),
                symptom.kind() == Symptom.Kind.LOGS ? "log records" : "spans",
                what,
                PER_CENT * symptom.usual().share());
    }

    /** The search for the bad spans, or log records. */
    static String search(Symptom symptom) {
        List<RecordFilter> parts = new ArrayList<>(of(symptom.component()));
        if (symptom.kind() != Symptom.Kind.LOGS) {
            parts.add(
                    RecordFilter.or(List.of(is(Field.Intrinsic.KIND, "server"), is(Field.Intrinsic.KIND, "consumer"))));
        }
        parts.add(bad(symptom));
        return RecordFilter.and(parts).toString();
    }

    private static RecordFilter bad(Symptom symptom) {
        return switch (symptom.kind()) {
            case ERRORS -> is(Field.Intrinsic.STATUS, "error");
            case LATENCY ->
                new RecordFilter.Compare(
                        Field.Intrinsic.DURATION,
                        Operator.GREATER_OR_EQUAL,
                        new Literal.Duration(Math.round(symptom.thresholdNanos())));
            case LOGS ->
                new RecordFilter.Compare(
                        Field.Intrinsic.SEVERITY, Operator.GREATER_OR_EQUAL, new Literal.Text("error"));
        };
    }

    /** What all spans of a component are like. @param component its name, behind its namespace where it has one */
    static List<RecordFilter> of(String component) {
        int slash = component.indexOf('/');
        RecordFilter service = is(Field.Intrinsic.SERVICE, component.substring(slash + 1));
        return slash < 0
                ? List.of(service)
                : List.of(is(Field.Intrinsic.NAMESPACE, component.substring(0, slash)), service);
    }

    static RecordFilter is(Field.Intrinsic field, String value) {
        return new RecordFilter.Compare(field, Operator.EQUAL, new Literal.Text(value));
    }
}
