package dev.quipu.model.segment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextPatternTest {

    @ParameterizedTest
    @CsvSource({
        "the Payment was refused, payment was, true",
        "the Payment was refused, was payment, false",
        "prepayment was, payment, false",
        "payments, payment, false",
        "'foo, (bar)', foo bar, true",
        "order_42, order, false",
        "'É été', 'é', false",
        "'É été', 'ÉTé', false",
        "'É été', 'éTé', true",
        "'?!', '--', true",
        "'', a, false",
        "'a', '', true",
    })
    void findsWordsInOrder(String text, String words, boolean found) {
        assertThat(TextPattern.words(words).matches(text)).isEqualTo(found);
    }

    @Test
    void findsTheWordsThatSplittingFinds() {
        Random random = new Random(5);
        for (int i = 0; i < 20_000; i++) {
            String text = noise(random, 14);
            String words = noise(random, 6);
            boolean expected = Collections.indexOfSubList(split(text), split(words)) >= 0;
            assertThat(TextPattern.words(words).matches(text))
                    .as(text + "|" + words)
                    .isEqualTo(expected);
            assertThat(TextPattern.containing(words).matches(text)).isEqualTo(text.contains(words));
            assertThat(TextPattern.equalTo(words).matches(text)).isEqualTo(text.equals(words));
        }
    }

    private static String noise(Random random, int most) {
        StringBuilder text = new StringBuilder();
        for (int left = random.nextInt(most); left > 0; left--) {
            text.append("aAb1 ,_é".charAt(random.nextInt(8)));
        }
        return text.toString();
    }

    private static List<String> split(String text) {
        return Arrays.stream(text.replace('A', 'a').split("[^a-z0-9_é]+"))
                .filter(word -> !word.isEmpty())
                .toList();
    }

    @Test
    void knowsWhatEveryMatchHolds() {
        assertThat(TextPattern.words("order_42 Sent").runs()).hasSize(3);
        assertThat(TextPattern.containing("der 42 se").runs()).hasSize(1);
        assertThat(TextPattern.containing("timeout").runs()).isEmpty();
        assertThat(TextPattern.where(String::isEmpty).runs()).isEmpty();
    }
}
