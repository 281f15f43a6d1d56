package dev.quipu.model.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.quipu.model.MetricPoint;
import dev.quipu.model.PointValue;
import dev.quipu.model.RandomPoints;
import dev.quipu.model.Signal;
import io.opentelemetry.proto.metrics.v1.Gauge;
import io.opentelemetry.proto.metrics.v1.HistogramDataPoint;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.MetricsData;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import io.opentelemetry.proto.metrics.v1.ResourceMetrics;
import io.opentelemetry.proto.metrics.v1.ScopeMetrics;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The hand-written wire form against the generated classes of opentelemetry-proto. */
class OtlpMetricsTest {

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void writesWhatTheGeneratedClassesRead(long seed) throws InvalidProtocolBufferException {
        List<MetricPoint> points = new RandomPoints(seed).points(200);

        MetricsData oracle = MetricsData.parseFrom(OtlpMetrics.toProtobuf(points));

        assertThat(oracle.getUnknownFields().asMap()).isEmpty();
        assertThat(OtlpMetrics.read(oracle.toByteArray(), oracle.getSerializedSize()))
                .containsExactlyInAnyOrderElementsOf(points);
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13})
    void jsonFormLosesNothing(long seed) {
        List<MetricPoint> points = new RandomPoints(seed).points(200);

        byte[] json = OtlpMetrics.toJson(points);
        byte[] back = OtlpJson.requestToProtobuf(Signal.METRICS, json, json.length);

        assertThat(OtlpMetrics.read(back, back.length)).containsExactlyInAnyOrderElementsOf(points);
    }

    @Test
    void readsListsThatAreNotPackedAndNumbersAsNumbers() {
        byte[] json = """
                {"resourceMetrics":[{"scopeMetrics":[{"metrics":[{"name":"h","histogram":{
                "aggregationTemporality":"AGGREGATION_TEMPORALITY_DELTA",
                "dataPoints":[{"count":3,"bucketCounts":[1,"2"],"explicitBounds":[0.5]}]}}]}]}]}""".getBytes(StandardCharsets.UTF_8);

        byte[] protobuf = OtlpJson.requestToProtobuf(Signal.METRICS, json, json.length);
        MetricPoint point = OtlpMetrics.read(protobuf, protobuf.length).get(0);

        assertThat(point.metric().temporality()).isEqualTo(dev.quipu.model.Metric.DELTA);
        assertThat(((PointValue.Histogram) point.value()).bucketCounts()).containsExactly(1L, 2L);
        assertThat(((PointValue.Histogram) point.value()).explicitBounds()).containsExactly(0.5);
    }

    @Test
    void tellsAnEmptyValueFromNone() {
        NumberDataPoint zero = NumberDataPoint.newBuilder().setAsInt(0).build();
        NumberDataPoint none = NumberDataPoint.newBuilder().setFlags(1).build();
        Metric metric = Metric.newBuilder()
                .setName("m")
                .setGauge(Gauge.newBuilder().addDataPoints(zero).addDataPoints(none))
                .build();
        byte[] data = MetricsData.newBuilder()
                .addResourceMetrics(ResourceMetrics.newBuilder()
                        .addScopeMetrics(ScopeMetrics.newBuilder().addMetrics(metric)))
                .build()
                .toByteArray();

        List<MetricPoint> points = OtlpMetrics.read(data, data.length);

        assertThat(points.get(0).value()).isEqualTo(PointValue.of(0L));
        assertThat(points.get(1).value()).isEqualTo(PointValue.NONE);
        assertThat(points.get(1).hasNoRecordedValue()).isTrue();
        assertThat(HistogramDataPoint.getDefaultInstance().hasSum()).isFalse();
    }
}
