package dev.quipu.storage.ledger;

import dev.quipu.model.Component;
import dev.quipu.model.Signal;
import java.util.List;
import java.util.Optional;

/**
 * Records that were made and reached no door, as far as there is evidence in what is stored.
 *
 * @param reportedNote what the reported ones lack; empty when nothing
 * @param inference empty when it was not asked for
 */
public record Losses(List<Reported> reported, Optional<String> reportedNote, Optional<Inference> inference) {

    public static final Losses NONE = new Losses(List.of(), Optional.empty(), Optional.empty());

    public Losses {
        reported = List.copyOf(reported);
    }

    /**
     * What an SDK counted as lost by itself.
     *
     * @param component that the SDK is part of
     * @param errorType why, not empty
     * @param records 1 or more
     */
    public record Reported(Component component, Signal signal, String errorType, long records) {}

    /**
     * Spans that are named as parents and were never seen.
     *
     * @param spans empty when there is no answer
     * @param note why there is none, or how exact it is; empty when it is exact
     */
    public record Inference(Optional<Long> spans, Optional<String> note) {
        public static Inference none(String why) {
            return new Inference(Optional.empty(), Optional.of(why));
        }
    }

    public Losses with(Inference inferred) {
        return new Losses(reported, reportedNote, Optional.of(inferred));
    }
}
