package dev.quipu.benchmarks.rig.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quipu.benchmarks.rig.client.Acknowledged;
import dev.quipu.benchmarks.rig.client.Journal;
import dev.quipu.benchmarks.rig.client.RequestSource;
import dev.quipu.benchmarks.rig.client.Sums;
import dev.quipu.model.Signal;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ComparisonTest {

    private static final RequestSource SOURCE = new RequestSource(1, 0, 10, 1);
    private static final Signal SIGNAL = SOURCE.signal(0);
    private static final Sums SUMS = new Sums(10, 77);
    private static final Acknowledged CLIENT = Acknowledged.of(List.of(new Journal.Entry(0, SIGNAL, SUMS)));

    @Test
    void holdsWhenAllAreTheSame() {
        assertThat(failures(SUMS, "", stored(0, 10, 0))).isEmpty();
    }

    @Test
    void namesAnotherHashOfTheLedger() {
        assertThat(failures(new Sums(10, 78), "", stored(0, 10, 0)))
                .containsExactly(SIGNAL.label() + " stored by the ledger", SIGNAL.label() + " live by the ledger");
    }

    @Test
    void namesAnEquationThatDoesNotHold() {
        assertThat(failures(SUMS, "stored = live is out by 1", stored(0, 10, 0)))
                .containsExactly(SIGNAL.label() + " equations of the ledger");
    }

    @Test
    void countsWhatIsMissing() {
        assertThat(failures(SUMS, "", stored(2, 10, 0))).containsExactly("records acknowledged and not stored");
    }

    @Test
    void countsWhatNobodyWasToldOf() {
        assertThat(failures(SUMS, "", stored(0, 12, 0))).containsExactly("records stored and not acknowledged");
    }

    @Test
    void countsWhatIsThereTwice() {
        assertThat(failures(SUMS, "", stored(0, 10, 1))).containsExactly("records stored twice");
    }

    private static StoredRecords stored(int from, int to, int seenTwice) {
        BitSet numbers = new BitSet();
        numbers.set(from, to);
        return new StoredRecords(Map.of(SIGNAL, SUMS), Map.of(SIGNAL, numbers), seenTwice, 0);
    }

    private static List<String> failures(Sums ledger, String differences, StoredRecords stored) {
        return Comparison.of(SOURCE, CLIENT, Map.of(SIGNAL, new LedgerSums(ledger, ledger, 0, differences)), stored)
                .stream()
                .filter(check -> !check.holds())
                .map(Check::name)
                .toList();
    }
}
