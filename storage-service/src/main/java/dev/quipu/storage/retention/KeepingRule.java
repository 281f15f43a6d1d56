package dev.quipu.storage.retention;

import dev.quipu.model.Component;
import dev.quipu.model.Signal;
import dev.quipu.model.query.Field;
import dev.quipu.model.query.Literal;
import dev.quipu.model.query.Operator;
import dev.quipu.model.query.RecordFilter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * How many days records of a component are kept, or those that satisfy a condition. Of spans the whole trace is kept as
 * long as one of them that satisfies it.
 *
 * @param signal the one that it is for; empty for every one
 * @param service empty for every component
 * @param namespace of the service; empty for every one
 * @param condition in the query language of the signal; empty for every record
 * @param days after the record's own day
 */
record KeepingRule(
        Optional<Signal> signal,
        Optional<String> service,
        Optional<String> namespace,
        Optional<String> condition,
        int days) {

    /**
     * Which of the rules that name a record decides comes first: condition before component before signal, and of equals
     * the one that keeps longer.
     */
    static final Comparator<KeepingRule> FIRST_DECIDES = Comparator.comparingInt(KeepingRule::rank)
            .thenComparingInt(KeepingRule::days)
            .reversed()
            .thenComparing(KeepingRule::toString);

    private int rank() {
        return bit(condition, 8) + bit(service, 4) + bit(namespace, 2) + bit(signal, 1);
    }

    private static int bit(Optional<?> of, int weight) {
        return of.isPresent() ? weight : 0;
    }

    /** Records of one component or of one condition, not just of a signal. */
    boolean isSpecific() {
        return service.isPresent() || condition.isPresent();
    }

    boolean isFor(Signal one) {
        return signal.map(one::equals).orElse(true);
    }

    boolean names(Component component) {
        return service.map(component.name()::equals).orElse(true)
                && namespace.map(component.namespace()::equals).orElse(true);
    }

    /**
     * What a record satisfies that it names, when it has a condition.
     *
     * @throws dev.quipu.model.query.QuerySyntaxException when the condition is not of the language
     */
    Optional<RecordFilter> filter(Signal of) {
        return condition.map(text -> {
            List<RecordFilter> parts = new ArrayList<>();
            service.ifPresent(name -> parts.add(equal(Field.Intrinsic.SERVICE, name)));
            namespace.ifPresent(name -> parts.add(equal(Field.Intrinsic.NAMESPACE, name)));
            parts.add(RecordFilter.parse(of, text));
            return RecordFilter.and(parts);
        });
    }

    private static RecordFilter equal(Field field, String value) {
        return new RecordFilter.Compare(field, Operator.EQUAL, new Literal.Text(value));
    }
}
