package dev.quipu.collector.redaction;

import dev.quipu.model.Signal;
import dev.quipu.model.redaction.Detector;
import dev.quipu.model.redaction.RedactionAction;
import dev.quipu.model.redaction.RedactionPlace;
import dev.quipu.model.redaction.RedactionRule;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Rules in JSON, as storage has them and as a dry run is given them. */
final class RuleJson {

    private RuleJson() {}

    /**
     * @throws IllegalArgumentException when one of them is no rule, or they are more than {@code maxRules}
     */
    static List<RedactionRule> rules(JsonArray json, int maxRules) {
        if (json.size() > maxRules) {
            throw new IllegalArgumentException("rules: expected at most " + maxRules + ", got " + json.size());
        }
        List<RedactionRule> rules = new ArrayList<>();
        for (int i = 0; i < json.size(); i++) {
            if (!(json.getValue(i) instanceof JsonObject one)) {
                throw new IllegalArgumentException("rules: expected objects, got another thing at " + i);
            }
            rules.add(rule(one));
        }
        return List.copyOf(rules);
    }

    /** Absent or empty signals and places mean all of them; an absent rule of what is enabled means that it is. */
    private static RedactionRule rule(JsonObject json) {
        String name = text(json, "name").orElse("");
        try {
            return new RedactionRule(
                    id(json).orElse(name),
                    name,
                    !Boolean.FALSE.equals(json.getValue("enabled")),
                    set(json, "signals", Signal::ofLabel, EnumSet.allOf(Signal.class)),
                    text(json, "keys"),
                    set(json, "detectors", Detector::ofLabel, Set.of()),
                    text(json, "pattern"),
                    RedactionAction.ofLabel(text(json, "action").orElse("")),
                    json.getValue("keep") instanceof Number keep ? keep.intValue() : 0,
                    set(json, "places", RedactionPlace::ofLabel, EnumSet.allOf(RedactionPlace.class)));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("rule '" + name + "': " + e.getMessage(), e);
        }
    }

    /** Storage's are numbers; what was not kept yet has none. */
    private static Optional<String> id(JsonObject json) {
        return Optional.ofNullable(json.getValue("id")).map(String::valueOf);
    }

    /** Empty text counts as absent. */
    private static Optional<String> text(JsonObject json, String field) {
        Object value = json.getValue(field);
        if (value != null && !(value instanceof String)) {
            throw new IllegalArgumentException(field + ": expected text, got another thing");
        }
        return Optional.ofNullable((@Nullable String) value).filter(text -> !text.isEmpty());
    }

    private static <T> Set<T> set(JsonObject json, String field, Function<String, T> parse, Set<T> absent) {
        Object value = json.getValue(field);
        if (value == null || value instanceof JsonArray none && none.isEmpty()) {
            return absent;
        }
        if (!(value instanceof JsonArray array)) {
            throw new IllegalArgumentException(field + ": expected a list of names, got another thing");
        }
        Set<T> set = new LinkedHashSet<>();
        for (Object name : array) {
            set.add(parse.apply(String.valueOf(name)));
        }
        return set;
    }
}
