package dev.quipu.analysis.client;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * Storage's account of a window.
 *
 * @param total over all signals asked for
 * @param bySignal by signal; a signal that nothing was offered of is absent
 * @param watermark everything acknowledged before it is counted
 */
public record Ledger(Instant from, Instant to, Counts total, Map<String, Counts> bySignal, Instant watermark) {

    public Ledger {
        bySignal = Map.copyOf(bySignal);
    }

    /**
     * What became of records, in storage's words.
     *
     * @param rejected by reason
     * @param sampledOut by policy
     * @param refused by reason
     * @param failed by reason
     * @param differences equations of the ledger that do not hold
     */
    @RegisterForReflection
    public record Counts(
            long offered,
            long collected,
            long duplicate,
            Map<String, Long> rejected,
            @JsonProperty("sampledOutBy") Map<String, Long> sampledOut,
            @JsonProperty("refusedFor") Map<String, Long> refused,
            long stored,
            long analysed,
            long pending,
            Map<String, Long> failed,
            List<Difference> differences) {

        public Counts {
            rejected = Map.copyOf(rejected);
            sampledOut = Map.copyOf(sampledOut);
            refused = Map.copyOf(refused);
            failed = Map.copyOf(failed);
            differences = List.copyOf(differences);
        }
    }

    /** An equation that does not hold, and its left side less its right. */
    @RegisterForReflection
    public record Difference(String name, long difference) {}
}
