package dev.quipu.analysis.template;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Span names that should be one. */
@Schema(name = "SpanNameSuggestions", description = "One page of span names that should be one.")
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record SpanNamesAnswer(
        @Schema(
                description = "Start of the time, at a whole step.",
                implementation = String.class,
                format = "date-time")
        Instant from,

        @Schema(description = "End of the time, likewise.", implementation = String.class, format = "date-time")
        Instant to,

        @Schema(description = "Suggestions on all pages.", examples = "2")
        int suggestionCount,

        @Schema(description = "Those that stand for most names first.")
        List<Suggestion> suggestions,

        @Schema(description = "Pass it as cursor for the next page; empty on the last one.")
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

    public SpanNamesAnswer {
        suggestions = List.copyOf(suggestions);
    }

    /** Names of a component that differ in values only. */
    @Schema(name = "SpanNameSuggestion", description = "Names of a component that differ in values only.")
    public record Suggestion(
            @Schema(description = "service.namespace; empty when absent.", examples = "shop")
            String namespace,

            @Schema(description = "service.name.", examples = "cart")
            String component,

            @Schema(description = "What they share, and `<*>` for the values.", examples = "GET /cart/<*>")
            String suggestion,

            @Schema(
                    description = "Names that it would stand for, of the first thousand of the component.",
                    examples = "412")
            int names,

            @Schema(description = "Their spans.", examples = "9120")
            long spans,

            @Schema(description = "Some of the names.", examples = "[\"GET /cart/17\"]")
            List<String> examples) {

        public Suggestion {
            examples = List.copyOf(examples);
        }
    }
}
