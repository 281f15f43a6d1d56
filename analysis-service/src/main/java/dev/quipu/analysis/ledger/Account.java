package dev.quipu.analysis.ledger;

import dev.quipu.analysis.client.Ledger;
import dev.quipu.analysis.rates.Rate;
import dev.quipu.analysis.rates.Rates;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What became of some records, and what of it is open. */
@Schema(name = "LedgerAccount", description = "What became of some records, and what of it is open.")
public record Account(
        @Schema(description = "The counts.") Flow counts,

        @Schema(description = "R_collect, R_store and R_analyze, each with the evidence it stands on.")
        List<Rate> rates,

        @Schema(description = "The equations, those that hold among them.")
        List<Equation> equations,

        @Schema(
                description = "Each difference between what was produced and what was analysed, and each equation that"
                        + " does not hold; empty at rest.")
        List<OpenDifference> open) {

    public Account {
        rates = List.copyOf(rates);
        equations = List.copyOf(equations);
        open = List.copyOf(open);
    }

    static Account of(Ledger.Counts counts) {
        List<Rate> rates = Rates.of(counts);
        List<Equation> equations = Equation.all(counts);
        long produced = rates.get(0).denominator().records();
        return new Account(Flow.of(produced, counts), rates, equations, OpenDifference.all(counts, rates, equations));
    }
}
