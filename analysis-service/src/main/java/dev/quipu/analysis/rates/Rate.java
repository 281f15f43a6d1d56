package dev.quipu.analysis.rates;

import dev.quipu.analysis.client.Ledger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * One of the three rates. What its denominator has and its numerator has not is named, record by record, in
 * {@code differences}.
 */
@Schema(description = "A share of the records, and the name of every difference from the whole.")
public record Rate(
        @Schema(
                description = "Collected of what the sources produced, stored of what was collected, analysed of what"
                        + " was stored.",
                enumeration = {Rate.COLLECT, Rate.STORE, Rate.ANALYZE},
                examples = Rate.COLLECT)
        String name,

        @Schema(description = "Numerator by denominator; 1 when there were no records.", examples = "0.998")
        double value,

        @Schema(description = "The records that fared well.")
        Part numerator,

        @Schema(description = "The records that there were.")
        Part denominator,

        @Schema(description = "How many records of the denominator come from which evidence.")
        List<Evidence> evidence,

        @Schema(description = "What lies between numerator and denominator; the records add up to it.")
        List<Difference> differences) {

    static final String COLLECT = "R_collect";
    static final String STORE = "R_store";
    static final String ANALYZE = "R_analyze";

    private static final String MEASURED = "measured";

    public Rate {
        evidence = List.copyOf(evidence);
        differences = List.copyOf(differences);
    }

    /** One side of a rate. */
    @Schema(name = "RatePart", description = "One side of a rate.")
    public record Part(
            @Schema(description = "What is counted, in the ledger's words.", examples = "collected")
            String name,

            @Schema(description = "How many records.", examples = "998")
            long records) {}

    /** How it is known of records that they were. */
    @Schema(name = "RateEvidence", description = "How it is known of records that they were.")
    public record Evidence(
            @Schema(
                    description = "measured: they reached a door and were counted there. reported: a source says that"
                            + " it dropped them itself. inferred: others point to them and they never came.",
                    enumeration = {"measured", "reported", "inferred"},
                    examples = MEASURED)
            String kind,

            @Schema(description = "How many records.", examples = "1000")
            long records) {}

    /** Why records of the denominator are not in the numerator. */
    @Schema(name = "RateDifference", description = "Why records of the denominator are not in the numerator.")
    public record Difference(
            @Schema(description = "What became of them, in the ledger's words.", examples = "rejected")
            String name,

            @Schema(description = "Why; empty when the name says it all.", examples = "traceId: expected 16 bytes")
            String reason,

            @Schema(description = "How many records.", examples = "2")
            long records,

            @Schema(
                    description = "How it is known.",
                    enumeration = {"measured", "reported", "inferred"},
                    examples = MEASURED)
            String evidence) {}

    /** Collected of what the sources produced. A retry is no further record: duplicates count on neither side. */
    static Rate collect(Ledger.Counts counts) {
        Part collected = new Part("collected", counts.collected());
        Part total = new Part("total", counts.offered() - counts.duplicate());
        Differences differences = new Differences();
        differences.addAll("rejected", counts.rejected());
        differences.addAll("sampled_out", counts.sampledOut());
        differences.addAll("refused", counts.refused());
        differences.addRest("unexplained", collected, total);
        return differences.rate(COLLECT, collected, total);
    }

    /** Stored of what was collected. */
    static Rate store(Ledger.Counts counts) {
        Part stored = new Part("stored", counts.stored());
        Part collected = new Part("collected", counts.collected());
        Differences differences = new Differences();
        differences.addRest("spooled", stored, collected);
        return differences.rate(STORE, stored, collected);
    }

    /** Analysed of what was stored. */
    static Rate analyze(Ledger.Counts counts) {
        Part analysed = new Part("analysed", counts.analysed());
        Part stored = new Part("stored", counts.stored());
        Differences differences = new Differences();
        differences.add("pending", "", counts.pending());
        differences.addAll("failed", counts.failed());
        differences.addRest("expired or erased before analysis", analysed, stored);
        return differences.rate(ANALYZE, analysed, stored);
    }

    /** Gathers the differences of one rate, and names what they leave open. */
    private static final class Differences {
        private final List<Difference> named = new ArrayList<>();
        private long records;

        void add(String name, String reason, long count) {
            if (count > 0) {
                named.add(new Difference(name, reason, count, MEASURED));
                records += count;
            }
        }

        void addAll(String name, Map<String, Long> byReason) {
            byReason.entrySet().stream()
                    .sorted(Map.Entry.comparingByKey())
                    .forEach(entry -> add(name, entry.getKey(), entry.getValue()));
        }

        /** Names what the differences added so far leave open. */
        void addRest(String name, Part numerator, Part denominator) {
            add(name, "", denominator.records() - numerator.records() - records);
        }

        Rate rate(String name, Part numerator, Part denominator) {
            double value = denominator.records() == 0 ? 1 : (double) numerator.records() / denominator.records();
            List<Evidence> evidence = List.of(
                    new Evidence(MEASURED, denominator.records()),
                    new Evidence("reported", 0),
                    new Evidence("inferred", 0));
            return new Rate(name, value, numerator, denominator, evidence, named);
        }
    }
}
