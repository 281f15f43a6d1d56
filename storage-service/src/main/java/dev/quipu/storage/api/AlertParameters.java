package dev.quipu.storage.api;

import dev.quipu.model.alert.AlertState;
import dev.quipu.model.alert.Labelled;
import dev.quipu.storage.alerts.AlertList;
import jakarta.ws.rs.QueryParam;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;

/** Which alerts are asked for. */
public class AlertParameters {

    private static final int USUAL_PAGE = 100;

    @Parameter(description = "Only those that are pending, firing or resolved.", example = "firing")
    @QueryParam("state")
    Optional<String> state = Optional.empty();

    @Parameter(
            description = "Only those of the rule with this number.",
            schema = @Schema(type = SchemaType.INTEGER),
            example = "3")
    @QueryParam("ruleId")
    Optional<String> ruleId = Optional.empty();

    @Parameter(
            description = "Alerts on the page; capped by configuration.",
            schema = @Schema(type = SchemaType.INTEGER, minimum = "1"),
            example = "100")
    @QueryParam("limit")
    Optional<String> limit = Optional.empty();

    @Parameter(description = "The nextCursor of the page before, with the same other parameters.")
    @QueryParam("cursor")
    Optional<String> cursor = Optional.empty();

    Optional<AlertState> parsedState() {
        return state.map(label -> Labelled.parse("state", AlertState.class, label));
    }

    int size(int most) {
        return Limit.of(limit, USUAL_PAGE, most);
    }

    AlertList.Place place() {
        return cursor.map(text -> PageCursor.read(text, last -> new AlertList.Place(last.number(), last.text())))
                .orElse(AlertList.Place.FIRST);
    }

    /**
     * @throws IllegalArgumentException when the text is no number
     */
    static Optional<Long> ruleId(Optional<String> text) {
        try {
            return text.map(Long::parseLong);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("ruleId: expected a number, got '" + text.get() + "'", e);
        }
    }
}
