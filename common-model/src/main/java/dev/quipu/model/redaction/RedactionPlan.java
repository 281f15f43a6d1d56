package dev.quipu.model.redaction;

import dev.quipu.model.Signal;
import dev.quipu.model.otlp.OtlpFormatException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A tenant's rules for one signal, compiled. All rules look at what came, none at what another left; where they meet, see
 * {@link RedactionAction}. Remembers what it made of short values, since values repeat; bounded. Any thread.
 */
public final class RedactionPlan {

    /** What a plan remembers takes no more than about this. */
    private static final long MOST_REMEMBERED_BYTES = 4 << 20;

    private final Signal signal;
    private final List<RedactionRule> rules;
    /** By the ordinal of a place. */
    private final Reach[] reaches = new Reach[RedactionPlace.values().length];

    private final List<CompiledRule> compiled = new ArrayList<>();
    private final boolean isEmpty;

    private RedactionPlan(Signal signal, List<RedactionRule> rules, RedactionKey key) {
        this.signal = signal;
        this.rules = rules;
        for (RedactionRule rule : rules) {
            compiled.add(new CompiledRule(rule, compiled.size()));
        }
        AtomicLong bytesLeft = new AtomicLong(MOST_REMEMBERED_BYTES);
        for (RedactionPlace place : RedactionPlace.values()) {
            reaches[place.ordinal()] = Reach.of(compiled, place, key, bytesLeft);
        }
        isEmpty = rules.isEmpty();
    }

    /**
     * Of those of the rules that are enabled and for the signal.
     *
     * @throws IllegalArgumentException when an expression of one of them is none, or too large
     */
    public static RedactionPlan of(List<RedactionRule> rules, Signal signal, RedactionKey key) {
        return new RedactionPlan(
                signal,
                rules.stream()
                        .filter(rule -> rule.enabled() && rule.signals().contains(signal))
                        .toList(),
                key);
    }

    /** Whether it changes nothing, whatever comes. */
    public boolean isEmpty() {
        return isEmpty;
    }

    /**
     * Applies the rules to an export request of the signal in the protobuf form. What no rule changes stays the same, byte
     * for byte, fields that are not known here included.
     *
     * @param body the request at 0 to {@code length}; not changed
     * @throws OtlpFormatException when it can not be read to its end, or more would change than any sensible request has
     */
    public Redacted apply(byte[] body, int length) {
        return isEmpty ? Redacted.untouched(body, length) : new WireRedaction(this, false).apply(body, length);
    }

    /**
     * What takes values out of one request while it is read into a batch: with the same outcome as {@link #apply}, but that
     * what can not be read, or has text that is no UTF-8, is refused also when a rule would take that part out.
     */
    public ReadRedaction onRead() {
        return new ReadRedaction(this);
    }

    /** As {@link #apply}, and tells every value that changed. */
    public Redacted explain(byte[] body, int length) {
        return isEmpty ? Redacted.untouched(body, length) : new WireRedaction(this, true).apply(body, length);
    }

    /**
     * A message about a request that may quote it: without what stands in single quotes, which may have stood under any
     * key, and without what any rule finds in the rest. The very text when there are no rules.
     */
    public String message(String text) {
        if (isEmpty) {
            return text;
        }
        int first = text.indexOf('\'');
        int last = text.lastIndexOf('\'');
        String unquoted =
                last > first + 1 ? text.substring(0, first + 1) + RedactedText.MASK + text.substring(last) : text;
        FoundParts found = new FoundParts();
        compiled.forEach(rule -> rule.scan(unquoted, (start, end) -> found.add(rule, start, end)));
        return found.isTooMany() ? RedactedText.MASK : RedactedText.masked(unquoted, found.merged());
    }

    Signal signal() {
        return signal;
    }

    RedactionRule rule(int index) {
        return rules.get(index);
    }

    int size() {
        return rules.size();
    }

    Reach reach(RedactionPlace place) {
        return reaches[place.ordinal()];
    }
}
