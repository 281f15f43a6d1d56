package dev.quipu.model.segment;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.quipu.model.MetricPoint;
import dev.quipu.model.PointValue;
import dev.quipu.model.RandomPoints;
import dev.quipu.model.Signal;
import dev.quipu.model.otlp.OtlpMetrics;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.ArrayValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.metrics.v1.Exemplar;
import io.opentelemetry.proto.metrics.v1.Gauge;
import io.opentelemetry.proto.metrics.v1.Histogram;
import io.opentelemetry.proto.metrics.v1.HistogramDataPoint;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import io.opentelemetry.proto.metrics.v1.ResourceMetrics;
import io.opentelemetry.proto.metrics.v1.ScopeMetrics;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is taken of requests with metrics, and what is not. */
class PointBatchTest {

    private static final long NOW = 1_795_000_000_000_000_000L;

    private static NumberDataPoint.Builder number() {
        return NumberDataPoint.newBuilder().setTimeUnixNano(NOW).setAsDouble(1.5);
    }

    private static Metric.Builder gauge(NumberDataPoint.Builder... points) {
        Gauge.Builder gauge = Gauge.newBuilder();
        Arrays.stream(points).forEach(gauge::addDataPoints);
        return Metric.newBuilder().setName("m").setGauge(gauge);
    }

    private static RecordRequest request(Metric.Builder... metrics) {
        ScopeMetrics.Builder scope = ScopeMetrics.newBuilder();
        Arrays.stream(metrics).forEach(scope::addMetrics);
        return request(ExportMetricsServiceRequest.newBuilder()
                .addResourceMetrics(ResourceMetrics.newBuilder().addScopeMetrics(scope))
                .build()
                .toByteArray());
    }

    private static RecordRequest request(byte[] body) {
        return new RecordRequest(RequestKey.ofBody("default", Signal.METRICS, body, body.length), body, body.length);
    }

    private static RecordBatch read(RecordRequest... requests) {
        return RecordBatch.read(Signal.METRICS, List.of(requests), IntakeLimits.DEFAULT);
    }

    private static List<MetricPoint> points(RecordBatch batch) {
        return Segments.points(Segments.of(batch, Set.of()));
    }

    private static KeyValue attribute(String key, AnyValue value) {
        return KeyValue.newBuilder().setKey(key).setValue(value).build();
    }

    private static AnyValue nested(int depth) {
        AnyValue value = AnyValue.newBuilder().setIntValue(1).build();
        for (int i = 0; i < depth; i++) {
            value = AnyValue.newBuilder()
                    .setArrayValue(ArrayValue.newBuilder().addValues(value))
                    .build();
        }
        return value;
    }

    @Test
    void countsPointsAndNotMetrics() {
        RecordBatch batch = read(request(gauge(number(), number(), number()), gauge()));

        assertThat(batch.reading(0).offered()).isEqualTo(3);
        assertThat(batch.reading(0).accepted()).isEqualTo(3);
    }

    @Test
    void rejectsEveryPointOfAMetricWithoutAName() {
        RecordBatch batch = read(request(gauge(number(), number()).clearName(), gauge(number())));

        assertThat(batch.reading(0).rejected()).isEqualTo(Map.of(RejectReason.INVALID_METRIC_NAME, 2));
        assertThat(points(batch)).hasSize(1);
    }

    @Test
    void rejectsEveryPointOfAMetricWithDeepMetadata() {
        RecordBatch batch =
                read(request(gauge(number()).addMetadata(attribute("deep", nested(1000))), gauge(number())));

        assertThat(batch.reading(0).rejected()).isEqualTo(Map.of(RejectReason.VALUE_TOO_DEEP, 1));
        assertThat(points(batch)).hasSize(1);
    }

