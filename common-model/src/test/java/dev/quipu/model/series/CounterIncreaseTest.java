package dev.quipu.model.series;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quipu.model.InstrumentationScope;
import dev.quipu.model.KeyValue;
import dev.quipu.model.Metric;
import dev.quipu.model.Resource;
import dev.quipu.model.segment.SeriesId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CounterIncreaseTest {

    private static final long BEGIN = 1_795_000_000_000_000_000L;
    private static final long WINDOW_SECONDS = 600;
    private static final Metric COUNTER = new Metric("c", "", "", List.of(), Metric.Kind.SUM, Metric.CUMULATIVE, true);
    private static final Metric DELTA = new Metric("d", "", "", List.of(), Metric.Kind.SUM, Metric.DELTA, true);

    private final List<SeriesData> data = new ArrayList<>();

    private static long at(double seconds) {
        return BEGIN + (long) (seconds * 1e9);
    }

    private Samples series(Metric metric, String service, String key) {
        Resource resource = Resource.of(List.of(KeyValue.of("service.name", service)));
        List<KeyValue> attributes = key.isEmpty() ? List.of() : List.of(KeyValue.of("error.type", key));
        SeriesData added = new SeriesData(
                new Series(new SeriesId(data.size(), 0), resource, InstrumentationScope.NONE, metric, attributes));
        data.add(added);
        return added.numbers();
    }

    private List<Double> increases() {
        data.forEach(SeriesData::sort);
        return CounterIncrease.of(data, BEGIN, at(WINDOW_SECONDS), BEGIN).stream()
                .map(CounterIncrease::increase)
                .toList();
    }

    @Test
    void growsFromTheSampleBeforeTheWindowToTheLastWithin() {
        Samples samples = series(COUNTER, "cart", "queue_full");
        samples.add(at(-60), at(-9000), 100);
        samples.add(at(0), at(-9000), 110);
        samples.add(at(WINDOW_SECONDS - 1), at(-9000), 130);
        samples.add(at(WINDOW_SECONDS), at(-9000), 190);

        assertThat(increases()).containsExactly(30.0);
    }

    @Test
    void countsFromZeroAgainAfterAReset() {
        Samples samples = series(COUNTER, "cart", "queue_full");
        samples.add(at(-60), at(-9000), 100);
        samples.add(at(60), at(-9000), 105);
        samples.add(at(120), at(100), 3);
        samples.add(at(180), at(170), 20);

        assertThat(increases()).containsExactly(5.0 + 3 + 20);
    }

    @Test
    void aFirstSampleThatBeganWithinTheWindowCountsFromZero() {
        series(COUNTER, "cart", "queue_full").add(at(60), at(1), 7);
        series(COUNTER, "pay", "queue_full").add(at(60), at(-1), 9);

        assertThat(increases()).containsExactly(7.0);
    }

    @Test
    void aSeriesThatAppearsBesideOthersOfItsMeterCountsFromZero() {
        Samples succeeded = series(COUNTER, "cart", "");
        succeeded.add(at(-60), at(-9000), 5000);
        succeeded.add(at(0), at(-9000), 5000);
        Samples failed = series(COUNTER, "cart", "queue_full");
        failed.add(at(60), at(-9000), 40);
        failed.add(at(120), at(-9000), 42);
        series(COUNTER, "pay", "queue_full").add(at(60), at(-9000), 9);

        assertThat(increases()).containsExactly(42.0);
    }

    @Test
    void deltasAddUp() {
        Samples samples = series(DELTA, "cart", "queue_full");
        samples.add(at(-60), at(-120), 100);
        samples.add(at(60), at(0), 5);
        samples.add(at(120), at(60), 2);

        assertThat(increases()).containsExactly(7.0);
    }

    @Test
    void isOfMonotonicSumsAlone() {
        Metric gauge = new Metric("g", "", "", List.of(), Metric.Kind.GAUGE, 0, false);
        Metric upAndDown = new Metric("u", "", "", List.of(), Metric.Kind.SUM, Metric.CUMULATIVE, false);
        for (Metric metric : List.of(gauge, upAndDown)) {
            Samples samples = series(metric, "cart", "");
            samples.add(at(1), at(0), 1);
            samples.add(at(2), at(0), 10);
        }
        series(COUNTER, "cart", "");

        assertThat(increases()).isEmpty();
    }

    @Test
    void aPauseIsNoReset() {
        Samples samples = series(COUNTER, "cart", "queue_full");
        samples.add(at(-60), at(-9000), 100);
        samples.addStale(at(60));
        samples.add(at(120), at(-9000), 104);

        assertThat(increases()).containsExactly(4.0);
    }
}
