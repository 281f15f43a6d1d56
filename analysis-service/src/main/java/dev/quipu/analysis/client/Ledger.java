package dev.quipu.analysis.client;

import dev.quipu.model.Component;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Storage's account of a window.
 *
 * @param total over all that was asked for
 * @param lines one for each group asked for; of a group that nothing is known of there is none
 * @param watermark everything acknowledged before it is counted
 */
public record Ledger(Instant from, Instant to, Counts total, List<Line> lines, Instant watermark) {

    public Ledger {
        lines = List.copyOf(lines);
    }

    /**
     * The counts of one group; what is not told apart, and the component of records of which it is not known, is empty.
     *
     * @param minute of collection
     * @param signal its label
     */
    public record Line(
            Optional<Instant> minute, Optional<String> signal, Optional<Component> component, Counts counts) {}

    /**
     * What became of records, in storage's words.
     *
     * @param missing those that reached no door
     * @param rejected by reason
     * @param sampledOut by policy
     * @param refused by reason
     * @param spooled by collector
     * @param quarantined by reason
     * @param live counted in the segments, not in the ledger
     * @param failed by reason
     * @param equations those that storage tried
     */
    public record Counts(
            Missing missing,
            long offered,
            long collected,
            long duplicate,
            SortedMap<String, Long> rejected,
            SortedMap<String, Long> sampledOut,
            SortedMap<String, Long> refused,
            SortedMap<String, Long> spooled,
            SortedMap<String, Long> quarantined,
            long stored,
            long live,
            long expired,
            long erased,
            long analysed,
            long pending,
            SortedMap<String, Long> failed,
            SetHashes setHashes,
            List<Equation> equations) {

        public Counts {
            rejected = sorted(rejected);
            sampledOut = sorted(sampledOut);
            refused = sorted(refused);
            spooled = sorted(spooled);
            quarantined = sorted(quarantined);
            failed = sorted(failed);
            equations = List.copyOf(equations);
        }
    }

    /**
     * Records that sources made and that reached no door, as far as there is evidence.
     *
     * @param measured producers that number their batches handed them over
     * @param reported by the reason that SDKs give
     * @param reportedNote what is missing of the reported ones; empty when nothing
     * @param inferred named as parents and never seen; empty when it was not asked for or there is no answer
     * @param inferredNote how exact the inferred ones are, or why there are none; empty when they are exact
     */
    public record Missing(
            long measured,
            SortedMap<String, Long> reported,
            Optional<String> reportedNote,
            OptionalLong inferred,
            Optional<String> inferredNote) {

        public Missing {
            reported = sorted(reported);
        }

        /** What is to be said of the evidence; none when it is all there and exact. */
        public List<String> notes() {
            return Stream.concat(reportedNote.stream(), inferredNote.stream()).toList();
        }
    }

    /** Sums of the records' hashes modulo 2^64, in hex: equal sums mean the same records. */
    public record SetHashes(String stored, String live, String expired, String erased) {}

    /** @param difference its left side less its right; 0 when it holds */
    public record Equation(String name, long difference) {}

    public static long sum(Map<String, Long> byReason) {
        return byReason.values().stream().mapToLong(Long::longValue).sum();
    }

    private static SortedMap<String, Long> sorted(Map<String, Long> counts) {
        return Collections.unmodifiableSortedMap(new TreeMap<>(counts));
    }
}
