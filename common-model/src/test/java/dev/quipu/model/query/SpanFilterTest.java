package dev.quipu.model.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SpanFilterTest {

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void readsBackWhatItPrints(long seed) {
        RandomFilters filters = new RandomFilters(new Random(seed));
        for (int i = 0; i < 200; i++) {
            SpanFilter filter = filters.filter(3);

            assertThat(SpanFilter.parse(filter.toString())).isEqualTo(filter);
        }
    }

    @Test
    void readsTheExampleOfTheDocumentation() {
        SpanFilter filter = SpanFilter.parse(
                "service = \"cart\" && span.http.status_code >= 500 && duration > 1s && !(name = \"GET /health\")");

        assertThat(filter)
                .hasToString("service = \"cart\" && span.http.status_code >= 500"
                        + " && duration > 1000000000ns && !(name = \"GET /health\")");
    }

    @Test
    void bindsAndTighterThanOr() {
        assertThat(SpanFilter.parse("kind=server && status=error || name=\"a\""))
                .isEqualTo(SpanFilter.parse("(kind = server && status = error) || name = \"a\""));
    }

    @Test
    void readsFractionsOfDurations() {
        assertThat(SpanFilter.parse("duration >= 1.5ms")).isEqualTo(SpanFilter.parse("duration >= 1500us"));
    }

    @Test
    void matchesAllWhenEmpty() {
        assertThat(SpanFilter.parse("  ")).isEqualTo(SpanFilter.ALL);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            nme = "a"                  | a field such as name
            name                       | one of = != > >= < <=
            name = a                   | text in quotes
            name = "a                  | a closing quote
            kind = sever               | unspecified, internal, server
            kind > 3                   | expected = or !=
            duration = "x"             | a duration such as 250ms
            duration > 1x              | a number or a duration
            traceId = "12"             | expected 32 hex digits
            (name = "a"                | )
            name = "a" name = "b"      | &&, || or the end
            exists(name)               | an attribute
            span.a = 99999999999999999999 | a number
            name = "\\q"               | \\uXXXX
            """)
    void saysWhatItExpected(String text, String expected) {
        assertThatThrownBy(() -> SpanFilter.parse(text))
                .isInstanceOf(QuerySyntaxException.class)
                .hasMessageContaining(expected);
    }

    @Test
    void refusesWhatWouldExhaustTheStack() {
        assertThatThrownBy(() -> SpanFilter.parse("(".repeat(10_000))).isInstanceOf(QuerySyntaxException.class);
        assertThatThrownBy(() -> SpanFilter.parse("!".repeat(10_000))).isInstanceOf(QuerySyntaxException.class);
    }
}
