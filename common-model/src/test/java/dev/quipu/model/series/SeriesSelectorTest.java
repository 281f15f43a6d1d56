package dev.quipu.model.series;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quipu.model.InstrumentationScope;
import dev.quipu.model.KeyValue;
import dev.quipu.model.Metric;
import dev.quipu.model.Resource;
import dev.quipu.model.segment.SeriesId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SeriesSelectorTest {

    private static final Series SERIES = new Series(
            new SeriesId(1, 2),
            Resource.of(List.of(
                    KeyValue.of("service.name", "cart"),
                    KeyValue.of("service.instance.id", "cart-1"),
                    KeyValue.of("host.name", "node\n7"),
                    KeyValue.of("http.route", "of the resource"))),
            new InstrumentationScope("io.scope", "1.2", List.of(KeyValue.of("short_name", "s")), 0, ""),
            new Metric("http.server.duration", "", "s", List.of(), Metric.Kind.HISTOGRAM, 2, false),
            List.of(
                    KeyValue.of("http.route", "/cart/{id}"),
                    KeyValue.of("http.response.status_code", 200L),
                    KeyValue.of("cached", true)));

    private static boolean matches(String selector) {
        return SeriesSelector.parse(selector).matches(SERIES);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http.server.duration",
                "{\"http.server.duration\"}",
                "http.server.duration{}",
                "http.server.duration{http.route=\"/cart/{id}\",}",
                "{ \"http.server.duration\" , \"http.route\" = '/cart/{id}' }",
                "{__name__=~\"http[.].+\", http.response.status_code=\"200\"}",
                "{service=\"cart\",instance=\"cart-1\"}",
                "{service=`cart`,missing=\"\"}",
                "{service=\"cart\",missing!=\"x\"}",
                "{service=\"cart\",cached=\"true\"}",
                "{service=\"cart\",http.response.status_code=~\"2..\"}",
                "{service=\"cart\",http.response.status_code!~\"5..\"}",
                "{host.name=~\"node.7\"}",
                "{host.name=\"node\\n7\"}",
                "{resource.http.route=\"of the resource\"}",
                "{scope.name=\"io.scope\",scope.short_name=\"s\"}"
            })
    void choosesTheSeries(String selector) {
        assertThat(matches(selector)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http.server",
                "http.server.duration{http.route=\"of the resource\"}",
                "{service=~\"car\"}",
                "{service=~\"cart\",missing!=\"\"}",
                "{__name__!=\"http.server.duration\",service=\"cart\"}"
            })
    void choosesOthersOnly(String selector) {
        assertThat(matches(selector)).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | expected a metric name or a condition",
                "{} | expected a metric name or a condition",
                "{a=~\".*\"} | expected a metric name or a condition",
                "a{b} | expected =, !=, =~ or !~ at character 4, got '}'",
                "a{b=c} | expected a value in quotes at character 5",
                "a{b=\"c} | expected a closing \"",
                "a{b=\"\\q\"} | after \\",
                "a{b=\"c\" d=\"e\"} | expected ',' or '}'",
                "a b | expected the end at character 3",
                "1a | expected the end at character 1",
                "a{b=~\"(\"} | expected a regular expression of RE2's",
                "a{b=~\"((x{100}){100}){100}\"} | at most 1000 counted repetitions",
            })
    void saysWhatIsWrong(String selector, String message) {
        assertThatThrownBy(() -> SeriesSelector.parse(selector))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    /** What backtracking engines take ages for. */
    @Test
    void takesLinearTimeForAnyExpression() {
        SeriesMatcher matcher = SeriesMatcher.of("k", SeriesMatcher.Operator.MATCHES, "(a*)*b");

        assertThat(matcher.test().test("a".repeat(5_000))).isFalse();
    }
}
