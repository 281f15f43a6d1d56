package dev.quipu.collector.redaction;

import dev.quipu.model.redaction.Redacted;
import dev.quipu.model.redaction.RedactionChange;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;

/**
 * A dry run's outcome in JSON, of a bounded size: a key stands there once for each change below it, however long it is and
 * however many there are. What is left out of a text is told by {@code …} in its place, and by {@code truncated}.
 */
final class DryRunResult {

    static final int MAX_CHANGES = Redacted.MAX_CHANGES;
    static final int MAX_KEYS = 16;
    static final int MAX_KEY_LENGTH = 256;
    static final int MAX_VALUE_LENGTH = 1_000;
    static final int MAX_RULE_NAMES = 16;

    /** Characters of a long value that are shown before the first that changes. */
    private static final int LEAD = 200;

    private static final String ELLIPSIS = "…";

    private boolean truncated;

    private DryRunResult() {}

    static JsonObject json(DryRun run) {
        return new DryRunResult().of(run);
    }

    private JsonObject of(DryRun run) {
        JsonArray counts = new JsonArray();
        run.counts()
                .forEach(count -> counts.add(new JsonObject()
                        .put("rule", count.rule())
                        .put("action", count.action().label())
                        .put("found", count.found())));
        JsonArray changes = new JsonArray();
        run.changes().stream().limit(MAX_CHANGES).forEach(change -> changes.add(of(change)));
        truncated |= run.total() > changes.size();
        return new JsonObject()
                .put("counts", counts)
                .put("total", run.total())
                .put("truncated", truncated)
                .put("changes", changes);
    }

    private JsonObject of(DryRun.Change one) {
        RedactionChange change = one.change();
        JsonObject json = new JsonObject();
        one.text()
                .ifPresentOrElse(
                        text -> json.put("text", text),
                        () -> json.put("place", change.place().label()).put("keys", keys(change.keys())));
        int begin = begin(change);
        return json.put("before", clipped(change.before(), begin, MAX_VALUE_LENGTH))
                .put(
                        "after",
                        change.after()
                                .map(after -> clipped(after, begin, MAX_VALUE_LENGTH))
                                .orElse(null))
                .put("rules", new JsonArray(first(change.rules(), MAX_RULE_NAMES)));
    }

    private JsonArray keys(List<String> keys) {
        return new JsonArray(first(keys, MAX_KEYS).stream()
                .map(key -> clipped(key, 0, MAX_KEY_LENGTH))
                .toList());
    }

    private List<String> first(List<String> all, int limit) {
        truncated |= all.size() > limit;
        return all.subList(0, Math.min(limit, all.size()));
    }

    /** From where a change's texts are shown: of long ones, a little before the first character that changes. */
    private static int begin(RedactionChange change) {
        Optional<String> after = change.after();
        if (after.isEmpty() || Math.max(change.before().length(), after.get().length()) <= MAX_VALUE_LENGTH) {
            return 0;
        }
        int same = 0;
        int shorter = Math.min(change.before().length(), after.get().length());
        while (same < shorter && change.before().charAt(same) == after.get().charAt(same)) {
            same++;
        }
        return Math.max(0, same - LEAD);
    }

    private String clipped(String text, int from, int limit) {
        int begin = between(text, Math.min(from, text.length()));
        int end = between(text, Math.min(text.length(), begin + limit));
        truncated |= begin > 0 || end < text.length();
        return (begin > 0 ? ELLIPSIS : "") + text.substring(begin, end) + (end < text.length() ? ELLIPSIS : "");
    }

    /** The place, or the one before it when it is within a pair of surrogates. */
    private static int between(String text, int place) {
        boolean within = place > 0
                && place < text.length()
                && Character.isSurrogatePair(text.charAt(place - 1), text.charAt(place));
        return within ? place - 1 : place;
    }
}
