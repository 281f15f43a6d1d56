package dev.quipu.benchmarks.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.metrics.v1.HistogramDataPoint;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MetricWorkloadTest {

    private static final long NOW = 1_800_000_000_000_000_000L;

    private final MetricWorkload workload = new MetricWorkload(1, MetricMix.ALL_KINDS, NOW);

    @Test
    void aTurnIsOneReportOfEveryInstance() throws Exception {
        List<Metric> metrics = turn();

        assertThat(metrics).hasSize(MetricWorkload.INSTANCES * Instrument.ALL.size());
        assertThat(metrics.stream().mapToLong(MetricWorkloadTest::points).sum())
                .isEqualTo(workload.records())
                .isEqualTo(2L * MetricWorkload.POINTS_PER_REQUEST);
    }

    @Test
    void theNextTurnIsTenSecondsLaterAndItsCountersHaveNotFallen() throws Exception {
        List<NumberDataPoint> first = counters(turn());
        List<NumberDataPoint> second = counters(turn());

        for (int i = 0; i < first.size(); i++) {
            assertThat(second.get(i).getAttributesList()).isEqualTo(first.get(i).getAttributesList());
            assertThat(second.get(i).getTimeUnixNano() - first.get(i).getTimeUnixNano())
                    .isEqualTo(MetricWorkload.INTERVAL_NANOS);
            assertThat(second.get(i).getAsInt())
                    .isGreaterThanOrEqualTo(first.get(i).getAsInt());
        }
    }

    @Test
    void oneSeriesInTwentyIsAHistogram() throws Exception {
        List<HistogramDataPoint> histograms = turn().stream()
                .flatMap(metric -> metric.getHistogram().getDataPointsList().stream())
                .toList();

        assertThat(histograms)
                .hasSize((int) workload.records() / 20)
                .allMatch(point -> point.getBucketCountsCount() == point.getExplicitBoundsCount() + 1);
    }

    @Test
    void gaugesAndCountersAreAsManySeries() throws Exception {
        MetricWorkload numbers = new MetricWorkload(1, MetricMix.GAUGES_AND_COUNTERS, NOW);

        assertThat(numbers.records()).isEqualTo(workload.records());
        assertThat(turn(numbers)).noneMatch(Metric::hasHistogram);
    }

    private List<Metric> turn() throws InvalidProtocolBufferException {
        return turn(workload);
    }

    private static List<Metric> turn(MetricWorkload workload) throws InvalidProtocolBufferException {
        List<Metric> metrics = new ArrayList<>();
        for (int i = 0; i < workload.requests(); i++) {
            ExportMetricsServiceRequest.parseFrom(workload.next(NOW).toBytes())
                    .getResourceMetricsList()
                    .forEach(resource ->
                            metrics.addAll(resource.getScopeMetrics(0).getMetricsList()));
        }
        return metrics;
    }

    private static List<NumberDataPoint> counters(List<Metric> metrics) {
        return metrics.stream()
                .filter(metric -> metric.getName().equals("http.server.requests"))
                .flatMap(metric -> metric.getSum().getDataPointsList().stream())
                .toList();
    }

    private static long points(Metric metric) {
        return metric.getGauge().getDataPointsCount()
                + metric.getSum().getDataPointsCount()
                + metric.getHistogram().getDataPointsCount();
    }
}
