package dev.quipu.analysis.ledger;

import dev.quipu.analysis.client.Ledger;
import dev.quipu.analysis.rates.Rate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * Something that lies between what was produced and what was analysed. The differences of the rates, and the equations of
 * {@code offered}, of {@code collected} and of {@code analysed} where they do not hold, add up to produced less
 * analysed; other equations that do not hold stand beside them.
 */
@Schema(name = "OpenDifference", description = "Something that lies between what was produced and what was analysed.")
public record OpenDifference(
        @Schema(
                description =
                        "missing_measured, missing_reported, missing_inferred, rejected:REASON, sampled_out:POLICY,"
                                + " refused:REASON, spooled:COLLECTOR, quarantined:REASON, pending, failed:REASON,"
                                + " expired_before_analysis, erased, or equation:EQUATION for one that does not hold.",
                examples = "spooled:collector-0")
        String name,

        @Schema(
                description = "How many records; of an equation its left side less its right, which of set-hashes is no"
                        + " number of records.",
                examples = "120")
        long records,

        @Schema(
                description = "What it means, and what can be done or asked next.",
                examples = "Collector collector-0 holds them durably, as it last said, and brings them to storage when"
                        + " storage takes them: GET /v1/spools of storage lists what each collector holds.")
        String meaning) {

    private static final String EQUATION = "equation:";

    /**
     * In the order of the records' way; none at rest. What SDKs report is one difference, whatever the reason. What a rate
     * cannot explain is what one of the equations is out by, and is named by that.
     */
    static List<OpenDifference> all(Ledger.Counts counts, List<Rate> rates, List<Equation> equations) {
        List<OpenDifference> open = new ArrayList<>();
        for (Rate rate : rates) {
            for (Rate.Difference difference : rate.differences()) {
                if (!difference.name().equals(Rate.MISSING_REPORTED)) {
                    named(difference, counts).ifPresent(open::add);
                } else if (!isLast(open, Rate.MISSING_REPORTED)) {
                    open.add(reported(counts));
                }
            }
        }
        equations.stream()
                .filter(equation -> !equation.holds())
                .map(equation -> new OpenDifference(
                        EQUATION + equation.name(), equation.difference(), Meaning.ofEquation(equation)))
                .forEach(open::add);
        return open;
    }

    private static boolean isLast(List<OpenDifference> open, String name) {
        return !open.isEmpty() && open.get(open.size() - 1).name().equals(name);
    }

    private static Optional<OpenDifference> named(Rate.Difference difference, Ledger.Counts counts) {
        if (difference.name().equals(Rate.UNEXPLAINED)) {
            return Optional.empty();
        }
        String name = difference.reason().isEmpty() ? difference.name() : difference.name() + ":" + difference.reason();
        String meaning = Meaning.of(difference, counts.missing().inferredNote());
        return Optional.of(new OpenDifference(name, difference.records(), meaning));
    }

    private static OpenDifference reported(Ledger.Counts counts) {
        Ledger.Missing missing = counts.missing();
        String reasons = missing.reported().entrySet().stream()
                .map(entry -> (entry.getKey().isEmpty() ? "no reason" : entry.getKey()) + " " + entry.getValue())
                .collect(Collectors.joining(", "));
        return new OpenDifference(
                Rate.MISSING_REPORTED,
                Ledger.sum(missing.reported()),
                Meaning.ofReported(reasons, missing.reportedNote()));
    }
}
