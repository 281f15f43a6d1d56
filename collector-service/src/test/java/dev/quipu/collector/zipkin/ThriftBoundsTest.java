package dev.quipu.collector.zipkin;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quipu.model.otlp.OtlpFormatException;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import zipkin2.Endpoint;
import zipkin2.Span;
import zipkin2.codec.SpanBytesEncoder;

class ThriftBoundsTest {

    @Test
    void letsPassWhatZipkinWrites() {
        Span span = Span.newBuilder()
                .traceId("5b8efff798038103")
                .id("1")
                .parentId("2")
                .name("get")
                .kind(Span.Kind.CLIENT)
                .timestamp(1)
                .duration(2)
                .localEndpoint(Endpoint.newBuilder()
                        .serviceName("a")
                        .ip("1.2.3.4")
                        .port(80)
                        .build())
                .putTag("k", "v")
                .addAnnotation(3, "event")
                .build();
        ThriftBounds.check(SpanBytesEncoder.THRIFT.encodeList(List.of(span, span)));
    }

    @Test
    @Timeout(5)
    void refusesAListOfNothingHoweverLongItClaimsToBe() {
        ByteBuffer body = ByteBuffer.allocate(100);
        body.put((byte) 12).putInt(1); // a list of one struct
        for (int i = 0; i < 8; i++) {
            body.put((byte) 15).putShort((short) 99).put((byte) 1).putInt(Integer.MAX_VALUE);
        }
        assertThatThrownBy(() -> ZipkinForm.THRIFT.toOtlp(body.array(), body.position()))
                .isInstanceOf(OtlpFormatException.class)
                .hasMessageContaining("expected");
    }

    @Test
    void refusesDeepNesting() {
        ByteBuffer body = ByteBuffer.allocate(1000);
        for (int i = 0; i < 100; i++) {
            body.put((byte) 12).putShort((short) 1);
        }
        byte[] list = ByteBuffer.allocate(1005)
                .put((byte) 12)
                .putInt(1)
                .put(body.array())
                .array();
        assertThatThrownBy(() -> ThriftBounds.check(list)).hasMessageContaining("nesting");
    }

    @Test
    void refusesAListOfWhatIsNoSpan() {
        byte[] list = ByteBuffer.allocate(100).put((byte) 10).putInt(2).array();
        assertThatThrownBy(() -> ThriftBounds.check(list))
                .hasMessageContaining("a list of structs expected, got one of type 10");
    }
}
