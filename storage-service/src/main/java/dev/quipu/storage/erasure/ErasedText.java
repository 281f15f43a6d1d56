package dev.quipu.storage.erasure;

import dev.quipu.model.erasure.ErasureTarget;
import dev.quipu.model.erasure.ErasureTarget.OfAttribute;
import dev.quipu.model.erasure.ErasureTarget.OfTrace;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A text that sentences must not say any more: an attribute's value, or a trace's id. As a word of its own: {@code u-1}
 * is not found in {@code u-17}.
 */
public record ErasedText(String text, Pattern word, String instead) {

    /** Empty for components, whose name stays. */
    static Optional<ErasedText> of(Erasure erasure) {
        return of(erasure.id(), erasure.target());
    }

    /** What stands instead tells erasures apart, so that two texts that were different do not become one. */
    static Optional<ErasedText> of(UUID erasure, ErasureTarget target) {
        return switch (target.kind()) {
            case ATTRIBUTE -> Optional.of(of(((OfAttribute) target).value(), erasure));
            case TRACE -> Optional.of(of(((OfTrace) target).traceId().toString(), erasure));
            case COMPONENT -> Optional.empty();
        };
    }

    private static ErasedText of(String text, UUID erasure) {
        Pattern word = Pattern.compile("(?<![\\p{L}\\p{N}])" + Pattern.quote(text) + "(?![\\p{L}\\p{N}])");
        String instead = "erased-" + erasure.toString().substring(0, 8);
        boolean saysItself = word.matcher(instead).find();
        return new ErasedText(text, word, saysItself ? erasure.toString().replace("-", "") : instead);
    }

    public boolean isIn(String said) {
        return word.matcher(said).find();
    }

    public String outOf(String said) {
        return word.matcher(said).replaceAll(Matcher.quoteReplacement(instead));
    }

    /** Out of every text in it, keys of objects included. */
    Object outOfJson(Object json) {
        if (json instanceof String said) {
            return outOf(said);
        }
        if (json instanceof JsonObject object) {
            JsonObject without = new JsonObject();
            object.forEach(entry ->
                    without.put(outOf(entry.getKey()), entry.getValue() == null ? null : outOfJson(entry.getValue())));
            return without;
        }
        if (json instanceof JsonArray array) {
            JsonArray without = new JsonArray();
            array.forEach(entry -> without.add(entry == null ? null : outOfJson(entry)));
            return without;
        }
        return json;
    }
}
