package dev.quipu.storage.api;

import dev.quipu.model.Span;
import java.util.Locale;

/** OTLP's numbers as words; a number without a word stays a number. */
final class SpanNumbers {

    private SpanNumbers() {}

    static String kind(int kind) {
        Span.Kind[] known = Span.Kind.values();
        return kind >= 0 && kind < known.length ? known[kind].name() : Integer.toString(kind);
    }

    /**
     * @param word of either case, or OTLP's number
     * @throws IllegalArgumentException for anything else
     */
    static int parseKind(String word) {
        for (Span.Kind kind : Span.Kind.values()) {
            if (kind.name().equals(word.toUpperCase(Locale.ROOT))) {
                return kind.ordinal();
            }
        }
        try {
            return Integer.parseInt(word);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "kind: expected server, client, producer, consumer, internal or unspecified, got '" + word + "'",
                    e);
        }
    }

    static String status(int code) {
        return switch (code) {
            case Span.Status.CODE_UNSET -> "UNSET";
            case Span.Status.CODE_OK -> "OK";
            case Span.Status.CODE_ERROR -> "ERROR";
            default -> Integer.toString(code);
        };
    }
}
