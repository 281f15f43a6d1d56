package dev.quipu.analysis.rates;

import dev.quipu.analysis.client.Ledger;
import dev.quipu.analysis.client.LedgerQuery;
import dev.quipu.model.Signal;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The three rates of a window. */
@Schema(description = "What share of the records of a window was collected, stored and analysed.")
public record Rates(
        @Schema(
                description = "Start of the window: the first of the whole minutes it is made of.",
                implementation = String.class,
                format = "date-time")
        Instant from,

        @Schema(
                description = "End of the window: the minute after its last.",
                implementation = String.class,
                format = "date-time")
        Instant to,

        @Schema(description = "The signal asked for; empty when all are taken together.", examples = "traces")
        String signal,

        @Schema(description = "The service asked for; empty when all are taken together.", examples = "checkout")
        String service,

        @Schema(
                description = "Everything acknowledged before this is counted.",
                implementation = String.class,
                format = "date-time")
        Instant watermark,

        @Schema(description = "R_collect, R_store and R_analyze.")
        List<Rate> rates,

        @Schema(
                description =
                        "How exact the evidence of missing records is, or why there is none; empty when nothing is to"
                                + " be said.")
        List<String> notes,

        @Schema(description = "Equations of the ledger that do not hold; none when all is well.")
        List<OpenEquation> openEquations) {

    public Rates {
        rates = List.copyOf(rates);
        notes = List.copyOf(notes);
        openEquations = List.copyOf(openEquations);
    }

    /** An equation of the ledger that does not hold. */
    @Schema(name = "OpenEquation", description = "An equation of the ledger that does not hold.")
    public record OpenEquation(
            @Schema(description = "The equation.", examples = "stored = live + expired + erased")
            String equation,

            @Schema(description = "Its left side less its right.", examples = "3")
            long difference) {}

    static Rates of(LedgerQuery query, Ledger ledger) {
        return new Rates(
                ledger.from(),
                ledger.to(),
                query.signal().map(Signal::label).orElse(""),
                query.service().orElse(""),
                ledger.watermark(),
                of(ledger.total()),
                ledger.total().missing().notes(),
                ledger.total().equations().stream()
                        .filter(equation -> equation.difference() != 0)
                        .map(open -> new OpenEquation(open.name(), open.difference()))
                        .toList());
    }

    /** R_collect, R_store and R_analyze, in the order of the records' way. */
    public static List<Rate> of(Ledger.Counts counts) {
        return List.of(Rate.collect(counts), Rate.store(counts), Rate.analyze(counts));
    }
}
