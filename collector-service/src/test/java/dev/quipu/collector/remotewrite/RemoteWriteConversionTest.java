package dev.quipu.collector.remotewrite;

import static dev.quipu.collector.remotewrite.Writes.packedReals;
import static dev.quipu.collector.remotewrite.Writes.packedSigned;
import static dev.quipu.collector.remotewrite.Writes.series;
import static dev.quipu.collector.remotewrite.Writes.span;
import static dev.quipu.collector.remotewrite.Writes.v1;
import static dev.quipu.collector.remotewrite.Writes.v2;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.quipu.collector.ProtoMessage;
import dev.quipu.collector.intake.Converted;
import dev.quipu.collector.prometheus.StaleMarker;
import dev.quipu.model.otlp.OtlpFormatException;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.metrics.v1.AggregationTemporality;
import io.opentelemetry.proto.metrics.v1.ExponentialHistogramDataPoint;
import io.opentelemetry.proto.metrics.v1.HistogramDataPoint;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import io.opentelemetry.proto.metrics.v1.ResourceMetrics;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class RemoteWriteConversionTest {

    private static final long NOW = 1_700_000_000_123L;
    private static final long NANOS = 1_000_000;
    private static final WriteLimits LIMITS = new WriteLimits(1000, 1 << 20);
    private static final double STALE = Double.longBitsToDouble(StaleMarker.BITS);
    private static final String TRACE = "5b8efff798038103d269b633813fc60c";

    private RemoteWriteConversion conversion = new RemoteWriteConversion(RemoteWriteForm.V2, LIMITS);

    private Converted convert(RemoteWriteForm form, byte[] body) {
        conversion = new RemoteWriteConversion(form, LIMITS);
        return conversion.convert(body, body.length);
    }

    private List<ResourceMetrics> read(RemoteWriteForm form, Writes.Series... series) throws Exception {
        byte[] body = form == RemoteWriteForm.V1 ? v1(series) : v2(series);
        return ExportMetricsServiceRequest.parseFrom(convert(form, body).protobuf())
                .getResourceMetricsList();
    }

    private Metric metric(RemoteWriteForm form, Writes.Series series) throws Exception {
        return read(form, series).get(0).getScopeMetrics(0).getMetrics(0);
    }

    private static List<String> pairs(List<KeyValue> attributes) {
        return attributes.stream()
                .map(entry -> entry.getKey() + "=" + entry.getValue().getStringValue())
                .toList();
    }

    @ParameterizedTest
    @EnumSource
    void aSampleIsAPointOfItsTarget(RemoteWriteForm form) throws Exception {
        List<ResourceMetrics> blocks = read(
                form,
                series(
                                "__name__", "http_requests_total",
                                "code", "200",
                                "instance", "10.0.0.1:9090",
                                "job", "shop/cart",
                                "otel_scope_name", "lib",
                                "otel_scope_version", "1.2",
                                "path", "/\u00e4")
                        .sample(7.5, NOW));

        ResourceMetrics block = blocks.get(0);
        assertThat(pairs(block.getResource().getAttributesList()))
                .containsExactly("service.namespace=shop", "service.name=cart", "service.instance.id=10.0.0.1:9090");
        assertThat(block.getScopeMetrics(0).getScope().getName()).isEqualTo("lib");
        assertThat(block.getScopeMetrics(0).getScope().getVersion()).isEqualTo("1.2");
        Metric metric = block.getScopeMetrics(0).getMetrics(0);
        assertThat(metric.getName()).isEqualTo("http_requests_total");
        assertThat(pairs(metric.getMetadataList())).containsExactly("prometheus.type=unknown");
        NumberDataPoint point = metric.getGauge().getDataPoints(0);
        assertThat(point.getAsDouble()).isEqualTo(7.5);
        assertThat(point.getTimeUnixNano()).isEqualTo(NOW * NANOS);
        assertThat(point.getStartTimeUnixNano()).isZero();
        assertThat(pairs(point.getAttributesList())).containsExactly("code=200", "path=/\u00e4");
        assertThat(conversion.written()).isEqualTo(new Written(1, 0, 0));
        assertThat(conversion.fault()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "1,a_total,sum,true,counter",
        "2,a,gauge,false,gauge",
        "0,a,gauge,false,unknown",
        "3,a_bucket,sum,true,histogram",
        "3,a_created,gauge,false,histogram",
        "4,a_bucket,gauge,false,gaugehistogram",
        "5,a_sum,sum,true,summary",
        "5,a,gauge,false,summary",
        "6,a_info,sum,false,info",
        "7,a,sum,false,stateset",
        "99,a,gauge,false,unknown"
    })
    void theTypeTellsTheKindOfData(int type, String name, String kind, boolean monotonic, String word)
            throws Exception {
        Metric metric = metric(
                RemoteWriteForm.V2,
                series("__name__", name).sample(1, NOW, NOW - 5).metadata(type, "Helps.", "seconds"));

        assertThat(metric.hasSum()).isEqualTo(kind.equals("sum"));
        assertThat(metric.getSum().getIsMonotonic()).isEqualTo(monotonic);
        assertThat(metric.getDescription()).isEqualTo("Helps.");
        assertThat(metric.getUnit()).isEqualTo("seconds");
        assertThat(pairs(metric.getMetadataList())).containsExactly("prometheus.type=" + word);
        if (metric.hasSum()) {
            assertThat(metric.getSum().getAggregationTemporality())
                    .isEqualTo(AggregationTemporality.AGGREGATION_TEMPORALITY_CUMULATIVE);
            assertThat(metric.getSum().getDataPoints(0).getStartTimeUnixNano()).isEqualTo((NOW - 5) * NANOS);
        }
    }

    @Test
    void version1SaysTypesByFamily() throws Exception {
        ProtoMessage request = Writes.v1Message(
                        series("__name__", "a_seconds_bucket", "le", "1").sample(3, NOW))
                .message(
                        3,
                        ProtoMessage.of()
                                .varint(1, 3)
                                .text(2, "a_seconds")
                                .text(4, "Help")
                                .text(5, "s"));

        Metric metric = ExportMetricsServiceRequest.parseFrom(
                        convert(RemoteWriteForm.V1, request.toBytes()).protobuf())
                .getResourceMetrics(0)
                .getScopeMetrics(0)
                .getMetrics(0);

        assertThat(metric.getName()).isEqualTo("a_seconds_bucket");
        assertThat(metric.getSum().getIsMonotonic()).isTrue();
        assertThat(pairs(metric.getSum().getDataPoints(0).getAttributesList())).containsExactly("le=1");
        assertThat(pairs(metric.getMetadataList())).containsExactly("prometheus.type=histogram");
    }

    @Test
    void aCreatedTimeOfADraftIsTheStart() throws Exception {
        Metric metric = metric(
                RemoteWriteForm.V2,
                series("__name__", "a").sample(1, NOW).created(NOW - 9).metadata(1, "", ""));

        assertThat(metric.getSum().getDataPoints(0).getStartTimeUnixNano()).isEqualTo((NOW - 9) * NANOS);
    }

    @ParameterizedTest
    @EnumSource
    void aStaleMarkerIsAPointWithoutAValueAndAnotherNaNIsAValue(RemoteWriteForm form) throws Exception {
        double odd = Double.longBitsToDouble(0x7ff8_0000_0000_0001L);
        Metric metric = metric(form, series("__name__", "a").sample(STALE, NOW).sample(odd, NOW + 1));

        NumberDataPoint stale = metric.getGauge().getDataPoints(0);
        assertThat(stale.getFlags()).isEqualTo(1);
        assertThat(stale.getValueCase()).isEqualTo(NumberDataPoint.ValueCase.VALUE_NOT_SET);
        assertThat(Double.doubleToRawLongBits(metric.getGauge().getDataPoints(1).getAsDouble()))
                .isEqualTo(Double.doubleToRawLongBits(odd));
    }

    @ParameterizedTest
    @EnumSource
    void exemplarsGoWithTheSampleThatTheyCameBefore(RemoteWriteForm form) throws Exception {
        Metric metric = metric(
                form,
                series("__name__", "a")
                        .sample(1, NOW)
                        .sample(2, NOW + 1000)
                        .exemplar(0.5, NOW - 1, "trace_id", TRACE, "user", "7")
                        .exemplar(0.6, NOW + 2000, "trace_id", "odd"));

        NumberDataPoint first = metric.getGauge().getDataPoints(0);
        assertThat(first.getExemplars(0).getTraceId()).isEqualTo(ByteString.fromHex(TRACE));
        assertThat(pairs(first.getExemplars(0).getFilteredAttributesList())).containsExactly("user=7");
        assertThat(first.getExemplars(0).getAsDouble()).isEqualTo(0.5);
        assertThat(first.getExemplars(0).getTimeUnixNano()).isEqualTo((NOW - 1) * NANOS);
        NumberDataPoint second = metric.getGauge().getDataPoints(1);
        assertThat(pairs(second.getExemplars(0).getFilteredAttributesList())).containsExactly("trace_id=odd");
        assertThat(conversion.written()).isEqualTo(new Written(2, 0, 2));
    }

    @ParameterizedTest
    @EnumSource
    void anExemplarInAMessageOfItsOwnFindsItsSample(RemoteWriteForm form) throws Exception {
        List<ResourceMetrics> blocks = read(
                form,
                series("__name__", "a", "b", "c").exemplar(1, NOW, "trace_id", TRACE),
                series("__name__", "a", "b", "c").sample(1, NOW));

        assertThat(blocks.get(0)
                        .getScopeMetrics(0)
                        .getMetrics(0)
                        .getGauge()
                        .getDataPoints(0)
                        .getExemplarsCount())
                .isEqualTo(1);
        assertThat(conversion.written()).isEqualTo(new Written(1, 0, 1));
        assertThat(conversion.fault()).isEmpty();
    }

    @Test
    void anExemplarWithoutASampleIsTold() throws Exception {
        read(
                RemoteWriteForm.V2,
                series("__name__", "a").exemplar(1, NOW),
                series("__name__", "b").sample(1, NOW));

        assertThat(conversion.written()).isEqualTo(new Written(1, 0, 0));
        assertThat(conversion.fault()).startsWith("exemplar: expected a sample to go with");
    }

    private static ProtoMessage exponential(boolean whole) {
        ProtoMessage histogram = ProtoMessage.of();
        if (whole) {
            histogram.varint(1, 13).varint(6, 2);
            histogram.bytes(12, packedSigned(1, 2, -1, 0)).bytes(9, packedSigned(1, 1));
        } else {
            histogram.real(2, 13).real(7, 2);
            histogram.bytes(13, packedReals(1, 3, 2, 2)).bytes(10, packedReals(1, 2));
        }
        return histogram
                .real(3, 42.5)
                .sint(4, 2)
                .real(5, 0.001)
                .message(11, span(-3, 2))
                .message(11, span(2, 2))
                .message(8, span(1, 2))
                .varint(15, NOW)
                .varint(17, NOW - 100);
    }

    @ParameterizedTest
    @CsvSource({"V1,true", "V1,false", "V2,true", "V2,false"})
    void aNativeHistogramIsExponential(RemoteWriteForm form, boolean whole) throws Exception {
        Metric metric = metric(
                form, series("__name__", "h").histogram(exponential(whole)).metadata(3, "", ""));

        ExponentialHistogramDataPoint point = metric.getExponentialHistogram().getDataPoints(0);
        assertThat(metric.getExponentialHistogram().getAggregationTemporality())
                .isEqualTo(AggregationTemporality.AGGREGATION_TEMPORALITY_CUMULATIVE);
        assertThat(point.getCount()).isEqualTo(13);
        assertThat(point.getSum()).isEqualTo(42.5);
        assertThat(point.getScale()).isEqualTo(2);
        assertThat(point.getZeroCount()).isEqualTo(2);
        assertThat(point.getZeroThreshold()).isEqualTo(0.001);
        assertThat(point.getPositive().getOffset()).isEqualTo(-4);
        assertThat(point.getPositive().getBucketCountsList()).containsExactly(1L, 3L, 0L, 0L, 2L, 2L);
        assertThat(point.getNegative().getOffset()).isZero();
        assertThat(point.getNegative().getBucketCountsList()).containsExactly(1L, 2L);
        assertThat(point.getTimeUnixNano()).isEqualTo(NOW * NANOS);
        assertThat(point.getStartTimeUnixNano()).isEqualTo((NOW - 100) * NANOS);
        assertThat(conversion.written()).isEqualTo(new Written(0, 1, 0));
    }

    @Test
    void aHistogramWithCustomBoundsIsExplicit() throws Exception {
        ProtoMessage histogram = ProtoMessage.of()
                .varint(1, 6)
                .real(3, 9)
                .sint(4, -53)
                .bytes(16, packedReals(0.5, 1, 2))
                .message(11, span(1, 1))
                .message(11, span(1, 1))
                .bytes(12, packedSigned(4, -2))
                .varint(15, NOW);
        Metric metric = metric(RemoteWriteForm.V2, series("__name__", "h").histogram(histogram));

        HistogramDataPoint point = metric.getHistogram().getDataPoints(0);
        assertThat(point.getExplicitBoundsList()).containsExactly(0.5, 1.0, 2.0);
        assertThat(point.getBucketCountsList()).containsExactly(0L, 4L, 0L, 2L);
        assertThat(point.getCount()).isEqualTo(6);
        assertThat(point.getSum()).isEqualTo(9);
    }

    @Test
    void aGaugeHistogramDoesNotAccumulate() throws Exception {
        Metric metric = metric(
                RemoteWriteForm.V2,
                series("__name__", "h").histogram(exponential(false).varint(14, 3)));

        assertThat(metric.getExponentialHistogram().getAggregationTemporality())
                .isEqualTo(AggregationTemporality.AGGREGATION_TEMPORALITY_DELTA);
        assertThat(pairs(metric.getMetadataList())).containsExactly("prometheus.type=gaugehistogram");
    }

    @Test
    void aStaleHistogramHasNoValue() throws Exception {
        Metric metric = metric(
                RemoteWriteForm.V2,
                series("__name__", "h")
                        .histogram(
                                ProtoMessage.of().fixed64(3, StaleMarker.BITS).varint(15, NOW)));

        ExponentialHistogramDataPoint point = metric.getExponentialHistogram().getDataPoints(0);
        assertThat(point.getFlags()).isEqualTo(1);
        assertThat(point.hasSum()).isFalse();
    }

    @Test
    void badHistogramsAreRejectedAlone() throws Exception {
        List<ProtoMessage> bad = List.of(
                exponential(true).sint(4, 9),
                exponential(false).real(2, 0.5),
                exponential(true).message(11, span(0, 1)),
                exponential(true).message(11, span(-1, 1)).bytes(12, packedSigned(0)),
                exponential(true).message(11, span(2_000_000_000, 1)).bytes(12, packedSigned(0)),
                exponential(true).bytes(12, packedSigned(-9)).message(11, span(0, 1)),
                ProtoMessage.of()
                        .message(11, span(Integer.MIN_VALUE, 1))
                        .bytes(12, packedSigned(1))
                        .varint(15, NOW),
                exponential(true).sint(4, -53).bytes(16, packedReals(1)));
        for (ProtoMessage histogram : bad) {
            Converted converted = convert(
                    RemoteWriteForm.V2,
                    v2(
                            series("__name__", "h").histogram(histogram),
                            series("__name__", "k").sample(1, NOW)));

            assertThat(converted.rejected()).isEqualTo(Map.of("invalid_histogram", 1L));
            assertThat(conversion.fault()).startsWith("histogram: expected ");
            assertThat(conversion.written()).isEqualTo(new Written(1, 0, 0));
        }
    }

    @ParameterizedTest
    @EnumSource
    void targetInfoDescribesItsOwnResourceAndStaysAMetric(RemoteWriteForm form) throws Exception {
        List<ResourceMetrics> blocks = read(
                form,
                series("__name__", "a", "instance", "i", "job", "j").sample(1, NOW),
                series("__name__", "target_info", "instance", "i", "job", "j", "k8s_pod_name", "p")
                        .sample(1, NOW));

        assertThat(blocks).hasSize(2);
        assertThat(pairs(blocks.get(0).getResource().getAttributesList()))
                .containsExactly("service.name=j", "service.instance.id=i");
        assertThat(pairs(blocks.get(1).getResource().getAttributesList()))
                .containsExactly("service.name=j", "service.instance.id=i", "k8s_pod_name=p");
        Metric info = blocks.get(1).getScopeMetrics(0).getMetrics(0);
        assertThat(info.getName()).isEqualTo("target_info");
        assertThat(pairs(info.getGauge().getDataPoints(0).getAttributesList())).containsExactly("k8s_pod_name=p");
    }

    @ParameterizedTest
    @EnumSource
    void seriesThatBreakTheRulesAreRejectedAlone(RemoteWriteForm form) throws Exception {
        List<String[]> bad = List.of(
                new String[] {},
                new String[] {"a", "b"},
                new String[] {"__name__", ""},
                new String[] {"__name__", "m", "a", ""},
                new String[] {"", "x", "__name__", "m"},
                new String[] {"__name__", "m", "b", "1", "a", "2"},
                new String[] {"__name__", "m", "a", "1", "a", "2"});
        for (String[] labels : bad) {
            List<ResourceMetrics> blocks = read(
                    form,
                    series(labels).sample(1, NOW).sample(2, NOW + 1),
                    series("__name__", "good").sample(1, NOW));

            assertThat(conversion.fault()).startsWith("labels: expected ").contains("{invalid_labels=2}");
            assertThat(conversion.written()).isEqualTo(new Written(1, 0, 0));
            assertThat(blocks.get(0).getScopeMetrics(0).getMetrics(0).getName()).isEqualTo("good");
        }
    }

    @Test
    void labelsThatAreNotUtf8AreRejectedAlone() throws Exception {
        byte[] body = v2(
                series("__name__", "m", "odd", "ODD").sample(1, NOW),
                series("__name__", "k").sample(1, NOW));
        String text = new String(body, java.nio.charset.StandardCharsets.ISO_8859_1);
        body[text.indexOf("ODD")] = (byte) 0xff;

        assertThat(convert(RemoteWriteForm.V2, body).rejected()).isEqualTo(Map.of("invalid_labels", 1L));
    }

    @Test
    void aTimeBefore1970IsRejectedAlone() throws Exception {
        Converted converted = convert(
                RemoteWriteForm.V2, v2(series("__name__", "m").sample(1, -5).sample(1, NOW)));

        assertThat(converted.rejected()).isEqualTo(Map.of("invalid_time", 1L));
        assertThat(conversion.written()).isEqualTo(new Written(1, 0, 0));
    }

    @Test
    void version2WantsSamplesOrHistogramsButNotBoth() throws Exception {
        read(RemoteWriteForm.V2, series("__name__", "m").sample(1, NOW).histogram(exponential(true)));
        assertThat(conversion.fault()).startsWith("series: expected samples or histograms, got both");
        read(RemoteWriteForm.V2, series("__name__", "m"));
        assertThat(conversion.fault()).startsWith("series: expected a sample or a histogram, got none");
    }

    @Test
    void aReferenceBeyondTheSymbolsRejectsItsSeries() throws Exception {
        byte[] body = ProtoMessage.of()
                .text(4, "")
                .message(
                        5,
                        ProtoMessage.of()
                                .bytes(1, Writes.packed(1, 2))
                                .message(2, ProtoMessage.of().varint(2, NOW)))
                .toBytes();

        assertThat(convert(RemoteWriteForm.V2, body).rejected()).isEqualTo(Map.of("invalid_labels", 1L));
        assertThat(conversion.fault()).startsWith("labels_refs: expected references to 1 symbols, got 1");
    }

    @Test
    void whatIsNoRequestIsUnreadable() {
        byte[] cut = v2(series("__name__", "m").sample(1, NOW));
        assertThatThrownBy(() -> new RemoteWriteConversion(RemoteWriteForm.V2, LIMITS).convert(cut, cut.length - 1))
                .isInstanceOf(OtlpFormatException.class);
        assertThatThrownBy(() -> convert(
                        RemoteWriteForm.V2, ProtoMessage.of().text(4, "x").toBytes()))
                .hasMessage("symbols: expected an empty one first, got another");
        Writes.Series many = series("__name__", "m");
        for (int i = 0; i <= 1000; i++) {
            many.sample(i, NOW + i);
        }
        assertThatThrownBy(() -> convert(RemoteWriteForm.V1, v1(many)))
                .hasMessage("request: expected at most 1000 samples, got more");
    }

    @Test
    void aSymbolThatIsUsedOverAndOverDoesNotGrowBeyondTheLimit() {
        Writes.Series[] bomb = new Writes.Series[500];
        for (int i = 0; i < bomb.length; i++) {
            bomb[i] = series("__name__", "m", "l", "x".repeat(100_000)).sample(1, NOW + i);
        }

        assertThatThrownBy(() -> convert(RemoteWriteForm.V2, v2(bomb)))
                .hasMessage("request: expected at most 1048576 bytes as OTLP, got more");
    }

    @Test
    void damagedRequestsAreNeverMoreThanUnreadable() throws Exception {
        Random random = new Random(11);
        for (RemoteWriteForm form : RemoteWriteForm.values()) {
            Writes.Series[] all = {
                series("__name__", "a", "job", "j").sample(1, NOW).exemplar(1, NOW, "trace_id", TRACE),
                series("__name__", "h").histogram(exponential(true)).metadata(3, "help", "unit"),
                series("__name__", "target_info", "job", "j", "x", "y").sample(1, NOW)
            };
            byte[] body = form == RemoteWriteForm.V1 ? v1(all) : v2(all);
            for (int round = 0; round < 20_000; round++) {
                byte[] damaged = body.clone();
                for (int i = 0; i < 1 + random.nextInt(3); i++) {
                    damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
                }
                try {
                    ExportMetricsServiceRequest.parseFrom(convert(form, damaged).protobuf());
                } catch (OtlpFormatException e) {
                    assertThat(e).hasMessageContaining("expected");
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "application/x-protobuf,V1",
        "application/x-protobuf;proto=prometheus.WriteRequest,V1",
        "application/x-protobuf; proto=io.prometheus.write.v2.Request,V2",
        "Application/X-Protobuf;proto=\"io.prometheus.write.v2.Request\",V2"
    })
    void theContentTypeTellsTheVersion(String type, RemoteWriteForm form) {
        assertThat(RemoteWriteForm.of(type)).contains(form);
    }

    @Test
    void otherContentTypesAreUnknown() {
        assertThat(RemoteWriteForm.of(null)).isEmpty();
        assertThat(RemoteWriteForm.of("application/json")).isEmpty();
        assertThat(RemoteWriteForm.of("application/x-protobuf;proto=io.prometheus.write.v3.Request"))
                .isEmpty();
    }
}
