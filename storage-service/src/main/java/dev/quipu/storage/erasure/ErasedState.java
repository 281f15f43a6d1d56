package dev.quipu.storage.erasure;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What analysis goes on from, without what was erased: JSON, of which only texts are changed. A text that is empty stands
 * for whatever is there.
 */
final class ErasedState {

    private ErasedState() {}

    /**
     * @param isConstant whether the template says it in words of its own, which its state has apart: each of them goes
     */
    static byte[] without(byte[] state, ErasedText said, boolean isConstant) {
        Set<String> parts = isConstant
                ? Arrays.stream(said.text().split("[^\\p{L}\\p{N}]+"))
                        .filter(part -> !part.isEmpty())
                        .collect(Collectors.toSet())
                : Set.of();
        @Nullable Object json = read(state);
        if (json == null) {
            String text = new String(state, StandardCharsets.UTF_8);
            return said.isIn(text) ? said.word().matcher(text).replaceAll("").getBytes(StandardCharsets.UTF_8) : state;
        }
        Object without = without(json, said, parts);
        return without.equals(json) ? state : Json.encodeToBuffer(without).getBytes();
    }

    private static @Nullable Object read(byte[] state) {
        try {
            return Json.decodeValue(Buffer.buffer(state));
        } catch (DecodeException e) {
            return null;
        }
    }

    private static Object without(Object json, ErasedText said, Set<String> parts) {
        if (json instanceof String text) {
            return parts.contains(text) ? "" : said.word().matcher(text).replaceAll("");
        }
        if (json instanceof JsonObject object) {
            JsonObject without = new JsonObject();
            object.forEach(entry -> without.put(
                    entry.getKey(), entry.getValue() == null ? null : without(entry.getValue(), said, parts)));
            return without;
        }
        if (json instanceof JsonArray array) {
            JsonArray without = new JsonArray();
            array.forEach(entry -> without.add(entry == null ? null : without(entry, said, parts)));
            return without;
        }
        return json;
    }
}
