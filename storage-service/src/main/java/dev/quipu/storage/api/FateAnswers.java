package dev.quipu.storage.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.quipu.storage.fate.Evidence;
import dev.quipu.storage.fate.FateAnswer;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What became of a trace, as clients see it. */
final class FateAnswers {

    private FateAnswers() {}

    @Schema(name = "FateEvidence", description = "Something that says what became of the trace; fields by its kind.")
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record Piece(
            @Schema(
                    description =
                            "segment: spans are in it. expired, erased: a segment that may have held some is gone. rejected,"
                                    + " sampled_out, refused, duplicate: a collector noted it. spool: a collector holds"
                                    + " segments, ask it. quarantine: segments that could not be stored.",
                    examples = "segment")
            String kind,

            @Schema(description = "The segment.", examples = "5f0c5b6e-92f5-4f3e-0000-000000000001")
            Optional<String> segmentId,

            @Schema(description = "0 as collected, above that merged.", examples = "0")
            Optional<Integer> level,

            @Schema(description = "UTC day of the segment's records.", examples = "2026-01-01")
            Optional<String> day,

            @Schema(
                    description = "Of the trace in the segment or the note; of all traces in what is gone or held.",
                    examples = "7")
            long records,

            @Schema(description = "Why.", examples = "retention")
            Optional<String> reason,

            @Schema(description = "Earliest start in the segment that is gone.", examples = "1767225600000000000")
            Optional<String> minTimeUnixNano,

            @Schema(description = "Latest start in the segment that is gone.", examples = "1767225601000000000")
            Optional<String> maxTimeUnixNano,

            @Schema(description = "When it was committed, let go, noted or reported.")
            Instant at,

            @Schema(description = "When the oldest of what is held was collected.")
            Optional<Instant> oldest,

            @Schema(
                    description = "How likely a trace that was not in the segment looks as if it had been.",
                    examples = "0.008")
            Optional<Double> falsePositiveRate,

            @Schema(description = "The collector.", examples = "collector-0")
            Optional<String> collector,

            @Schema(description = "Where the collector answers.", examples = "http://collector-0:4318")
            Optional<String> url) {

        static Piece of(Evidence evidence) {
            return switch (evidence.kind()) {
                case STORED -> of((Evidence.Stored) evidence);
                case LET_GO -> of((Evidence.LetGo) evidence);
                case NOTED -> of((Evidence.Noted) evidence);
                case SPOOLED -> of((Evidence.Spooled) evidence);
                case QUARANTINED -> of((Evidence.Quarantined) evidence);
            };
        }

        private static Piece of(Evidence.Stored stored) {
            return new Piece(
                    "segment",
                    Optional.of(stored.segment().toString()),
                    Optional.of(stored.level()),
                    Optional.of(stored.day().toString()),
                    stored.records(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    stored.committedAt(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty());
        }

        private static Piece of(Evidence.LetGo gone) {
            return new Piece(
                    gone.outcome().label(),
                    Optional.of(gone.segment().toString()),
                    Optional.empty(),
                    Optional.of(gone.day().toString()),
                    gone.records(),
                    Optional.of(gone.reason()),
                    Optional.of(Long.toString(gone.minTimeUnixNano())),
                    Optional.of(Long.toString(gone.maxTimeUnixNano())),
                    gone.at(),
                    Optional.empty(),
                    Optional.of(gone.falsePositiveRate()),
                    Optional.empty(),
                    Optional.empty());
        }

        private static Piece of(Evidence.Noted noted) {
            return new Piece(
                    noted.outcome().label(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    noted.records(),
                    Optional.of(noted.reason()),
                    Optional.empty(),
                    Optional.empty(),
                    noted.at(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty());
        }

        private static Piece of(Evidence.Spooled held) {
            return new Piece(
                    "spool",
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    held.records(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    held.reportedAt(),
                    Optional.of(held.oldest()),
                    Optional.empty(),
                    Optional.of(held.collector()),
                    held.url());
        }

        private static Piece of(Evidence.Quarantined held) {
            return new Piece(
                    "quarantine",
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    held.records(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    held.oldest(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty());
        }
    }

    @Schema(name = "Fate", description = "What became of a trace, and by what evidence.")
    record Answer(
            @Schema(description = "The trace.", examples = "0af7651916cd43dd8448eb211c80319c")
            String traceId,

            @Schema(
                    description =
                            "stored, partly_stored, expired, erased, rejected, duplicate, never_offered or unknown. expired"
                                    + " and erased: it may have been there, as likely as falsePositiveRate leaves. rejected:"
                                    + " offered and not taken, for what it is, by a policy or for our own trouble. unknown:"
                                    + " not everything was looked at, see missing; collectors listed as spool are to be"
                                    + " asked.",
                    examples = "stored")
            String fate,

            @Schema(description = "What says so; at most 100 of a kind.")
            List<Piece> evidence,

            @Schema(description = "What would have to be known to be sure that it was never offered.")
            List<String> missing,

            @Schema(description = "Since when what was let go and what collectors note is kept.")
            Instant checkedFrom,

            @Schema(description = "Everything acknowledged before this was looked at.")
            Instant watermark) {
        static Answer of(FateAnswer answer) {
            return new Answer(
                    answer.traceId().hex(),
                    answer.fate().label(),
                    answer.evidence().stream().map(Piece::of).toList(),
                    answer.missing(),
                    answer.checkedFrom(),
                    answer.watermark());
        }
    }
}
