package dev.quipu.analysis.jaeger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quipu.model.Signal;
import dev.quipu.model.query.RecordFilter;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SearchFilterTest {

    @Test
    void asksForEverythingAtOnce() {
        JaegerSearch search = new JaegerSearch(
                "cart", "GET /", Map.of("k", "v"), 0, OptionalLong.empty(), 100, 2_000_000_000, 1, List.of());
        assertThat(SearchFilter.of(search))
                .hasToString("service = \"cart\" && name = \"GET /\""
                        + " && (span.k = \"v\" || resource.k = \"v\" || event.k = \"v\")"
                        + " && duration >= 100ns && duration <= 2000000000ns");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '\'',
            value = {
                "error ; true ; (status = error || (span.error = \"true\" || resource.error = \"true\" || event.error = \"true\"))",
                "error ; false ; !(status = error || (span.error = \"true\" || resource.error = \"true\" || event.error = \"true\"))",
                "error ; boom ; (span.error = \"boom\" || resource.error = \"boom\" || event.error = \"boom\")",
                "span.kind ; server ; kind = server",
                "span.kind ; CLIENT ; kind = client",
                "span.kind ; odd ; (span.span.kind = \"odd\" || resource.span.kind = \"odd\" || event.span.kind = \"odd\")",
                "otel.status_code ; ERROR ; status = error",
                "otel.status_code ; 7 ; (span.otel.status_code = \"7\" || resource.otel.status_code = \"7\" || event.otel.status_code = \"7\")",
                "otel.status_description ; no stock ; statusMessage = \"no stock\"",
                "otel.scope.name ; io.http ; scope.name = \"io.http\"",
                "http.status_code ; 500 ; (span.http.status_code = \"500\" || resource.http.status_code = \"500\" || event.http.status_code = \"500\")"
            })
    void readsTags(String key, String value, String condition) {
        assertThat(SearchFilter.of(withTag(key, value))).hasToString("service = \"cart\" && " + condition);
    }

    @Test
    void looksForEventsByNameAndByAttribute() {
        assertThat(SearchFilter.of(withTag("event", "retry")))
                .hasToString("service = \"cart\" && (event.name = \"retry\" || "
                        + "(span.event = \"retry\" || resource.event = \"retry\" || event.event = \"retry\"))");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\"",
                "\\",
                "\" || status = error || name = \"",
                "a b",
                "name",
                "\n\t\u0000",
                "\u202e\ud83d\ude00",
                "&& !(",
                "500",
                "true"
            })
    void neverLetsTextOutOfItsPlace(String hostile) {
        RecordFilter filter = SearchFilter.of(new JaegerSearch(
                hostile.isEmpty() ? "s" : hostile,
                hostile,
                Map.of(hostile, hostile),
                0,
                OptionalLong.empty(),
                0,
                0,
                1,
                List.of()));
        assertThat(RecordFilter.parse(Signal.TRACES, filter.toString())).isEqualTo(filter);
    }

    private static JaegerSearch withTag(String key, String value) {
        return new JaegerSearch("cart", "", Map.of(key, value), 0, OptionalLong.empty(), 0, 0, 1, List.of());
    }
}
