package dev.quipu.analysis.template;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The statements that wrote log records, and how often. */
@Schema(name = "LogTemplateTrends", description = "One page of the statements that wrote log records.")
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record TemplateTrendsAnswer(
        @Schema(
                description = "Start of the time, at a whole step.",
                implementation = String.class,
                format = "date-time")
        Instant from,

        @Schema(description = "End of the time, likewise.", implementation = String.class, format = "date-time")
        Instant to,

        @Schema(description = "Length of a step of the counts.", examples = "60")
        long stepSeconds,

        @Schema(description = "Log records of the time.", examples = "5000")
        long records,

        @Schema(description = "Those of components or templates beyond what is told apart.", examples = "0")
        long otherRecords,

        @Schema(description = "Templates on all pages.", examples = "42")
        int templateCount,

        @Schema(description = "Those with most records first; those that are gone last.")
        List<Line> templates,

        @Schema(description = "Pass it as cursor for the next page; empty on the last one.")
        String nextCursor,

        @Schema(
                description = "Everything acknowledged before this is counted; absent when nothing was analysed yet.",
                implementation = String.class,
                format = "date-time")
        Optional<Instant> watermark,

        @Schema(
                description = "Share of the stored log records of the window that are counted; absent when there are"
                        + " none.",
                implementation = Double.class,
                examples = "1.0")
        Optional<Double> analysedFraction) {

    public TemplateTrendsAnswer {
        templates = List.copyOf(templates);
    }

    /** A statement of a component. */
    @Schema(name = "LogTemplateTrend", description = "A statement of a component, and its records step by step.")
    public record Line(
            @Schema(description = "service.namespace; empty when absent.", examples = "shop")
            String namespace,

            @Schema(description = "service.name.", examples = "cart")
            String component,

            @Schema(description = "Its number, by which records are searched.", examples = "17")
            int template,

            @Schema(
                    description = "The words that stay, and `<*>` for those that change.",
                    examples = "session opened for user <*>")
            String text,

            @Schema(description = "Its records.", examples = "120")
            long records,

            @Schema(description = "Those of severity error and above.", examples = "0")
            long errors,

            @Schema(description = "Its records in as long a time just before.", examples = "118")
            long recordsBefore,

            @Schema(
                    description = "`new`: there was none before the window. `gone`: there are some in as long a time"
                            + " just before, and none in the window. Else `known`.",
                    examples = "known")
            String state,

            @Schema(description = "Time of the first record ever.", examples = "1767225600000000000")
            String firstTimeUnixNano,

            @Schema(description = "A body of it, its first line.", examples = "session opened for user root")
            String sample,

            @Schema(description = "A search that finds its records.", examples = "template = 17")
            String search,

            @Schema(description = "Its records, one count for each step from `from` on.", examples = "[2, 0, 3]")
            List<Long> counts) {

        public Line {
            counts = List.copyOf(counts);
        }
    }
}
