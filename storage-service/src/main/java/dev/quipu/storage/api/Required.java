package dev.quipu.storage.api;

import org.jspecify.annotations.Nullable;

/** Fields of JSON bodies that must be there; Jackson leaves absent ones null. */
final class Required {

    private Required() {}

    /**
     * @throws IllegalArgumentException when the body has no such field
     */
    static <T> T field(String name, @Nullable T value) {
        if (value == null) {
            throw new IllegalArgumentException(name + ": expected it in the body, it is absent");
        }
        return value;
    }
}
