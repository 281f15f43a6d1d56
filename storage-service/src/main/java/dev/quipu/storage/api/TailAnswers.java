package dev.quipu.storage.api;

import dev.quipu.storage.search.TailEvent;
import io.smallrye.mutiny.Multi;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import java.util.function.Function;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What followers are told, as server-sent events. */
final class TailAnswers {

    /** How the events are to be read, for the descriptions of the doors. */
    static final String EVENTS =
            " Begins at once; a comment comes at the latest every 15 s, so that it is known to live. The last event of"
                    + " those that come together has an `id`, and so have comments: as `Last-Event-ID` or `after` it goes"
                    + " on from there. Some are told again then: those that came together with the last one that was"
                    + " seen, and those that were merged into one segment with what was not seen; the latter rarely also"
                    + " while it follows. Of more than 1000 that match at once the latest are told, and `event: missed` says how many are not, as"
                    + " `TailMissed` has it. Until the client goes.";

    private static final String STILL_HERE = " still here";
    private static final String MISSED = "missed";

    private TailAnswers() {}

    @Schema(name = "TailMissed", description = "Data of `event: missed`: records that match and are not told.")
    record Missed(
            @Schema(description = "How many are known to match.", examples = "2500")
            long records,

            @Schema(description = "Whether there are no more than these.", examples = "true")
            boolean exact) {}

    /** @param json what a client sees of a record */
    static <T> Multi<OutboundSseEvent> of(Sse sse, Multi<TailEvent<T>> events, Function<T, ?> json) {
        return events.map(event -> of(sse, event, json));
    }

    private static <T> OutboundSseEvent of(Sse sse, TailEvent<T> event, Function<T, ?> json) {
        OutboundSseEvent.Builder builder = sse.newEventBuilder();
        event.position().ifPresent(position -> builder.id(position.toString()));
        return switch (event.kind()) {
            case FOUND ->
                builder.data(json.apply(((TailEvent.Found<T>) event).result())).build();
            case MISSED ->
                builder.name(MISSED).data(missed((TailEvent.Missed<T>) event)).build();
            case QUIET -> builder.comment(STILL_HERE).build();
        };
    }

    private static Missed missed(TailEvent.Missed<?> event) {
        return new Missed(event.records(), event.isExact());
    }
}
