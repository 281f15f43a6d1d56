package dev.quipu.analysis.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quipu.analysis.BadParameterException;
import dev.quipu.analysis.LedgerCounts;
import dev.quipu.analysis.client.LedgerQuery.Grouping;
import dev.quipu.analysis.rates.Rate;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AccountTest {

    private static final String OFFERED = "equation:offered = collected + duplicate + rejected + sampled out + refused";
    private static final String COLLECTED = "equation:collected = stored + spooled + quarantined";
    private static final String ANALYSED =
            "equation:stored = analysed + pending + failed + expired before analysis + erased";

    /** Everything that can be open, each with a number of its own. */
    private static LedgerCounts everything() {
        return new LedgerCounts()
                .rejected("no id", 1)
                .sampledOut("1 in 10", 2)
                .refused("no room", 4)
                .measured(8)
                .reported("queue_full", 16)
                .reported("timeout", 32)
                .inferred(64)
                .inferredNote("an estimate from 1 in 4 traces")
                .spooled("collector-0", 128)
                .quarantined("column name", 256)
                .pending(512)
                .failed("poison", 1024)
                .expiredBeforeAnalysis(2048)
                .erased(4096)
                .analysed(1_000_000)
                .duplicate(77);
    }

    @Test
    void nothingIsOpenAtRest() {
        Account account =
                Account.of(new LedgerCounts().analysed(100).duplicate(3).build());
        assertThat(account.open()).isEmpty();
        assertThat(account.rates()).extracting(Rate::value).containsExactly(1.0, 1.0, 1.0);
        assertThat(account.equations()).allMatch(Equation::holds);
        assertThat(account.counts().produced()).isEqualTo(100);
    }

    @Test
    void whatAQuotaKeptOutIsNoTroubleAndNoFaultOfRecords() {
        Account account = Account.of(new LedgerCounts()
                .rejected("quota_series", 3)
                .refused("quota_bytes", 5)
                .build());
        assertThat(account.open())
                .hasSize(2)
                .allSatisfy(open -> assertThat(open.meaning()).contains("quota", "PUT /v1/quotas"));
    }

    @Test
    void namesEachOpenDifferenceInTheOrderOfTheRecordsWay() {
        assertThat(Account.of(everything().build()).open())
                .extracting(open -> open.name() + " " + open.records())
                .containsExactly(
                        "rejected:no id 1",
                        "sampled_out:1 in 10 2",
                        "refused:no room 4",
                        "missing_measured 8",
                        "missing_reported 48",
                        "missing_inferred 64",
                        "spooled:collector-0 128",
                        "quarantined:column name 256",
                        "pending 512",
                        "failed:poison 1024",
                        "expired_before_analysis 2048",
                        "erased 4096");
    }

    @Test
    void saysOfEachWhatItMeansAndWhatCanBeAsked() {
        assertThat(Account.of(everything().lostStored(3).build()).open())
                .allSatisfy(open -> assertThat(open.meaning())
                        .startsWith(open.meaning().substring(0, 1).toUpperCase(Locale.ROOT))
                        .contains("GET /")
                        .endsWith(".")
                        .doesNotContain(". "));
    }

    @Test
    void saysByWhichReasonsSdksLostRecordsAndHowExactAnInferenceIs() {
        Account account = Account.of(
                everything().reportedNote("counted only from noon on").build());
        assertThat(account.open())
                .anySatisfy(open ->
                        assertThat(open.meaning()).contains("(queue_full 16, timeout 32; counted only from noon on)"))
                .anySatisfy(open -> assertThat(open.meaning()).contains("(an estimate from 1 in 4 traces)"));
        assertThat(account.counts().notes())
                .containsExactly("counted only from noon on", "an estimate from 1 in 4 traces");
    }

    @Test
    void namesEachEquationThatDoesNotHold() {
        Account account = Account.of(new LedgerCounts()
                .analysed(100)
                .lostOffered(5)
                .lostCollected(-3)
                .lostStored(2)
                .equation("set-hash of stored = set-hash of live + expired + erased", 99)
                .build());
        assertThat(account.open())
                .extracting(open -> open.name() + " " + open.records())
                .containsExactly(
                        OFFERED + " 5",
                        COLLECTED + " -3",
                        "equation:set-hash of stored = set-hash of live + expired + erased 99",
                        ANALYSED + " 2");
        assertThat(account.equations()).extracting(Equation::holds).containsExactly(false, false, false, true, false);
    }

    @Test
    void tellsAnEquationOfStoragesOnce() {
        Account account = Account.of(new LedgerCounts()
                .analysed(1)
                .equation("collected = stored + spooled + quarantined", 0)
                .build());
        assertThat(account.equations()).extracting(Equation::name).doesNotHaveDuplicates();
    }

    @Test
    void whatIsOpenAddsUpToProducedLessAnalysed() {
        Random random = new Random(7);
        for (int round = 0; round < 200; round++) {
            Account account = Account.of(everything()
                    .analysed(random.nextInt(1000))
                    .measured(random.nextInt(3))
                    .spooled("collector-1", random.nextInt(1000))
                    .lostOffered(random.nextInt(9) - 4)
                    .lostCollected(random.nextInt(9) - 4)
                    .lostStored(random.nextInt(9) - 4)
                    .build());
            assertThat(account.open().stream()
                            .mapToLong(OpenDifference::records)
                            .sum())
                    .isEqualTo(account.counts().produced() - account.counts().analysed());
        }
    }

    @Test
    void doesNotInferUnasked() {
        Account account = Account.of(new LedgerCounts().analysed(1).build());
        assertThat(account.counts().inferred()).isEmpty();
        assertThat(Account.of(new LedgerCounts().analysed(1).inferred(0).build())
                        .counts()
                        .inferred())
                .contains(0L);
    }

    @Test
    void readsGroupings() {
        assertThat(LedgerReader.groupings("minute, component"))
                .containsExactlyInAnyOrder(Grouping.MINUTE, Grouping.COMPONENT);
        assertThat(LedgerReader.groupings("none")).isEmpty();
        assertThatThrownBy(() -> LedgerReader.groupings("hour"))
                .isInstanceOf(BadParameterException.class)
                .hasMessage("groupBy: expected minute, signal or component, or none alone, got 'hour'");
    }
}
