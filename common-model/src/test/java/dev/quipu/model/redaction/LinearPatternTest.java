package dev.quipu.model.redaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
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
