package dev.quipu.model.segment;

import dev.quipu.model.segment.ValueRedaction.Change;
import dev.quipu.model.segment.ValueRedaction.Content;
import dev.quipu.model.segment.ValueRedaction.Place;
import dev.quipu.model.segment.ValueRedaction.Rules;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of the values of a batch under the rules of its requests: by their reference in the pool, so that a value
 * is looked at once however often it comes. Not thread-safe.
 */
final class RedactedValues {

    static final int UNKNOWN = 0;
    static final int CLEAN = 1;
    /** The state of a value that changes is its place in the list of outcomes, and this more. */
    private static final int CHANGED = 2;

    /** More than these are not remembered: who sends keys chooses how many there are. */
    private static final int MOST_REMEMBERED = 12;

    private final List<Verdicts> verdicts = new ArrayList<>();
    private final List<Outcome> outcomes = new ArrayList<>();
    private @Nullable ValueRedaction redaction;
    private @Nullable Object source;
    private int generation;
    /** Of the texts of each place. */
    private final @Nullable Verdicts[] texts = new Verdicts[Place.values().length];

    /** What a value became. */
    record Outcome(ValueType type, long value, int[] counts) {}

    /** The values of one type under equal rules. */
    static final class Verdicts {
        private final Rules rules;
        private final ValueType type;
        private final boolean isRemembered;
        private final boolean isIdle;
        private int[] states = {};

        private Verdicts(Rules rules, ValueType type, boolean isRemembered) {
            this.rules = rules;
            this.type = type;
            this.isRemembered = isRemembered;
            this.isIdle = rules.isEmpty();
        }

        /** Whether no value ever changes. */
        boolean isIdle() {
            return isIdle;
        }

        Rules rules() {
            return rules;
        }

        int state(int reference) {
            return reference < states.length ? states[reference] : UNKNOWN;
        }

        private void set(int reference, int state) {
            if (isRemembered) {
                if (reference >= states.length) {
                    states = Arrays.copyOf(states, Math.max(reference + 1, Math.max(1 << 10, 2 * states.length)));
                }
                states[reference] = state;
            }
        }

        void setClean(int reference) {
            set(reference, CLEAN);
        }
    }

    /** Starts a request. @param next null when nothing is taken out of it */
    void begin(@Nullable ValueRedaction next) {
        redaction = next;
        if (next != null && next.source() != source) {
            source = next.source();
            verdicts.clear();
            outcomes.clear();
            Arrays.fill(texts, null);
            generation++;
        }
    }

    /** Of the request; null when nothing is taken out of it. */
    @Nullable
    ValueRedaction redaction() {
        return redaction;
    }

    /** Changes when what was given before holds no more. */
    int generation() {
        return generation;
    }

    Verdicts of(Rules rules, ValueType type) {
        for (Verdicts known : verdicts) {
            if (known.rules == rules && known.type == type) {
                return known;
            }
        }
        Verdicts added = new Verdicts(rules, type, verdicts.size() < MOST_REMEMBERED);
        if (added.isRemembered) {
            verdicts.add(added);
        }
        return added;
    }

    /** Finds out what becomes of text or bytes, unless only their message tells; not counted before it is used. */
    void judge(Verdicts of, int reference, ValueType type, BytesPool pool) {
        ValueRedaction rules = redaction;
        if (rules == null || !of.isRemembered) {
            return;
        }
        Content content = rules.content(of.rules, pool.bytes(), pool.offset(reference), pool.length(reference));
        if (content == Content.UNCHANGED) {
            of.setClean(reference);
        } else if (content != null) {
            byte[] left = content.bytes();
            Outcome outcome = left == null
                    ? new Outcome(ValueType.EMPTY, 0, content.counts())
                    : new Outcome(type, pool.intern(left, 0, left.length), content.counts());
            setChanged(of, reference, outcome);
        }
    }

    /** The outcome of a state that is neither unknown nor clean. */
    Outcome outcome(int state) {
        return outcomes.get(state - CHANGED);
    }

    void setChanged(Verdicts of, int reference, Outcome outcome) {
        if (of.isRemembered) {
            of.set(reference, CHANGED + outcomes.size());
            outcomes.add(outcome);
        }
    }

    /** The text that is there instead; the very one when it stays. */
    int text(Place place, int reference, BytesPool pool) {
        ValueRedaction rules = redaction;
        if (rules == null || reference == BytesPool.EMPTY) {
            return reference;
        }
        Verdicts known = texts[place.ordinal()];
        if (known == null) {
            known = of(rules.rules(place), ValueType.EMPTY);
            texts[place.ordinal()] = known;
        }
        int state = known.isIdle() ? CLEAN : known.state(reference);
        if (state == CLEAN) {
            return reference;
        }
        if (state != UNKNOWN) {
            rules.foundAgain(outcome(state).counts());
            return (int) outcome(state).value();
        }
        Change change = rules.text(place, pool.bytes(), pool.offset(reference), pool.length(reference));
        if (change == null) {
            known.setClean(reference);
            return reference;
        }
        int instead = pool.intern(change.message(), 0, change.message().length);
        setChanged(known, reference, new Outcome(ValueType.STRING, instead, change.counts()));
        return instead;
    }
}
