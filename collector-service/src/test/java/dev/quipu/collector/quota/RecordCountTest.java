package dev.quipu.collector.quota;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quipu.collector.Otlp;
import dev.quipu.model.Signal;
import dev.quipu.model.segment.IntakeLimits;
import dev.quipu.model.segment.RecordBatch;
import dev.quipu.model.segment.RecordRequest;
import dev.quipu.model.segment.RequestKey;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import io.opentelemetry.proto.metrics.v1.ScopeMetrics;
import io.opentelemetry.proto.metrics.v1.SummaryDataPoint;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The oracle is what the reader of records says was offered. */
class RecordCountTest {

    private static long offered(Signal signal, byte[] body) {
        RecordRequest request = new RecordRequest(
                RequestKey.ofBody("default", signal, body, body.length), body, body.length, Optional.empty());
        return RecordBatch.read(signal, List.of(request), IntakeLimits.DEFAULT)
                .reading(0)
                .offered();
    }

    private static byte[] points() {
        ExportMetricsServiceRequest.Builder request = ExportMetricsServiceRequest.newBuilder();
        ScopeMetrics.Builder scope = request.addResourceMetricsBuilder().addScopeMetricsBuilder();
        Metric.Builder gauge = scope.addMetricsBuilder().setName("gauge");
        Metric.Builder sum = scope.addMetricsBuilder().setName("sum");
        Metric.Builder summary = scope.addMetricsBuilder().setName("summary");
        for (int i = 1; i <= 7; i++) {
            NumberDataPoint point =
                    NumberDataPoint.newBuilder().setTimeUnixNano(i).setAsInt(i).build();
            gauge.getGaugeBuilder().addDataPoints(point);
            sum.getSumBuilder().addDataPoints(point).addDataPoints(point);
            summary.getSummaryBuilder()
                    .addDataPoints(SummaryDataPoint.newBuilder().setTimeUnixNano(i));
        }
        return request.build().toByteArray();
    }

    @Test
    void countsSpansLogRecordsAndPoints() {
        byte[] spans = Otlp.request(37).toByteArray();
        byte[] logs = Otlp.logs(23).toByteArray();
        assertThat(RecordCount.of(Signal.TRACES, spans, spans.length))
                .isEqualTo(37)
                .isEqualTo(offered(Signal.TRACES, spans));
        assertThat(RecordCount.of(Signal.LOGS, logs, logs.length)).isEqualTo(23).isEqualTo(offered(Signal.LOGS, logs));
        assertThat(RecordCount.of(Signal.METRICS, points(), points().length))
                .isEqualTo(28)
                .isEqualTo(offered(Signal.METRICS, points()));
    }

    @Test
    void looksNoFurtherThanTheBody() {
        byte[] spans = Otlp.request(5).toByteArray();
        byte[] twice = Arrays.copyOf(spans, 2 * spans.length);
        System.arraycopy(spans, 0, twice, spans.length, spans.length);
        assertThat(RecordCount.of(Signal.TRACES, twice, spans.length)).isEqualTo(5);
    }

    @Test
    void countsNoMoreThanThereIsOfDamagedBodies() {
        Random random = new Random(5);
        byte[] whole = Otlp.request(50).toByteArray();
        for (int i = 0; i < 2_000; i++) {
            byte[] damaged = Arrays.copyOf(whole, random.nextInt(whole.length + 1));
            for (int flips = random.nextInt(4); flips > 0 && damaged.length > 0; flips--) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            }
            assertThat(RecordCount.of(Signal.TRACES, damaged, damaged.length)).isBetween(0L, (long) damaged.length);
        }
    }
}
