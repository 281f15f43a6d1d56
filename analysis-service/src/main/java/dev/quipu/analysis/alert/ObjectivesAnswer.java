package dev.quipu.analysis.alert;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Objectives, and what is left of their budgets of errors. */
@Schema(name = "Objectives", description = "One page of objectives, those with the least left first.")
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record ObjectivesAnswer(
        @Schema(description = "Objectives on all pages.", examples = "3")
        int objectiveCount,

        @Schema(description = "Those with the least left of their budget first; without spans last.")
        List<Objective> objectives,

        @Schema(description = "Pass it as cursor for the next page; empty on the last one.")
        String nextCursor,

        @Schema(
                description = "Everything acknowledged before this is counted; absent when nothing was analysed yet.",
                implementation = String.class,
                format = "date-time")
        Optional<Instant> watermark) {

    public ObjectivesAnswer {
        objectives = List.copyOf(objectives);
    }

    /** One objective, kept as an alert rule about its budget of errors. */
    @Schema(name = "Objective", description = "One objective, kept as an alert rule about its budget of errors.")
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    public record Objective(
            @Schema(description = "Number of the alert rule.", examples = "7")
            long ruleId,

            @Schema(description = "Its name.", examples = "Checkout answers")
            String name,

            @Schema(
                    description = "The search that finds the spans it is about, in the time from `from` to `to`.",
                    examples = "service = \"checkout\" && kind = server")
            String search,

            @Schema(
                    description = "The search that finds those that are not good.",
                    examples = "service = \"checkout\" && kind = server && status = error")
            String badSearch,

            @Schema(description = "The share of spans that is to be good.", examples = "0.999")
            double objective,

            @Schema(
                    description = "A span that takes longer is not good; absent when one that fails is not.",
                    implementation = Long.class,
                    examples = "300")
            OptionalLong latencyMillis,

            @Schema(description = "Start of its period.", implementation = String.class, format = "date-time")
            Instant from,

            @Schema(description = "End of it: now.", implementation = String.class, format = "date-time")
            Instant to,

            @Schema(description = "Spans of the period, sampled ones as many as they stand for.", examples = "120000")
            double spans,

            @Schema(description = "Those that were not good.", examples = "60")
            double badSpans,

            @Schema(
                    description = "The share that was good; absent without spans.",
                    implementation = Double.class,
                    examples = "0.9995")
            Optional<Double> attained,

            @Schema(
                    description = "Share of the budget that is left: 1 when all spans were good, below 0 when more"
                            + " was spent than there is. Absent without spans.",
                    implementation = Double.class,
                    examples = "0.5")
            Optional<Double> budgetLeft,

            @Schema(
                    description = "How fast it is burnt now, window by window; empty while the latest spans are not"
                            + " counted yet.")
            List<Burn> burns,

            @Schema(description = "Piece by piece of the period; those without spans are left out.")
            List<Piece> pieces) {

        public Objective {
            burns = List.copyOf(burns);
            pieces = List.copyOf(pieces);
        }
    }

    /** How fast a budget is burnt over a pair of windows that end now. */
    @Schema(name = "ObjectiveBurn", description = "How fast a budget is burnt over a pair of windows that end now.")
    public record Burn(
            @Schema(description = "Length of the long window.", examples = "3600")
            int longSeconds,

            @Schema(description = "Length of the short one.", examples = "300")
            int shortSeconds,

            @Schema(
                    description = "How many times as fast as would use up the budget in exactly its period, over the"
                            + " long window.",
                    examples = "0.4")
            double longBurnRate,

            @Schema(description = "Likewise over the short window.", examples = "0.0")
            double shortBurnRate,

            @Schema(description = "What is too fast, over both.", examples = "14.4")
            double allowed) {}

    /** Spans of one piece of the period. */
    @Schema(name = "ObjectivePiece", description = "Spans of one piece of the period, a thirtieth of it.")
    public record Piece(
            @Schema(description = "Its start.", implementation = String.class, format = "date-time")
            Instant time,

            @Schema(description = "Its spans.", examples = "4000")
            double spans,

            @Schema(description = "Those that were not good.", examples = "2")
            double badSpans,

            @Schema(description = "Share of the period's budget that is left at its end.", examples = "0.98")
            double budgetLeft) {}
}
