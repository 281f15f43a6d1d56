package dev.quipu.benchmarks.rig.check;

import dev.quipu.benchmarks.rig.client.Acknowledged;
import dev.quipu.benchmarks.rig.client.RequestSource;
import dev.quipu.benchmarks.rig.client.Sums;
import dev.quipu.model.Signal;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Holds the client's journal, the ledger and what is stored against each other. Pure. */
public final class Comparison {

    private Comparison() {}

    /**
     * @param ledger by signal, every signal
     */
    public static List<Check> of(
            RequestSource source, Acknowledged client, Map<Signal, LedgerSums> ledger, StoredRecords stored) {
        List<Check> checks = new ArrayList<>();
        for (Signal signal : Signal.values()) {
            Sums acknowledged = client.sums().getOrDefault(signal, Sums.NONE);
            LedgerSums counted = ledger.getOrDefault(signal, new LedgerSums(Sums.NONE, Sums.NONE, 0, ""));
            String name = signal.label();
            checks.add(Check.equal(
                    name + " stored by the ledger",
                    acknowledged.text(),
                    counted.stored().text()));
            checks.add(Check.equal(
                    name + " live by the ledger",
                    acknowledged.text(),
                    counted.live().text()));
            checks.add(Check.equal(
                    name + " in PostgreSQL",
                    acknowledged.text(),
                    stored.sums().getOrDefault(signal, Sums.NONE).text()));
            checks.add(Check.equal(name + " equations of the ledger", "all hold", holds(counted)));
        }
        Map<Signal, BitSet> expected = numbers(source, client);
        checks.add(Check.equal("records acknowledged and not stored", 0, missing(expected, stored.numbers())));
        checks.add(Check.equal("records stored and not acknowledged", 0, missing(stored.numbers(), expected)));
        checks.add(Check.equal("records stored twice", 0, stored.seenTwice()));
        checks.add(Check.equal("records without a number", 0, stored.withoutNumber()));
        return checks;
    }

    private static String holds(LedgerSums counted) {
        return counted.differences().isEmpty() ? "all hold" : counted.differences();
    }

    private static Map<Signal, BitSet> numbers(RequestSource source, Acknowledged client) {
        Map<Signal, BitSet> numbers = new EnumMap<>(Signal.class);
        client.requests().stream().forEach(request -> {
            int first = Math.multiplyExact(request, source.recordsPerRequest());
            numbers.computeIfAbsent(source.signal(request), unseen -> new BitSet())
                    .set(first, first + source.recordsPerRequest());
        });
        return numbers;
    }

    /** How many of the first are not among the second. */
    private static long missing(Map<Signal, BitSet> these, Map<Signal, BitSet> among) {
        long missing = 0;
        for (Map.Entry<Signal, BitSet> numbers : these.entrySet()) {
            BitSet rest = (BitSet) numbers.getValue().clone();
            rest.andNot(among.getOrDefault(numbers.getKey(), new BitSet()));
            missing += rest.cardinality();
        }
        return missing;
    }
}
