package dev.quipu.analysis.fate;

import dev.quipu.analysis.client.FateEvidence;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What became of a trace, as clients see it. */
@Schema(name = "Fate", description = "What became of a trace, and by what evidence.")
public record FateAnswer(
        @Schema(description = "The trace.", examples = "0af7651916cd43dd8448eb211c80319c")
        String traceId,

        @Schema(
                description = "stored: in the segments. partly_stored: so, and others of its records were rejected or"
                        + " sampled out, or are still spooled. spooled: held by the collectors and not stored yet. expired,"
                        + " erased: it may have been there, as likely as falsePositiveRate leaves. rejected: offered and"
                        + " not taken, for the reasons. duplicate: its requests were known, and what they held is gone."
                        + " never_offered: no record of it was acknowledged or refused before the watermark. unknown: not"
                        + " everything could be looked at, see missing.",
                enumeration = {
                    "stored",
                    "partly_stored",
                    "spooled",
                    "expired",
                    "erased",
                    "rejected",
                    "duplicate",
                    "never_offered",
                    "unknown"
                },
                examples = "stored")
        String fate,

        @Schema(description = "The segments that spans of it are in; at most 100.")
        List<String> segments,

        @Schema(description = "The collectors that hold records of it which are not stored yet.")
        List<String> collectors,

        @Schema(description = "Why records of it were rejected, sampled out or refused, if some were.")
        List<String> reasons,

        @Schema(
                description =
                        "What says so: storage's pieces, at most 100 of a kind, and one of each collector that storage"
                                + " said holds something.")
        List<FateEvidence> evidence,

        @Schema(description = "What would have to be known besides to be sure that it was never offered, in sentences.")
        List<String> missing,

        @Schema(
                description = "Since when what was let go and what collectors note is kept.",
                implementation = String.class,
                format = "date-time")
        Instant checkedFrom,

        @Schema(
                description = "Everything acknowledged before this was looked at.",
                implementation = String.class,
                format = "date-time")
        Instant watermark) {

    public FateAnswer {
        segments = List.copyOf(segments);
        collectors = List.copyOf(collectors);
        reasons = List.copyOf(reasons);
        evidence = List.copyOf(evidence);
        missing = List.copyOf(missing);
    }
}