    @Test
    void rejectsThePointsWithADeepAttributeAlone() {
        KeyValue deep = attribute("deep", nested(1000));
        RecordBatch batch = read(request(gauge(number().addAttributes(deep), number(), number().addAttributes(deep))));

        assertThat(batch.reading(0).rejected()).isEqualTo(Map.of(RejectReason.VALUE_TOO_DEEP, 2));
        assertThat(points(batch)).hasSize(1);
    }

    @Test
    void rejectsAttributesThatAreNotUtf8() {
        KeyValue text =
                attribute("k", AnyValue.newBuilder().setStringValue("good-text").build());
        byte[] body = request(gauge(number().addAttributes(text), number())).body();
        body[new String(body, StandardCharsets.ISO_8859_1).indexOf("good-text")] = (byte) 0xc3;
        RecordBatch batch = read(request(body));

        assertThat(batch.reading(0).rejected()).isEqualTo(Map.of(RejectReason.INVALID_UTF8, 1));
    }

    /** However well they compress: whoever merges has to hold them. */
    @Test
    void bucketsCountAmongWhatAMergeHolds() {
        Histogram.Builder histogram = Histogram.newBuilder();
        for (int i = 0; i < 1000; i++) {
            HistogramDataPoint.Builder point = HistogramDataPoint.newBuilder().setTimeUnixNano(NOW + i);
            for (int bound = 0; bound < 159; bound++) {
                point.addExplicitBounds(bound).addBucketCounts(0);
            }
            histogram.addDataPoints(point.addBucketCounts(0));
        }

        Segment segment = Segments.of(
                        read(request(Metric.newBuilder().setName("h").setHistogram(histogram))), Set.of())
                .get(0);

        assertThat(segment.body().length).isLessThan(100_000);
        assertThat(SegmentMerger.decodedBytes(segment)).isGreaterThan(1000 * 160 * 8);
    }

    @Test
    void rejectsBucketsThatDoNotFitTheirBounds() {
        Histogram.Builder histogram = Histogram.newBuilder()
                .addDataPoints(
                        HistogramDataPoint.newBuilder().addBucketCounts(1).addExplicitBounds(0.5))
                .addDataPoints(HistogramDataPoint.newBuilder()
                        .addBucketCounts(1)
                        .addBucketCounts(2)
                        .addExplicitBounds(0.5))
                .addDataPoints(HistogramDataPoint.newBuilder().setCount(3));
        RecordBatch batch = read(request(Metric.newBuilder().setName("h").setHistogram(histogram)));

        assertThat(batch.reading(0).rejected()).isEqualTo(Map.of(RejectReason.INVALID_BUCKETS, 1));
        assertThat(points(batch)).hasSize(2);
    }

    @Test
    void takesExemplarIdsOfOddLengthAsAbsent() {
        MetricPoint found = points(read(request(gauge(number().addExemplars(
                                Exemplar.newBuilder().setAsInt(3).setTraceId(ByteString.copyFrom(new byte[5])))))))
                .get(0);

        assertThat(found.exemplars().get(0).traceIdLow()).isZero();
        assertThat(found.exemplars().get(0).value()).isEqualTo(PointValue.of(3L));
    }

    @Test
    void keepsASeriesInOneBucket() {
        NumberDataPoint.Builder one = number().addAttributes(
                        attribute("a", AnyValue.newBuilder().setIntValue(1).build()));
        RecordBatch batch = read(request(gauge(one, one.clone().setTimeUnixNano(NOW + 1))), request(gauge(one)));

        assertThat(batch.partitions(7, NOW)).hasSize(1);
    }

    @Test
    void readsBackWhateverItTookOfADamagedBody() {
        byte[] whole = OtlpMetrics.toProtobuf(new RandomPoints(17).points(30));
        Random random = new Random(17);
        for (int i = 0; i < 5_000; i++) {
            byte[] damaged = whole.clone();
            for (int flips = 1 + random.nextInt(3); flips > 0; flips--) {
                damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
            }

            RecordBatch batch = read(request(damaged), request(gauge(number())));

            assertThat(points(batch)).hasSize(batch.reading(0).accepted() + 1);
        }
    }
}
