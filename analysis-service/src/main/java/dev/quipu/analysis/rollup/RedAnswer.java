package dev.quipu.analysis.rollup;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Rate, errors and duration of the spans of a window, line by line. */
@Schema(name = "RedAnswer", description = "Rate, errors and duration of the spans that started within a window.")
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record RedAnswer(
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
                description = "Length of a step of the points; of the window when no step was asked for.",
                examples = "60")
        long stepSeconds,

        @Schema(description = "Lines on all pages.", examples = "12")
        int lineCount,

        @Schema(description = "In the order asked for.") List<Line> lines,

        @Schema(description = "Pass it as cursor for the next page; empty on the last one.", examples = "100")
        String nextCursor,

        @Schema(
                description = "Everything acknowledged before this is counted; absent when nothing was analysed yet.",
                implementation = String.class,
                format = "date-time")
        Optional<Instant> watermark,

        @Schema(
                description = "Share of the stored spans of the window that are counted; 1 when none is still to be"
                        + " analysed and none could not be. Absent when there are none.",
                implementation = Double.class,
                examples = "1.0")
        Optional<Double> analysedFraction) {

    public RedAnswer {
        lines = List.copyOf(lines);
    }

    /** The spans of one component, span name and kind. */
    @Schema(name = "RedLine", description = "The spans of one component, and of one name and kind where told apart.")
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    public record Line(
            @Schema(description = "service.namespace; empty when absent.", examples = "shop")
            String namespace,

            @Schema(description = "service.name.", examples = "cart")
            String component,

            @Schema(
                    description =
                            "The span name; `_OTHER` for all beyond the first thousand of a component. Absent when"
                                    + " not told apart.",
                    implementation = String.class,
                    examples = "GET /cart/{id}")
            Optional<String> spanName,

            @Schema(
                    description = "The kind; absent when not told apart.",
                    implementation = String.class,
                    examples = "server")
            Optional<String> kind,

            @Schema(
                    description = "The search that finds the spans, in the time from `from` to `to`.",
                    examples = "service = \"cart\" && name = \"GET /cart/{id}\" && kind = server")
            String search,

            @Schema(description = "Over the whole window.") RedFigures total,

            @Schema(description = "Step by step; steps without spans are left out. Empty when no step was asked for.")
            List<Point> points) {

        public Line {
            points = List.copyOf(points);
        }
    }

    /** The spans of one step. */
    @Schema(name = "RedPoint", description = "The spans that started within one step.")
    public record Point(
            @Schema(description = "Start of the step.", implementation = String.class, format = "date-time")
            Instant time,

            @Schema(description = "Over the step.") RedFigures figures) {}
}
