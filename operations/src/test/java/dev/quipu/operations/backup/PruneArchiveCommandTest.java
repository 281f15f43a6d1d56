package dev.quipu.operations.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class PruneArchiveCommandTest {

    @Test
    void letsGoWhatIsBeforeTheBackupOnEveryTimeline() {
        assertThat(PruneArchiveCommand.superfluous(
                        List.of(
                                "000000010000000000000004",
                                "000000010000000000000005.partial",
                                "000000020000000000000005",
                                "000000020000000000000006",
                                "00000002.history",
                                "000000020000000000000007.partial"),
                        "0000000000000006"))
                .containsExactly(
                        "000000010000000000000004", "000000010000000000000005.partial", "000000020000000000000005");
    }
}
