package dev.quipu.analysis.jaeger;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.quipu.analysis.AnalysisConfig;
import dev.quipu.analysis.read.Window;
import dev.quipu.model.TraceId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SearchReaderTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00.000000001Z");
    private static final long NOW_NANOS = 1_767_225_600_000_000_001L;

    private final SearchReader reader =
            new SearchReader(new ObjectMapper(), new Settings(), Clock.fixed(NOW, ZoneOffset.UTC));

    private record Settings() implements AnalysisConfig.Jaeger {
        @Override
        public Duration defaultLookback() {
            return Duration.ofHours(48);
        }

        @Override
        public int defaultLimit() {
            return 100;
        }

        @Override
        public int maxTraces() {
            return 1500;
        }

        @Override
        public int maxSpans() {
            return 200_000;
        }

        @Override
        public int tracesPerBatch() {
            return 50;
        }
    }

    @Test
    void fillsInWhatIsNotAskedFor() {
        JaegerSearch search = reader.read(parameters(List.of(), List.of(), Optional.empty(), Optional.empty()));
        assertThat(search.fromUnixNano())
                .isEqualTo(NOW_NANOS - Duration.ofHours(48).toNanos());
        assertThat(search.toUnixNano()).isEmpty();
        assertThat(search.limit()).isEqualTo(100);
        assertThat(search.operation()).isEmpty();
        assertThat(search.minDurationNanos()).isZero();
        assertThat(search.traceIds()).isEmpty();
    }

    @Test
    void lowersALimitToTheMost() {
        JaegerSearch search =
                reader.read(parameters(List.of(), List.of(), Optional.empty(), Optional.of("9999999999")));
        assertThat(search.limit()).isEqualTo(1500);
    }

    @Test
    void looksBackAsFarAsAsked() {
        JaegerSearch search = reader.read(parameters(List.of(), List.of(), Optional.of("2d"), Optional.empty()));
        assertThat(search.fromUnixNano())
                .isEqualTo(NOW_NANOS - Duration.ofDays(2).toNanos());
    }

    @Test
    void looksBackNoFurtherThanTimeGoes() {
        JaegerSearch search = reader.read(parameters(List.of(), List.of(), Optional.of("10000w"), Optional.empty()));
        assertThat(search.fromUnixNano()).isZero();
    }

    @Test
    void takesTagsOneByOneAndAsAnObject() {
        JaegerSearch search = reader.read(parameters(
                List.of("{\"a\":\"1\",\"n\":5,\"t\":true}", "{}", ""),
                List.of("url:http://x/?a:b", "empty:"),
                Optional.empty(),
                Optional.empty()));
        assertThat(search.tags())
                .containsOnly(
                        Map.entry("a", "1"),
                        Map.entry("n", "5"),
                        Map.entry("t", "true"),
                        Map.entry("url", "http://x/?a:b"),
                        Map.entry("empty", ""));
    }

    @Test
    void fillsShortTraceIdsWithZeros() {
        assertThat(SearchReader.traceId("aBc")).isEqualTo(new TraceId(0, 0xabc));
        assertThat(SearchReader.traceId("83A9EFD15C1C98A977E0711CC93EE28B"))
                .isEqualTo(new TraceId(0x83a9efd15c1c98a9L, 0x77e0711cc93ee28bL));
    }

    @Test
    void countsDependenciesOfADayUnlessAskedOtherwise() {
        long day = Duration.ofDays(1).toNanos();
        assertThat(reader.dependencyWindow(Optional.empty(), Optional.empty(), day))
                .isEqualTo(new Window(NOW_NANOS - day, NOW_NANOS));
        assertThat(reader.dependencyWindow(Optional.of("1000"), Optional.of("400"), day))
                .isEqualTo(new Window(601_000_000, 1_001_000_000));
    }

    private static SearchParameters parameters(
            List<String> tags, List<String> tag, Optional<String> lookback, Optional<String> limit) {
        Optional<String> none = Optional.empty();
        return new SearchParameters(
                Optional.of("shop"), none, tags, tag, none, none, lookback, none, none, limit, List.of());
    }
}
