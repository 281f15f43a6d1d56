package dev.quipu.storage.api;

import dev.quipu.storage.database.VersionConflict;
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

    /**
     * @param wanted the version that a change was made from; null when it does not matter
     * @throws VersionConflict when it is not the one that the thing has now
     */
    static void sameVersion(@Nullable Integer wanted, int now) {
        if (wanted != null && wanted != now) {
            throw new VersionConflict("version: expected " + now + ", which it has now, got " + wanted);
        }
    }
}
