package dev.quipu.analysis.rates;

import dev.quipu.analysis.client.Ledger;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
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

    public static final String COLLECT = "R_collect";
    public static final String STORE = "R_store";
    public static final String ANALYZE = "R_analyze";

    /** Differences that others give a name of their own. */
    public static final String MISSING_REPORTED = "missing_reported";

    public static final String UNEXPLAINED = "unexplained";

    /** Storage's name for it. */
    static final String ANALYSIS_EQUATION = "stored = analysed + pending + failed + expired before analysis + erased";

    static final String OFFERED = "offered";
    static final String MEASURED = "measured";
    static final String REPORTED = "reported";
    static final String INFERRED = "inferred";

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
                    description =
                            "offered: they reached a door and were counted there. measured: a producer that numbers"
                                    + " its batches handed them over and they never came. reported: an SDK says that it lost"
                                    + " them itself. inferred: other spans name them as parents and they never came.",
                    enumeration = {OFFERED, MEASURED, REPORTED, INFERRED},
                    examples = OFFERED)
            String kind,

            @Schema(description = "How many records.", examples = "1000")
            long records) {}

    /** Why records of the denominator are not in the numerator. */
    @Schema(name = "RateDifference", description = "Why records of the denominator are not in the numerator.")
    public record Difference(
            @Schema(
                    description = "What became of them, in the ledger's words; unexplained: nothing says it.",
                    examples = "rejected")
            String name,

            @Schema(
                    description = "Why: the reason, the policy of sampled_out, the collector of spooled; empty when the"
                            + " name says it all.",
                    examples = "traceId: expected 16 bytes")
            String reason,

            @Schema(
                    description = "How many records; less than 0 where more are accounted for than there were.",
                    examples = "2")
            long records,

            @Schema(
                    description = "How it is known, as in the rate's evidence.",
                    enumeration = {OFFERED, MEASURED, REPORTED, INFERRED},
                    examples = OFFERED)
            String evidence) {}

    /**
     * Collected of what the sources produced: what reached a door and what is missing by any evidence. A retry is no
     * further record, so duplicates count on neither side. A record that was refused and taken when it came again
     * counts twice, once as refused, as nothing tells that it was the same; and so does one that is missing by two
     * kinds of evidence: the rate is never better than the truth.
     */
    static Rate collect(Ledger.Counts counts) {
        Ledger.Missing missing = counts.missing();
        long once = counts.offered() - counts.duplicate();
        long reported = Ledger.sum(missing.reported());
        long inferred = missing.inferred().orElse(0);
        Part collected = new Part("collected", counts.collected());
        Part total = new Part("total", once + missing.measured() + reported + inferred);
        Differences differences = new Differences();
        differences.addAll("rejected", counts.rejected(), OFFERED);
        differences.addAll("sampled_out", counts.sampledOut(), OFFERED);
        differences.addAll("refused", counts.refused(), OFFERED);
        differences.add("missing_measured", "", missing.measured(), MEASURED);
        differences.addAll(MISSING_REPORTED, missing.reported(), REPORTED);
        differences.add("missing_inferred", "", inferred, INFERRED);
        differences.addRest(collected, total);
        return new Rate(
                COLLECT,
                share(collected, total),
                collected,
                total,
                evidence(once, missing.measured(), reported, inferred),
                differences.named);
    }

    /** Stored of what was collected. */
    static Rate store(Ledger.Counts counts) {
        Part stored = new Part("stored", counts.stored());
        Part collected = new Part("collected", counts.collected());
        Differences differences = new Differences();
        differences.addAll("spooled", counts.spooled(), OFFERED);
        differences.addAll("quarantined", counts.quarantined(), OFFERED);
        differences.addRest(stored, collected);
        return ofOffered(STORE, stored, collected, differences);
    }

    /**
     * Analysed of what was stored. Storage does not count by itself what retention let go unanalysed, but its last
     * equation has it on its right side: it is what all others of the equation leave, less what the equation is out by.
     */
    static Rate analyze(Ledger.Counts counts) {
        Part analysed = new Part("analysed", counts.analysed());
        Part stored = new Part("stored", counts.stored());
        long gone = counts.stored()
                - counts.analysed()
                - counts.pending()
                - Ledger.sum(counts.failed())
                - counts.erased()
                - outBy(ANALYSIS_EQUATION, counts);
        Differences differences = new Differences();
        differences.add("pending", "", counts.pending(), OFFERED);
        differences.addAll("failed", counts.failed(), OFFERED);
        differences.add("expired_before_analysis", "", gone, OFFERED);
        differences.add("erased", "", counts.erased(), OFFERED);
        differences.addRest(analysed, stored);
        return ofOffered(ANALYZE, analysed, stored, differences);
    }

    private static long outBy(String equation, Ledger.Counts counts) {
        return counts.equations().stream()
                .filter(one -> one.name().equals(equation))
                .mapToLong(Ledger.Equation::difference)
                .sum();
    }

    private static Rate ofOffered(String name, Part numerator, Part denominator, Differences differences) {
        return new Rate(
                name,
                share(numerator, denominator),
                numerator,
                denominator,
                evidence(denominator.records(), 0, 0, 0),
                differences.named);
    }

    private static double share(Part numerator, Part denominator) {
        return denominator.records() == 0 ? 1 : (double) numerator.records() / denominator.records();
    }

    private static List<Evidence> evidence(long offered, long measured, long reported, long inferred) {
        return List.of(
                new Evidence(OFFERED, offered),
                new Evidence(MEASURED, measured),
                new Evidence(REPORTED, reported),
                new Evidence(INFERRED, inferred));
    }

    /** Gathers the differences of one rate, and names what they leave open, also when it is less than nothing. */
    private static final class Differences {
        private final List<Difference> named = new ArrayList<>();
        private long records;

        void add(String name, String reason, long count, String evidence) {
            if (count != 0) {
                named.add(new Difference(name, reason, count, evidence));
                records += count;
            }
        }

        void addAll(String name, SortedMap<String, Long> byReason, String evidence) {
            byReason.forEach((reason, count) -> add(name, reason, count, evidence));
        }

        void addRest(Part numerator, Part denominator) {
            add(UNEXPLAINED, "", denominator.records() - numerator.records() - records, OFFERED);
        }
    }
}
