package dev.quipu.collector.scrape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScrapeTargetTest {

    private static final ScrapeTarget.Defaults DEFAULTS = new ScrapeTarget.Defaults(1000, 10_000);

    private static ScrapeTarget target(String url, Long interval, Long timeout) {
        return ScrapeTarget.of(
                new ScrapeTarget.Wish(
                        "default",
                        url,
                        Optional.ofNullable(interval),
                        Optional.ofNullable(timeout),
                        Optional.empty(),
                        Optional.empty(),
                        Map.of(),
                        false),
                DEFAULTS);
    }

    @Test
    void whatIsNotSaidHasADefault() {
        ScrapeTarget target = target("http://host", null, null);

        assertThat(target.url()).hasToString("http://host/metrics");
        assertThat(target.intervalMillis()).isEqualTo(1000);
        assertThat(target.timeoutMillis()).isEqualTo(1000);
        assertThat(target.job()).isEqualTo("host");
        assertThat(target.instance()).isEqualTo("host:80");
        assertThat(target("https://host/x", 60_000L, null).timeoutMillis()).isEqualTo(10_000);
        assertThat(target("https://host/x", 60_000L, null).instance()).isEqualTo("host:443");
    }

    @Test
    void theKeyIsTheBeginOfADigest() {
        // printf 'default\0http://host/metrics\0host\0host:80' | sha256sum
        assertThat(target("http://host", null, null).key()).isEqualTo("2f46457d3340b788f7df1b27adfc0776");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "host:80", "ftp://host/", "http:///x", "http://user:pw@host/", "http://bad host/"})
    void otherUrlsMakeNoTarget(String url) {
        assertThatThrownBy(() -> target(url, null, null)).hasMessageStartingWith("url: expected http://host:port/path");
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 99, 3_600_001})
    void otherIntervalsMakeNoTarget(long interval) {
        assertThatThrownBy(() -> target("http://host", interval, null))
                .hasMessageStartingWith("interval: expected 100 to");
    }

    @Test
    void slotsLieAnIntervalApartAtThePlaceOfTheKey() {
        Random random = new Random(1);
        for (int i = 0; i < 1000; i++) {
            ScrapeTarget target = target("http://h" + i, 100L + random.nextInt(100_000), null);
            long now = Math.abs(random.nextLong() % 4_000_000_000_000L);
            long slot = target.slotAfter(now);

            assertThat(slot).isGreaterThan(now).isLessThanOrEqualTo(now + target.intervalMillis());
            assertThat(target.slotAfter(slot)).isEqualTo(slot + target.intervalMillis());
            assertThat(target.slotAfter(slot - 1)).isEqualTo(slot);
            assertThat((slot - target.offsetMillis()) % target.intervalMillis()).isZero();
        }
    }

    @ParameterizedTest
    @CsvSource({"15s,15000", "1m30s,90000", "100ms,100", "1h,3600000", "1d,86400000", "0,-1", "1.5s,-1", "s,-1", "'',-1"
    })
    void durationsAreWrittenAsPrometheusDoes(String text, long millis) {
        if (millis < 0) {
            assertThatThrownBy(() -> TargetGroup.millis("x", text)).hasMessageStartingWith("x: expected a duration");
        } else {
            assertThat(TargetGroup.millis("x", text)).isEqualTo(millis);
        }
    }
}
