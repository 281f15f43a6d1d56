package dev.quipu.access.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ChainCheckTest {

    private static final Instant START = Instant.parse("2026-03-01T12:00:00.000001Z");
    private static final SigningKey KEY = SigningKey.generate();

    private final List<ChainedEntry> chain = chain(20);
    private final List<Checkpoint> checkpoints = new ArrayList<>(List.of(signed(chain, 10), signed(chain, 20)));

    private static List<ChainedEntry> chain(int length) {
        List<ChainedEntry> chain = new ArrayList<>();
        AuditHash last = AuditEntry.START;
        for (int i = 1; i <= length; i++) {
            ChainedEntry next = ChainedEntry.after(last, entry(i, "s" + i));
            chain.add(next);
            last = next.hash();
        }
        return chain;
    }

    private static AuditEntry entry(long sequence, String subject) {
        return new AuditEntry(
                sequence,
                START.plusSeconds(sequence),
                "default",
                "ops",
                "admin",
                "silence.add",
                subject,
                AuditEntry.DONE,
                "detail of " + subject);
    }

    private static Checkpoint signed(List<ChainedEntry> chain, int sequence) {
        return Checkpoint.sign(sequence, chain.get(sequence - 1).hash(), START.plusSeconds(sequence), KEY);
    }

    private List<Finding> findings(long head) {
        ChainCheck check = new ChainCheck(checkpoints, Set.of(KEY.publicKey()));
        chain.forEach(check::accept);
        return check.end(head);
    }

    private List<Finding.Kind> kinds() {
        return findings(20).stream().map(Finding::kind).toList();
    }

    /** From there on as if it had been so from the start. */
    private void rewriteFrom(int sequence) {
        AuditHash last =
                sequence == 1 ? AuditEntry.START : chain.get(sequence - 2).hash();
        for (int i = sequence - 1; i < chain.size(); i++) {
            ChainedEntry next = ChainedEntry.after(last, chain.get(i).entry());
            chain.set(i, next);
            last = next.hash();
        }
    }

    @Test
    void findsNothingInWhatWasWritten() {
        assertThat(findings(20)).isEmpty();
    }

    @Test
    void findsNothingInAnEmptyChain() {
        assertThat(new ChainCheck(List.of(), Set.of()).end(0)).isEmpty();
    }

    @Test
    void findsAnEditedEntry() {
        chain.set(4, new ChainedEntry(entry(5, "another"), chain.get(4).hash()));
        assertThat(findings(20)).singleElement().satisfies(finding -> {
            assertThat(finding.kind()).isEqualTo(Finding.Kind.EDITED);
            assertThat(finding.sequence()).isEqualTo(5);
        });
    }

    @Test
    void findsAnEditedHash() {
        chain.set(4, new ChainedEntry(chain.get(4).entry(), chain.get(9).hash()));
        assertThat(kinds()).containsExactly(Finding.Kind.EDITED, Finding.Kind.EDITED);
    }

    @Test
    void findsARemovedEntry() {
        chain.remove(4);
        assertThat(findings(20)).singleElement().satisfies(finding -> {
            assertThat(finding.kind()).isEqualTo(Finding.Kind.REMOVED);
            assertThat(finding.text()).isEqualTo("expected entries 5 to 5, got none");
        });
    }

    @Test
    void findsARemovedFirstEntry() {
        chain.remove(0);
        assertThat(kinds()).containsExactly(Finding.Kind.REMOVED);
    }

    @Test
    void findsEntriesThatChangedPlacesWithTheirHashes() {
        ChainedEntry first = chain.get(4);
        ChainedEntry second = chain.get(11);
        chain.set(4, new ChainedEntry(second.entry().at(5), second.hash()));
        chain.set(11, new ChainedEntry(first.entry().at(12), first.hash()));
        assertThat(kinds()).contains(Finding.Kind.REORDERED);
        assertThat(findings(20).stream()
                        .filter(finding -> finding.kind() == Finding.Kind.REORDERED)
                        .map(Finding::sequence))
                .contains(5L, 12L);
    }

    @Test
    void findsNeighboursThatChangedPlacesWithoutTheirHashes() {
        ChainedEntry first = chain.get(4);
        ChainedEntry second = chain.get(5);
        chain.set(4, new ChainedEntry(second.entry().at(5), first.hash()));
        chain.set(5, new ChainedEntry(first.entry().at(6), second.hash()));
        assertThat(kinds()).containsExactly(Finding.Kind.REORDERED, Finding.Kind.REORDERED);
    }

    @Test
    void findsEntriesThatComeInAnotherOrder() {
        Collections.swap(chain, 4, 5);
        assertThat(kinds()).contains(Finding.Kind.REORDERED);
    }

    @Test
    void findsThatTheEndIsCutOff() {
        chain.subList(15, 20).clear();
        assertThat(findings(15)).singleElement().satisfies(finding -> {
            assertThat(finding.kind()).isEqualTo(Finding.Kind.TRUNCATED);
            assertThat(finding.text()).isEqualTo("expected entries up to 20, got none after 15");
        });
    }

    @Test
    void findsThatTheEndIsCutOffByTheHeadAlone() {
        chain.subList(15, 20).clear();
        checkpoints.clear();
        assertThat(kinds()).containsExactly(Finding.Kind.TRUNCATED);
    }

    @Test
    void findsAChainThatWasRewritten() {
        chain.set(4, new ChainedEntry(entry(5, "another"), chain.get(4).hash()));
        rewriteFrom(5);
        assertThat(kinds()).containsExactly(Finding.Kind.REWRITTEN, Finding.Kind.REWRITTEN);
    }

    @Test
    void findsACheckpointThatAnotherKeySigned() {
        chain.set(14, new ChainedEntry(entry(15, "another"), chain.get(14).hash()));
        rewriteFrom(15);
        checkpoints.set(1, Checkpoint.sign(20, chain.get(19).hash(), START.plusSeconds(20), SigningKey.generate()));
        assertThat(kinds()).containsExactly(Finding.Kind.FORGED_CHECKPOINT);
    }

    @Test
    void findsACheckpointWhoseHashWasEdited() {
        Checkpoint last = checkpoints.get(1);
        checkpoints.set(1, new Checkpoint(20, chain.get(3).hash(), last.at(), last.signature(), last.publicKey()));
        assertThat(kinds()).containsExactly(Finding.Kind.FORGED_CHECKPOINT);
    }

    @Test
    void findsThatACopyOfACheckpointSaysSomethingElse() {
        checkpoints.add(Checkpoint.sign(10, chain.get(2).hash(), START.plusSeconds(10), KEY));
        assertThat(kinds()).contains(Finding.Kind.REWRITTEN);
    }
}
