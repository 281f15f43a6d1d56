package dev.quipu.model.redaction;

import dev.quipu.model.otlp.ProtoReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Notes what changes where, of the first so many values, when somebody wants to know. Not thread-safe. */
final class Explanation {

    private final RedactionPlan plan;
    private final boolean wanted;
    private final List<RedactionChange> changes = new ArrayList<>();
    private final Deque<String> keys = new ArrayDeque<>();
    private RedactionPlace place = RedactionPlace.ATTRIBUTES;
    private int total;

    Explanation(RedactionPlan plan, boolean wanted) {
        this.plan = plan;
        this.wanted = wanted;
    }

    List<RedactionChange> changes() {
        return changes;
    }

    int total() {
        return total;
    }

    /** Counts one more change; whether it is to be noted. */
    private boolean isNoted() {
        return wanted && total++ < Redacted.MAX_CHANGES;
    }

    void at(RedactionPlace next) {
        place = next;
    }

    void enterKey(ProtoReader in, int length) {
        if (wanted) {
            keys.addLast(new String(in.buffer(), in.position(), length, StandardCharsets.UTF_8));
        }
    }

    void leaveKeys(int count) {
        for (int i = 0; wanted && i < count; i++) {
            keys.removeLast();
        }
    }

    /** The rest of the reader is the value that changes. */
    void changed(ProtoReader in, Verdict verdict) {
        if (isNoted()) {
            changed(new String(in.buffer(), in.position(), in.remaining(), StandardCharsets.UTF_8), verdict);
        }
    }

    void changed(byte[] text, Verdict verdict) {
        if (isNoted()) {
            changed(new String(text, StandardCharsets.UTF_8), verdict);
        }
    }

    private void changed(String before, Verdict verdict) {
        Optional<String> after =
                Optional.ofNullable(verdict.bytes()).map(bytes -> new String(bytes, StandardCharsets.UTF_8));
        List<String> rules = IntStream.iterate(0, i -> i < verdict.counts().length, i -> i + 2)
                .mapToObj(i -> plan.rule(verdict.counts()[i]).name())
                .toList();
        changes.add(new RedactionChange(place, List.copyOf(keys), before, after, rules));
    }

    void taken(byte[] text, Reach reach) {
        if (isNoted()) {
            changes.add(new RedactionChange(
                    place,
                    List.copyOf(keys),
                    new String(text, StandardCharsets.UTF_8),
                    reach.taken(text),
                    reach.whole().stream()
                            .map(rule -> plan.rule(rule.index()).name())
                            .toList()));
        }
    }
}
