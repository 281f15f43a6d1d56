package dev.quipu.model.redaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LinearPatternTest {

    @ParameterizedTest
    @CsvSource({
        "sk_live_[a-z0-9]{24}, sk_live_",
        "acct-[0-9]+, acct-",
        "user\\.name=\\w+, user.name=",
        "abc+d, abc",
        "abx*cd, ab",
        "abx?cd, ab",
        "abx{0}cd, ab",
        "(abc)?de, de",
        "[xyz]abc, abc",
        "[]x]abc, abc",
        "[[:alpha:]|]abc, ''",
        "[^]]+abc, abc",
        "abc|d, ''",
        "(?i)abc, ''",
        "\\Qabc\\E, ''",
        "\\x41bc, ''",
        "ab\\d+cde, cde",
        "a.c, a",
        "^abc$, abc"
    })
    void knowsTextThatEveryMatchHas(String expression, String text) {
        assertThat(LinearPattern.requiredText(expression)).isEqualTo(text);
    }

    @Test
    void takesLinearTimeWhereOthersTakeExponential() {
        LinearPattern pattern = new LinearPattern("pattern", "(a*)*b");
        Assertions.assertTimeoutPreemptively(
                Duration.ofSeconds(5),
                () -> assertThat(pattern.isIn("a".repeat(20_000))).isFalse());
    }

    /** Each match may have gone on to the end of the text, which therefore is read to its end for each. */
    @Test
    void takesAllOfATextThatWouldBeReadAgainAndAgain() {
        LinearPattern pattern = new LinearPattern("pattern", "a(.*b)?");
        String text = "a".repeat(300_000);
        List<Integer> ends = new ArrayList<>();

        Assertions.assertTimeoutPreemptively(
                Duration.ofSeconds(20), () -> pattern.scan(text, (start, end) -> ends.add(start == 0 ? end : -1)));

        assertThat(ends).endsWith(text.length());
    }

    @Test
    void tellsEveryMatchOfALongText() {
        LinearPattern pattern = new LinearPattern("pattern", "[0-9]+;");
        int[] found = {0};

        pattern.scan("1234;".repeat(20_000), (start, end) -> found[0] += end - start);

        assertThat(found[0]).isEqualTo(100_000);
    }

    @Test
    void saysWhatWasExpected() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new LinearPattern("r: pattern", "a("))
                .withMessageStartingWith("r: pattern: expected a regular expression of RE2's, got 'a('");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new LinearPattern("r: pattern", "(a{100}){100}"))
                .withMessageContaining("at most 1000 counted repetitions");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new LinearPattern("r: keys", "x".repeat(1_001)))
                .withMessageContaining("1 to 1000 characters, got 1001");
    }
}
