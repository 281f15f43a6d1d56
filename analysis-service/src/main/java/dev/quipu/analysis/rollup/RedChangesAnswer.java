package dev.quipu.analysis.rollup;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What spans did in a window, and what before. */
@Schema(name = "RedChanges", description = "Rate, errors and duration of spans in a window and in the time before.")
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record RedChangesAnswer(
        @Schema(
                description = "Start of the window, widened to a whole step.",
                implementation = String.class,
                format = "date-time")
        Instant from,

        @Schema(
                description = "End of the window, widened to a whole step.",
                implementation = String.class,
                format = "date-time")
        Instant to,

        @Schema(
                description = "Start of the time before, likewise.",
                implementation = String.class,
                format = "date-time")
        Instant beforeFrom,

        @Schema(description = "End of the time before, likewise.", implementation = String.class, format = "date-time")
        Instant beforeTo,

        @Schema(description = "Lines on all pages.", examples = "12")
        int lineCount,

        @Schema(description = "Those whose time spent changed most come first.")
        List<Line> lines,

        @Schema(description = "Pass it as cursor for the next page; empty on the last one.", examples = "100")
        String nextCursor,

        @Schema(
                description = "Everything acknowledged before this is counted; absent when nothing was analysed yet.",
                implementation = String.class,
                format = "date-time")
        Optional<Instant> watermark,

        @Schema(
                description = "Share of the stored spans of the window that are counted; absent when there are none.",
                implementation = Double.class,
                examples = "1.0")
        Optional<Double> analysedFraction) {

    public RedChangesAnswer {
        lines = List.copyOf(lines);
    }

    /** The spans of one component, name and kind. */
    @Schema(name = "RedChange", description = "The spans of one component, name and kind.")
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    public record Line(
            @Schema(description = "service.namespace; empty when absent.", examples = "shop")
            String namespace,

            @Schema(description = "service.name.", examples = "cart")
            String component,

            @Schema(description = "The span name.", examples = "GET /cart/{id}")
            String spanName,

            @Schema(description = "The kind.", examples = "server")
            String kind,

            @Schema(description = "`new`, `gone`, or `changed`.", examples = "changed")
            String state,

            @Schema(
                    description =
                            "Time spent in the spans per second, in the window less before: a rate times a duration.",
                    examples = "125000000.0")
            double busyNanosPerSecondDifference,

            @Schema(description = "In the window; absent when there are none.", implementation = RedFigures.class)
            Optional<RedFigures> now,

            @Schema(description = "Before; absent when there were none.", implementation = RedFigures.class)
            Optional<RedFigures> before,

            @Schema(
                    description = "The search that finds the spans.",
                    examples = "service = \"cart\" && name = \"GET /cart/{id}\" && kind = server")
            String search) {}
}
