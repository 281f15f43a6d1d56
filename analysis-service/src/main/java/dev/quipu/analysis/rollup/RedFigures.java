package dev.quipu.analysis.rollup;

import dev.quipu.model.rollup.RollupCell;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Rate, errors and duration of some spans. */
@Schema(
        name = "RateErrorsDuration",
        description = "Rate, errors and duration of some spans. Where spans were sampled, each stands for as many as"
                + " its threshold says.")
public record RedFigures(
        @Schema(description = "Spans that are stored.", examples = "1200")
        long spans,

        @Schema(description = "Spans that were made, per second.", examples = "20.0")
        double ratePerSecond,

        @Schema(
                description = "Standard error of the rate, because spans were sampled; 0 when none was. The true rate"
                        + " is within twice of that in 19 of 20 cases.",
                examples = "0.0")
        double rateStandardError,

        @Schema(description = "Stored spans whose status is an error.", examples = "12")
        long errors,

        @Schema(description = "Share of the spans that were made whose status is an error.", examples = "0.01")
        double errorRatio,

        @Schema(
                description = "Mean duration; absent without spans.",
                implementation = Double.class,
                examples = "21000000.0")
        Optional<Double> meanNanos,

        @Schema(
                description = "Median duration, within 1 % of the exact one; absent without spans.",
                implementation = Double.class,
                examples = "18000000.0")
        Optional<Double> p50Nanos,

        @Schema(
                description = "What nine in ten spans do not exceed.",
                implementation = Double.class,
                examples = "40000000.0")
        Optional<Double> p90Nanos,

        @Schema(
                description = "What 19 in 20 spans do not exceed.",
                implementation = Double.class,
                examples = "60000000.0")
        Optional<Double> p95Nanos,

        @Schema(
                description = "What 99 in 100 spans do not exceed.",
                implementation = Double.class,
                examples = "110000000.0")
        Optional<Double> p99Nanos) {

    static RedFigures of(RedSum sum, long seconds) {
        RollupCell all = sum.all();
        return new RedFigures(
                all.spans(),
                all.weight() / seconds,
                all.weightStandardError() / seconds,
                sum.errors().spans(),
                all.weight() == 0 ? 0 : sum.errors().weight() / all.weight(),
                all.spans() == 0 ? Optional.empty() : Optional.of(all.sumNanos() / all.weight()),
                quantile(all, 0.5),
                quantile(all, 0.9),
                quantile(all, 0.95),
                quantile(all, 0.99));
    }

    private static Optional<Double> quantile(RollupCell cell, double quantile) {
        return cell.spans() == 0 ? Optional.empty() : Optional.of(cell.quantileNanos(quantile));
    }
}
