package dev.quipu.storage.api;

import java.util.Optional;

/** How many results a client asks for. */
final class Limit {

    private Limit() {}

    /**
     * @throws IllegalArgumentException unless the text is a whole number from 1 on; more than the most is the most
     */
    static int of(Optional<String> text, int usual, int most) {
        if (text.isEmpty()) {
            return usual;
        }
        try {
            int wanted = Integer.parseInt(text.get());
            if (wanted >= 1) {
                return Math.min(wanted, most);
            }
        } catch (NumberFormatException e) {
            throw expected(text.get());
        }
        throw expected(text.get());
    }

    private static IllegalArgumentException expected(String got) {
        return new IllegalArgumentException("limit: expected a whole number from 1 on, got '" + got + "'");
    }
}
