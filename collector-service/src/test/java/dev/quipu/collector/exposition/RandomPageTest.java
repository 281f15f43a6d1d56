package dev.quipu.collector.exposition;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.metrics.v1.HistogramDataPoint;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Pages of random metrics, written by the plainest of writers and read back equal. */
class RandomPageTest {

    private static final String[] TEXTS = {
        "x", "a b", "\\", "\"", "\n", "\u00e4\u20ac\ud83d\ude00", "{}", ",", "#", "=", "\\n"
    };

    private final Random random = new Random(42);

    private record Number(Map<String, String> labels, double value) {}

    private record Histogram(Map<String, String> labels, List<Double> bounds, List<Long> counts, double sum) {}

    @ParameterizedTest
    @EnumSource
    void readsBackWhatWasWritten(PageFormat format) throws Exception {
        for (int round = 0; round < 300; round++) {
            Map<String, List<Number>> gauges = new TreeMap<>();
            Map<String, List<Histogram>> histograms = new TreeMap<>();
            StringBuilder page = new StringBuilder();
            for (int i = 0; i < random.nextInt(5); i++) {
                gauges.put("g:" + i, numbers());
                histograms.put("h" + i, histograms());
            }
            gauges.forEach((name, numbers) -> writeGauge(page, name, numbers));
            histograms.forEach((name, values) -> writeHistogram(page, name, values));
            page.append(format == PageFormat.OPENMETRICS ? "# EOF\n" : "");

            Pages.Read read = Pages.read(page.toString(), format, Pages.CART);

            for (Map.Entry<String, List<Number>> gauge : gauges.entrySet()) {
                assertThat(
                                gauge.getValue().isEmpty()
                                        ? List.of()
                                        : read.metric(gauge.getKey()).getGauge().getDataPointsList().stream()
                                                .map(RandomPageTest::number)
                                                .toList())
                        .isEqualTo(gauge.getValue());
            }
            for (Map.Entry<String, List<Histogram>> histogram : histograms.entrySet()) {
                assertThat(
                                histogram.getValue().isEmpty()
                                        ? List.of()
                                        : read.metric(histogram.getKey()).getHistogram().getDataPointsList().stream()
                                                .map(RandomPageTest::histogram)
                                                .toList())
                        .isEqualTo(histogram.getValue());
            }
        }
    }

    private static Map<String, String> labels(List<KeyValue> attributes) {
        Map<String, String> labels = new TreeMap<>();
        attributes.forEach(entry -> labels.put(entry.getKey(), entry.getValue().getStringValue()));
        return labels;
    }

    private static Number number(NumberDataPoint point) {
        return new Number(labels(point.getAttributesList()), point.getAsDouble());
    }

    private static Histogram histogram(HistogramDataPoint point) {
        return new Histogram(
                labels(point.getAttributesList()),
                point.getExplicitBoundsList(),
                point.getBucketCountsList(),
                point.getSum());
    }

    private Map<String, String> labels(int serial) {
        Map<String, String> labels = new TreeMap<>(Map.of("serial", String.valueOf(serial)));
        for (int i = 0; i < random.nextInt(12); i++) {
            labels.put("l" + i, TEXTS[random.nextInt(TEXTS.length)] + TEXTS[random.nextInt(TEXTS.length)]);
        }
        return labels;
    }

    private double value() {
        return switch (random.nextInt(8)) {
            case 0 -> random.nextInt(1000);
            case 1 -> -random.nextInt(1000) / 100.0;
            case 2 -> Double.longBitsToDouble(random.nextLong() & ~(0x7ffL << 52) | (long) random.nextInt(2046) << 52);
            case 3 -> random.nextLong();
            case 4 -> Double.POSITIVE_INFINITY;
            case 5 -> Double.NEGATIVE_INFINITY;
            case 6 -> Double.NaN;
            default -> random.nextGaussian();
        };
    }

    private List<Number> numbers() {
        List<Number> numbers = new ArrayList<>();
        for (int i = 0; i < random.nextInt(6); i++) {
            numbers.add(new Number(labels(i), value()));
        }
        return numbers;
    }

    private List<Histogram> histograms() {
        List<Histogram> histograms = new ArrayList<>();
        for (int i = 0; i < random.nextInt(4); i++) {
            List<Double> bounds = new ArrayList<>();
            List<Long> counts = new ArrayList<>();
            double bound = random.nextGaussian();
            for (int k = 0; k < random.nextInt(10); k++) {
                bounds.add(bound);
                bound += random.nextDouble() + 0.001;
            }
            for (int k = 0; k <= bounds.size(); k++) {
                counts.add((long) random.nextInt(100));
            }
            histograms.add(new Histogram(labels(i), bounds, counts, random.nextGaussian()));
        }
        return histograms;
    }

    private static String go(double value) {
        return Double.isInfinite(value) ? value > 0 ? "+Inf" : "-Inf" : String.valueOf(value);
    }

    private static void sample(StringBuilder page, String name, Map<String, String> labels, String le, double value) {
        page.append(name).append('{');
        labels.forEach((key, text) -> page.append(key)
                .append("=\"")
                .append(text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n"))
                .append("\","));
        if (!le.isEmpty()) {
            page.append("le=\"").append(le).append("\",");
        }
        page.setLength(page.length() - 1);
        page.append("} ").append(go(value)).append('\n');
    }

    private static void writeGauge(StringBuilder page, String name, List<Number> numbers) {
        page.append("# TYPE ").append(name).append(" gauge\n");
        numbers.forEach(number -> sample(page, name, number.labels(), "", number.value()));
    }

    private static void writeHistogram(StringBuilder page, String name, List<Histogram> histograms) {
        page.append("# TYPE ").append(name).append(" histogram\n");
        for (Histogram histogram : histograms) {
            long cumulative = 0;
            for (int i = 0; i <= histogram.bounds().size(); i++) {
                cumulative += histogram.counts().get(i);
                String le =
                        i < histogram.bounds().size() ? go(histogram.bounds().get(i)) : "+Inf";
                sample(page, name + "_bucket", histogram.labels(), le, cumulative);
            }
            sample(page, name + "_count", histogram.labels(), "", cumulative);
            sample(page, name + "_sum", histogram.labels(), "", histogram.sum());
        }
    }
}
