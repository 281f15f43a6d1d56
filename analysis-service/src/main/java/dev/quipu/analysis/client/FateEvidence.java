package dev.quipu.analysis.client;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Something that says what became of a trace: a piece of storage's as it came, or what a collector said. */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_ABSENT)
@Schema(description = "Something that says what became of the trace; fields by its kind.")
public record FateEvidence(
        @Schema(
                description = "segment: spans are in it. expired, erased: a segment that may have held some is gone."
                        + " rejected, sampled_out, refused, duplicate: a collector noted it. spool: a collector holds"
                        + " segments of the tenant. quarantine: segments that could not be stored. collector: what that"
                        + " collector said when it was asked, or why it could not be.",
                examples = FateEvidence.SEGMENT)
        String kind,

        @Schema(
                description = "The segment.",
                implementation = String.class,
                examples = "5f0c5b6e-92f5-4f3e-0000-000000000001")
        Optional<String> segmentId,

        @Schema(description = "0 as collected, above that merged.", implementation = Integer.class, examples = "0")
        Optional<Integer> level,

        @Schema(
                description = "UTC day of the segment's records.",
                implementation = String.class,
                examples = "2026-01-01")
        Optional<String> day,

        @Schema(
                description =
                        "Of the trace in the segment, the note or what the collector found; of all traces in what is"
                                + " gone or held.",
                implementation = Long.class,
                examples = "7")
        Optional<Long> records,

        @Schema(
                description = "Why; of a collector that could not be asked, or not relied on, why not.",
                implementation = String.class,
                examples = "retention")
        Optional<String> reason,

        @Schema(
                description = "Earliest start in the segment that is gone.",
                implementation = String.class,
                examples = "1767225600000000000")
        Optional<String> minTimeUnixNano,

        @Schema(
                description = "Latest start in the segment that is gone.",
                implementation = String.class,
                examples = "1767225601000000000")
        Optional<String> maxTimeUnixNano,

        @Schema(
                description = "When it was committed, let go, noted or reported, or when the collector had answered.",
                implementation = String.class,
                format = "date-time")
        Optional<String> at,

        @Schema(
                description = "When the oldest of what is held was collected.",
                implementation = String.class,
                format = "date-time")
        Optional<String> oldest,

        @Schema(
                description = "How likely a trace that was not in the segment looks as if it had been.",
                implementation = Double.class,
                examples = "0.008")
        Optional<Double> falsePositiveRate,

        @Schema(description = "The collector.", implementation = String.class, examples = "collector-0")
        Optional<String> collector,

        @Schema(
                description = "Where the collector answers.",
                implementation = String.class,
                examples = "http://collector-0:4318")
        Optional<String> url,

        @Schema(
                description = "spooled: it holds records of the trace. not_spooled: it holds none, and is sure of it."
                        + " unsure: it found none, and may not have seen all. not_asked: it could not be asked.",
                implementation = String.class,
                examples = "not_spooled")
        Optional<String> said,

        @Schema(description = "The segments with records of the trace that the collector holds.")
        Optional<List<SpooledSegment>> segments) {

    public static final String SEGMENT = "segment";
    public static final String SPOOL = "spool";
    public static final String QUARANTINE = "quarantine";
    public static final String COLLECTOR = "collector";

    /** A segment that a collector holds. */
    @RegisterForReflection
    @Schema(description = "A segment that a collector holds.")
    public record SpooledSegment(
            @Schema(description = "The segment.", examples = "5f0c5b6e-92f5-4f3e-0000-000000000001")
            String id,

            @Schema(description = "Of the trace in it.", examples = "7")
            long records,

            @Schema(
                    description = "When the oldest of its records was collected.",
                    implementation = String.class,
                    format = "date-time")
            String collectedAt) {}
}
