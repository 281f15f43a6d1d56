package dev.quipu.storage.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.quipu.storage.quarantine.QuarantineRetry;
import dev.quipu.storage.quarantine.QuarantinedSegment;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The quarantine as clients see it. */
final class QuarantineAnswers {

    private QuarantineAnswers() {}

    @Schema(name = "QuarantinedSegment", description = "An acknowledged segment that could not be stored.")
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record Listed(
            @Schema(description = "Its id.", examples = "5f0c5b6e-92f5-4f3e-0000-000000000001")
            String id,

            @Schema(description = "traces, logs or metrics.", examples = "traces")
            String signal,

            @Schema(description = "How many records are in it.", examples = "5120")
            int records,

            @Schema(description = "How large it is.", examples = "220160")
            int bytes,

            @Schema(description = "Why it is here.", examples = "400")
            String reason,

            @Schema(description = "Since when.") Instant since,

            @Schema(description = "How often it was tried to store it from here.", examples = "1")
            int attempts,

            @Schema(description = "Why the last of them failed.", examples = "head: expected CRC32C 1, got 2")
            Optional<String> lastError) {
        static Listed of(QuarantinedSegment segment) {
            return new Listed(
                    segment.id().toString(),
                    segment.signal().label(),
                    segment.records(),
                    segment.framedBytes(),
                    segment.reason(),
                    segment.since(),
                    segment.attempts(),
                    segment.lastError());
        }
    }

    @Schema(name = "Quarantine", description = "A tenant's segments that could not be stored.")
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record Page(
            @Schema(description = "By id.") List<Listed> segments,

            @Schema(
                    description = "Pass it as cursor; absent on the last page.",
                    examples = "5f0c5b6e-92f5-4f3e-0000-000000000001")
            Optional<String> nextCursor) {
        static Page of(List<QuarantinedSegment> segments, int limit) {
            Optional<String> next = segments.size() < limit
                    ? Optional.empty()
                    : Optional.of(segments.get(segments.size() - 1).id().toString());
            return new Page(segments.stream().map(Listed::of).toList(), next);
        }
    }

    @Schema(name = "QuarantineRetry", description = "A segment that left the quarantine.")
    record Retried(
            @Schema(
                    description = "The segment that its records are in, unless merged since.",
                    examples = "5f0c5b6e-92f5-4f3e-0000-000000000001")
            String segmentId,

            @Schema(description = "Records stored now; the others were stored before.", examples = "5120")
            int records) {
        static Retried of(QuarantineRetry.Left left) {
            return new Retried(left.storedAs().toString(), left.records());
        }
    }
}
