package dev.quipu.collector.quota;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quipu.collector.Otlp;
import dev.quipu.model.Metric;
import dev.quipu.model.MetricPoint;
import dev.quipu.model.otlp.OtlpMetrics;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The oracle reads the points, leaves some out, and does not write any. */
class PointRemovalTest {

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void leavesTheOtherPointsAsTheyWere(long seed) {
        byte[] body = OtlpMetrics.toProtobuf(new RandomMetrics(seed).points(300));
        Random random = new Random(seed);
        BitSet refused = new BitSet();
        List<MetricPoint> kept = new ArrayList<>();
        List<MetricPoint> gone = new ArrayList<>();
        for (MetricPoint point : OtlpMetrics.read(body, body.length)) {
            boolean goes = random.nextInt(6) < seed;
            refused.set(kept.size() + gone.size(), goes);
            (goes ? gone : kept).add(point);
        }
        PointRemoval.Rest rest = PointRemoval.apply(body, body.length, refused);
        assertThat(OtlpMetrics.read(rest.body(), rest.body().length)).isEqualTo(kept);
        assertThat(rest.points()).isEqualTo(gone.size());
        assertThat(rest.numbers())
                .isEqualTo(gone.stream()
                        .filter(point -> point.metric().kind() == Metric.Kind.GAUGE
                                || point.metric().kind() == Metric.Kind.SUM)
                        .count());
        assertThat(rest.exemplars())
                .isEqualTo(gone.stream()
                        .mapToLong(point -> point.exemplars().size())
                        .sum());
    }

    @Test
    void leavesNoMetricWithoutPoints() throws Exception {
        ExportMetricsServiceRequest.Builder two = Otlp.metrics(2).toBuilder();
        two.addResourceMetrics(Otlp.metrics(3).getResourceMetrics(0));
        byte[] body = two.build().toByteArray();
        BitSet firstTwo = new BitSet();
        firstTwo.set(0, 2);
        ExportMetricsServiceRequest left = ExportMetricsServiceRequest.parseFrom(
                PointRemoval.apply(body, body.length, firstTwo).body());
        assertThat(left.getResourceMetricsList()).containsExactly(two.build().getResourceMetrics(1));
    }

    @Test
    void leavesMetricsThatHadNoPoints() throws Exception {
        ExportMetricsServiceRequest.Builder request = Otlp.metrics(1).toBuilder();
        request.getResourceMetricsBuilder(0)
                .getScopeMetricsBuilder(0)
                .addMetricsBuilder()
                .setName("none yet");
        byte[] body = request.build().toByteArray();
        BitSet first = new BitSet();
        first.set(0);
        ExportMetricsServiceRequest left = ExportMetricsServiceRequest.parseFrom(
                PointRemoval.apply(body, body.length, first).body());
        assertThat(left.getResourceMetricsList()).isEmpty();
    }
}
