package dev.quipu.storage.api;

import dev.quipu.storage.StorageConfig;
import jakarta.ws.rs.QueryParam;
import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;

/** A page of a list that is ordered by numbers of its own. */
public class ListParameters {

    private static final int USUAL_PAGE = 100;

    @Parameter(
            description = "Entries on the page; capped by configuration.",
            schema = @Schema(type = SchemaType.INTEGER, minimum = "1"),
            example = "100")
    @QueryParam("limit")
    Optional<String> limit = Optional.empty();

    @Parameter(description = "The nextCursor of the page before, with the same other parameters.")
    @QueryParam("cursor")
    Optional<String> cursor = Optional.empty();

    /**
     * @throws IllegalArgumentException when the limit is none
     */
    int size(StorageConfig config) {
        return Limit.of(limit, USUAL_PAGE, config.storage().search().maxLimit());
    }

    /**
     * The number of the last entry of the page before; {@code first} when there is none.
     *
     * @throws IllegalArgumentException when the cursor is none
     */
    long after(long first) {
        return cursor.map(ListParameters::position).orElse(first);
    }

    private static long position(String cursor) {
        try {
            return Long.parseLong(cursor);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("cursor: expected the nextCursor of a page, got '" + cursor + "'", e);
        }
    }

    /** @param found one more than fits when there are more */
    static <T> Optional<String> nextCursor(List<T> found, int size, ToLongFunction<T> number) {
        return found.size() > size
                ? Optional.of(String.valueOf(number.applyAsLong(found.get(size - 1))))
                : Optional.empty();
    }
}
