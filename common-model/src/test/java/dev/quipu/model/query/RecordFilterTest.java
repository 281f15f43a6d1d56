package dev.quipu.model.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quipu.model.Signal;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecordFilterTest {

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void readsBackWhatItPrints(long seed) {
        RandomFilters filters = new RandomFilters(Signal.TRACES, new Random(seed));
        for (int i = 0; i < 200; i++) {
            RecordFilter filter = filters.filter(3);

            assertThat(RecordFilter.parse(Signal.TRACES, filter.toString())).isEqualTo(filter);
        }
    }

    @Test
    void readsTheExampleOfTheDocumentation() {
        RecordFilter filter = RecordFilter.parse(
                Signal.TRACES,
                "service = \"cart\" && span.http.status_code >= 500 && duration > 1s && !(name = \"GET /health\")");

        assertThat(filter)
                .hasToString("service = \"cart\" && span.http.status_code >= 500"
                        + " && duration > 1000000000ns && !name = \"GET /health\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"!", "(!", "(name = \"a\" || !", "(name = \"a\" && !", "(exists(span.a) && name = \"a\" || !"})
    void printsNoDeeperThanItRead(String prefix) {
        int levels = 63 / (prefix.startsWith("(") ? 2 : 1);
        String text = prefix.repeat(levels) + "name = \"b\"" + ")".repeat(prefix.startsWith("(") ? levels : 0);

        RecordFilter filter = RecordFilter.parse(Signal.TRACES, text);

        assertThat(RecordFilter.parse(Signal.TRACES, filter.toString())).isEqualTo(filter);
    }

    @Test
    void bindsAndTighterThanOr() {
        assertThat(RecordFilter.parse(Signal.TRACES, "kind=server && status=error || name=\"a\""))
                .isEqualTo(RecordFilter.parse(Signal.TRACES, "(kind = server && status = error) || name = \"a\""));
    }

    @Test
    void readsFractionsOfDurations() {
        assertThat(RecordFilter.parse(Signal.TRACES, "duration >= 1.5ms"))
                .isEqualTo(RecordFilter.parse(Signal.TRACES, "duration >= 1500us"));
    }

    @Test
    void matchesAllWhenEmpty() {
        assertThat(RecordFilter.parse(Signal.TRACES, "  ")).isEqualTo(RecordFilter.ALL);
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
        assertThatThrownBy(() -> RecordFilter.parse(Signal.TRACES, text))
                .isInstanceOf(QuerySyntaxException.class)
                .hasMessageContaining(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            template = 0            | template: expected a number from 1 to 2147483647, got 0
            template = -1           | template: expected a number from 1 to 2147483647, got -1
            template != 2147483648  | template: expected a number from 1 to 2147483647, got 2147483648
            template = 1.5          | template: expected a number from 1 to 2147483647, got 1.5
            template = "1"          | template: expected a number from 1 to 2147483647, got "1"
            template > 1            | template: expected = or !=, got >
            template contains "1"   | template: expected = or !=, got contains
            template                | one of = != > >= < <=
            exists(template)        | an attribute
            """)
    void saysWhatItExpectedOfATemplate(String text, String expected) {
        assertThatThrownBy(() -> RecordFilter.parse(Signal.LOGS, text))
                .isInstanceOf(QuerySyntaxException.class)
                .hasMessageContaining(expected);
    }

    @Test
    void onlyLogRecordsHaveATemplate() {
        assertThatThrownBy(() -> RecordFilter.parse(Signal.TRACES, "template = 1"))
                .isInstanceOf(QuerySyntaxException.class)
                .hasMessageContaining("a field such as name");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void readsBackWhatItPrintsOfLogs(long seed) {
        RandomFilters filters = new RandomFilters(Signal.LOGS, new Random(seed));
        for (int i = 0; i < 200; i++) {
            RecordFilter filter = filters.filter(3);

            assertThat(RecordFilter.parse(Signal.LOGS, filter.toString())).isEqualTo(filter);
        }
    }

    @Test
    void aTemplateStandsAlsoForThoseMergedIntoIt() {
        RecordFilter filter = RecordFilter.parse(
                Signal.LOGS, "template = 17 && !(template != 3 || severity = 17) && template = 4 && exists(log.a)");

        RecordFilter resolved = filter.withMergedTemplates(
                template -> template == 17 ? Set.of(9, 17, 40) : template == 3 ? Set.of(8) : Set.of());

        assertThat(resolved)
                .isEqualTo(RecordFilter.parse(
                        Signal.LOGS,
                        "(template = 9 || template = 17 || template = 40)"
                                + " && !((template != 3 && template != 8) || severity = 17)"
                                + " && template = 4 && exists(log.a)"));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void replacingNothingChangesNothing(long seed) {
        RandomFilters filters = new RandomFilters(Signal.LOGS, new Random(seed));
        for (int i = 0; i < 200; i++) {
            RecordFilter filter = filters.filter(3);

            assertThat(filter.replacing(compare -> compare)).isEqualTo(filter);
            assertThat(filter.withMergedTemplates(template -> Set.of(template))).isEqualTo(filter);
        }
    }

    @Test
    void refusesWhatWouldExhaustTheStack() {
        assertThatThrownBy(() -> RecordFilter.parse(Signal.TRACES, "(".repeat(10_000)))
                .isInstanceOf(QuerySyntaxException.class);
        assertThatThrownBy(() -> RecordFilter.parse(Signal.TRACES, "!".repeat(10_000)))
                .isInstanceOf(QuerySyntaxException.class);
    }

    @Test
    void knowsTheFieldsOfLogs() {
        RecordFilter filter = RecordFilter.parse(
                Signal.LOGS, "severity >= warn && body has \"payment refused\" && log.http.route contains \"/pay\"");

        assertThat(filter.toString())
                .isEqualTo("severity >= warn && body has \"payment refused\" && log.http.route contains \"/pay\"");
        assertThat(RecordFilter.parse(Signal.LOGS, filter.toString())).isEqualTo(filter);
    }

    @Test
    void refusesTheFieldsOfOtherSignals() {
        assertThatThrownBy(() -> RecordFilter.parse(Signal.LOGS, "duration > 1s"))
                .hasMessageContaining("body, service, severity or log.KEY");
        assertThatThrownBy(() -> RecordFilter.parse(Signal.TRACES, "log.a = 1"))
                .hasMessageContaining("name, service, duration or span.KEY");
    }

    @Test
    void refusesToLookForTextInNumbers() {
        assertThatThrownBy(() -> RecordFilter.parse(Signal.LOGS, "severity contains \"w\""))
                .hasMessageContaining("severity");
        assertThatThrownBy(() -> RecordFilter.parse(Signal.LOGS, "log.a contains 1"))
                .hasMessageContaining("expected text in quotes");
    }
}
