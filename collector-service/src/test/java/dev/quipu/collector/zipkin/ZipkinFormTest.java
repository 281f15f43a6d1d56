package dev.quipu.collector.zipkin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quipu.model.KeyValue;
import dev.quipu.model.Span;
import dev.quipu.model.SpanId;
import dev.quipu.model.otlp.OtlpFormatException;
import dev.quipu.model.otlp.OtlpTraces;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import zipkin2.Endpoint;
import zipkin2.codec.SpanBytesEncoder;

class ZipkinFormTest {

    private static zipkin2.Span.Builder span() {
        return zipkin2.Span.newBuilder()
                .traceId("0af7651916cd43dd8448eb211c80319c")
                .parentId("00f067aa0ba902b7")
                .id("b7ad6b7169203331")
                .kind(zipkin2.Span.Kind.CLIENT)
                .name("get /cart")
                .timestamp(1_767_225_600_000_001L)
                .duration(1_500)
                .localEndpoint(Endpoint.newBuilder()
                        .serviceName("cart")
                        .ip("10.0.0.1")
                        .port(8080)
                        .build())
                .remoteEndpoint(Endpoint.newBuilder()
                        .serviceName("stock")
                        .ip("10.0.0.2")
                        .build())
                .addAnnotation(1_767_225_600_000_500L, "retry")
                .putTag("http.path", "/cart");
    }

    private static SpanBytesEncoder encoderOf(ZipkinForm form) {
        return switch (form) {
            case JSON_V2 -> SpanBytesEncoder.JSON_V2;
            case PROTO3 -> SpanBytesEncoder.PROTO3;
            case JSON_V1 -> SpanBytesEncoder.JSON_V1;
            case THRIFT -> SpanBytesEncoder.THRIFT;
        };
    }

    private static List<Span> otlp(ZipkinForm form, zipkin2.Span... spans) {
        byte[] body = encoderOf(form).encodeList(List.of(spans));
        byte[] otlp = form.toOtlp(body, body.length);
        return OtlpTraces.read(otlp, otlp.length);
    }

    @ParameterizedTest
    @EnumSource(ZipkinForm.class)
    void givesEveryFieldItsPlaceInOtlp(ZipkinForm form) {
        Span span = otlp(form, span().build()).get(0);

        assertThat(span.resource().attributes()).containsExactly(KeyValue.of("service.name", "cart"));
        assertThat(span.traceId().hex()).isEqualTo("0af7651916cd43dd8448eb211c80319c");
        assertThat(span.spanId().hex()).isEqualTo("b7ad6b7169203331");
        assertThat(span.parentSpanId().hex()).isEqualTo("00f067aa0ba902b7");
        assertThat(span.kind()).isEqualTo(Span.Kind.CLIENT.ordinal());
        assertThat(span.name()).isEqualTo("get /cart");
        assertThat(span.startTimeUnixNano()).isEqualTo(1_767_225_600_000_001_000L);
        assertThat(span.durationNanos()).isEqualTo(1_500_000);
        assertThat(span.events()).containsExactly(new Span.Event(1_767_225_600_000_500_000L, "retry", List.of(), 0));
        assertThat(span.attributes())
                .contains(
                        KeyValue.of("http.path", "/cart"),
                        KeyValue.of("network.local.address", "10.0.0.1"),
                        KeyValue.of("network.local.port", 8080L),
                        KeyValue.of("peer.service", "stock"),
                        KeyValue.of("network.peer.address", "10.0.0.2"));
        assertThat(span.status()).isEqualTo(Span.Status.UNSET);
    }

    @Test
    void keepsTheSharedAndDebugFlags() {
        Span span = otlp(
                        ZipkinForm.JSON_V2,
                        span().kind(zipkin2.Span.Kind.SERVER)
                                .shared(true)
                                .debug(true)
                                .build())
                .get(0);

        assertThat(span.attributes()).contains(KeyValue.of("zipkin.shared", true), KeyValue.of("zipkin.debug", true));
    }

    @Test
    void fillsShortTraceIdsUp() {
        Span span = otlp(ZipkinForm.PROTO3, span().traceId("8448eb211c80319c").build())
                .get(0);

        assertThat(span.traceId().hex()).isEqualTo("00000000000000008448eb211c80319c");
    }

    @Test
    void takesASpanThatSaysNothing() {
        Span span = otlp(
                        ZipkinForm.JSON_V2,
                        zipkin2.Span.newBuilder().traceId("1").id("2").build())
                .get(0);

        assertThat(span.parentSpanId()).isEqualTo(SpanId.NONE);
        assertThat(span.name()).isEmpty();
        assertThat(span.kind()).isZero();
        assertThat(span.startTimeUnixNano()).isZero();
        assertThat(span.resource().attributes()).isEmpty();
    }

    @Test
    void anErrorTagIsAnErrorStatus() {
        Span plain = otlp(
                        ZipkinForm.JSON_V2,
                        span().putTag("error", "card expired").build())
                .get(0);
        Span flag =
                otlp(ZipkinForm.JSON_V2, span().putTag("error", "true").build()).get(0);
        Span fromOpenTelemetry = otlp(
                        ZipkinForm.JSON_V2,
                        span().putTag("otel.status_code", "OK").build())
                .get(0);

        assertThat(plain.status()).isEqualTo(new Span.Status(2, "card expired"));
        assertThat(flag.status()).isEqualTo(new Span.Status(2, ""));
        assertThat(fromOpenTelemetry.status().code()).isEqualTo(1);
        assertThat(plain.attributes()).contains(KeyValue.of("error", "card expired"));
    }

    @Test
    void keepsBothAddressesOfAnEndpoint() {
        Span span = otlp(
                        ZipkinForm.JSON_V2,
                        span().remoteEndpoint(Endpoint.newBuilder()
                                        .ip("10.0.0.2")
                                        .ip("2001:db8::c001")
                                        .build())
                                .build())
                .get(0);

        assertThat(span.attributes())
                .contains(
                        KeyValue.of("network.peer.address", "10.0.0.2"),
                        KeyValue.of("zipkin.remote.ipv6", "2001:db8::c001"));
    }

    @ParameterizedTest
    @EnumSource(ZipkinForm.class)
    void refusesWhatIsNoListOfSpans(ZipkinForm form) {
        byte[] body = "{\"no\": 1".getBytes(StandardCharsets.UTF_8);

        assertThatThrownBy(() -> form.toOtlp(body, body.length))
                .isInstanceOf(OtlpFormatException.class)
                .hasMessageStartingWith("zipkin: expected a list of spans");
    }
}
