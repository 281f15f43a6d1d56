package dev.quipu.storage.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.quipu.storage.feed.FeedCursor;
import dev.quipu.storage.feed.FeedLeases;
import dev.quipu.storage.feed.FeedPart;
import dev.quipu.storage.feed.PartLayout;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Leases of parts of the feed as replicas see them. */
final class FeedLeaseAnswers {

    private FeedLeaseAnswers() {}

    @Schema(name = "FeedLeaseRequest", description = "A replica that asks for work.")
    record Renewal(
            @Schema(description = "Its name, 1 to 128 characters.", examples = "analysis-0") @Nullable
            String owner,

            @Schema(description = "Into how many slices it would cut the work on traces, 1 to 64.", examples = "2")
            @Nullable
            Integer slices,

            @Schema(description = "How long it is taken for alive and holds its leases, 1 to 300.", examples = "10")
            @Nullable
            Integer seconds) {
        FeedLeases.Replica of() {
            return new FeedLeases.Replica(
                    Required.field("owner", owner),
                    new PartLayout(Required.field("slices", slices)),
                    Required.field("seconds", seconds));
        }
    }

    @Schema(name = "FeedPart", description = "A part that the replica works on.")
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record Part(
            @Schema(
                    description =
                            "`traces-<slice>-of-<slices>`: spans of that slice of the trace ids; `logs`: log records and"
                                    + " everything else.",
                    examples = "traces-0-of-2")
            String part,

            @Schema(description = "How far it has committed.", examples = "7361-7365")
            String cursor,

            @Schema(
                    description = "Everything acknowledged before this is consumed by it; absent when it never said.",
                    implementation = String.class,
                    format = "date-time")
            Optional<Instant> watermark,

            @Schema(
                    description = "Where it has to commit and stop: pass it to the feed; absent: nowhere.",
                    implementation = String.class,
                    examples = "7399-7402")
            Optional<String> upTo) {
        static Part of(FeedPart part, Optional<FeedCursor> upTo) {
            return new Part(part.name(), part.cursor().toString(), part.watermark(), upTo.map(FeedCursor::toString));
        }
    }

    @Schema(name = "FeedLeases", description = "What a replica works on until its leases end.")
    record Leases(
            @Schema(description = "All of it: what is left out is not the replica's any more.")
            List<Part> parts,

            @Schema(description = "Slices of the present layout.", examples = "2")
            int slices,

            @Schema(description = "Replicas that are alive, this one included.", examples = "3")
            int replicas) {
        static Leases of(FeedLeases.Held held) {
            return new Leases(
                    held.parts().stream()
                            .map(part -> Part.of(part, held.upTo()))
                            .toList(),
                    held.slices(),
                    held.replicas());
        }
    }
}
