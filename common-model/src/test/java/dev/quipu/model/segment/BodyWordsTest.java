package dev.quipu.model.segment;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BodyWordsTest {

    @Test
    void foldsCaseOfAsciiOnly() {
        assertThat(BodyWords.of("Payment REFUSED")).containsExactly(BodyWords.of("payment refused"));
        assertThat(BodyWords.of("É")).doesNotContain(BodyWords.of("é"));
    }

    @Test
    void cutsAtWhatIsNeitherLetterNorDigit() {
        assertThat(BodyWords.of("order_id=42, naïve")).containsExactlyInAnyOrder(BodyWords.of("42 order_id naïve"));
    }

    @Test
    void leavesOutWhatIsTooShortOrTooLong() {
        assertThat(BodyWords.of("a " + "x".repeat(BodyWords.MAX_BYTES + 1))).isEmpty();
        assertThat(BodyWords.of("ab " + "x".repeat(BodyWords.MAX_BYTES))).hasSize(2);
    }

    @Test
    void knowsOnlyInnerWordsOfAPart() {
        assertThat(BodyWords.surelyIn("ment was refu")).containsExactly(BodyWords.of("was"));
        assertThat(BodyWords.surelyIn("timeout")).isEmpty();
        assertThat(BodyWords.surelyIn(" timeout ")).containsExactly(BodyWords.of("timeout"));
    }
}
