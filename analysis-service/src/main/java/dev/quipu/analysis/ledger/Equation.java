package dev.quipu.analysis.ledger;

import dev.quipu.analysis.client.Ledger;
import java.util.List;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** An equation of the ledger. */
@Schema(name = "LedgerEquation", description = "An equation of the ledger.")
public record Equation(
        @Schema(description = "The equation.", examples = "stored = live + expired + erased")
        String name,

        @Schema(description = "Whether it holds.", examples = "true")
        boolean holds,

        @Schema(description = "Its left side less its right.", examples = "0")
        long difference) {

    private static final String OFFERED = "offered = collected + duplicate + rejected + sampled out + refused";
    private static final String COLLECTED = "collected = stored + spooled + quarantined";

    private static Equation of(String name, long difference) {
        return new Equation(name, difference == 0, difference);
    }

    /** In the order of the records' way: the two that this service tries on storage's counts, and storage's own. */
    static List<Equation> all(Ledger.Counts counts) {
        long offered = counts.offered()
                - counts.collected()
                - counts.duplicate()
                - Ledger.sum(counts.rejected())
                - Ledger.sum(counts.sampledOut())
                - Ledger.sum(counts.refused());
        long collected =
                counts.collected() - counts.stored() - Ledger.sum(counts.spooled()) - Ledger.sum(counts.quarantined());
        Stream<Equation> ofStorage = counts.equations().stream()
                .filter(equation -> !equation.name().equals(COLLECTED))
                .map(equation -> of(equation.name(), equation.difference()));
        return Stream.concat(Stream.of(of(OFFERED, offered), of(COLLECTED, collected)), ofStorage)
                .toList();
    }
}
