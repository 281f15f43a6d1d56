package dev.quipu.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import brave.Span;
import brave.Tracing;
import brave.propagation.TraceContext;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import zipkin2.codec.SpanBytesDecoder;
import zipkin2.reporter.BytesMessageSender;
import zipkin2.reporter.brave.AsyncZipkinSpanHandler;
import zipkin2.reporter.urlconnection.URLConnectionSender;

/** Brave reports through zipkin-reporter; Zipkin's read API gives back every span as it was sent. */
class BraveIT {

    private final Cluster cluster = Cluster.shared();
    private final String service = "brave-" + UUID.randomUUID();
    private final List<byte[]> sent = new ArrayList<>();

    /** Sends when it is flushed, and not on a thread of its own that a test would have to wait for. */
    private final AsyncZipkinSpanHandler reporter = AsyncZipkinSpanHandler.newBuilder(
                    new Recording(URLConnectionSender.create(cluster.zipkin() + "/api/v2/spans")))
            .messageTimeout(0, TimeUnit.SECONDS)
            .build();

    private final Tracing tracing = Tracing.newBuilder()
            .localServiceName(service)
            .localIp("10.1.2.3")
            .localPort(8080)
            .traceId128Bit(true)
            .addSpanHandler(reporter)
            .build();

    @AfterEach
    void close() {
        tracing.close();
        reporter.close();
    }

    @Test
    void spansAreReadBackAsTheyWereSent() throws IOException {
        Span server = tracing.tracer().newTrace().kind(Span.Kind.SERVER).name("post /cart");
        server.start();
        server.tag("http.path", "/cart").annotate("cart locked");
        Span client = tracing.tracer()
                .newChild(server.context())
                .kind(Span.Kind.CLIENT)
                .name("charge");
        client.remoteServiceName("payment");
        client.remoteIpAndPort("2001:db8::c001", 443);
        client.start();
        callee(client.context());
        client.error(new IllegalStateException("card declined")).finish();
        server.finish();
        reporter.flush();

        List<zipkin2.Span> spans = new ArrayList<>();
        sent.forEach(body -> SpanBytesDecoder.JSON_V2.decodeList(body, spans));
        assertThat(spans).hasSize(3).anyMatch(span -> Boolean.TRUE.equals(span.shared()));
        byte[] answer = new ReadApi(cluster.analysis().url())
                .ok("/api/v2/trace/" + server.context().traceIdString(), OtlpHttp.JSON);
        assertThat(SpanBytesDecoder.JSON_V2.decodeList(answer)).containsExactlyInAnyOrderElementsOf(spans);
        assertThat(new ReadApi(cluster.analysis().url())
                        .json("/api/v2/traces", Map.of("serviceName", service, "annotationQuery", "error")))
                .hasSize(1);
    }

    /** The other side of a call shares the caller's span, as B3 has it. */
    private void callee(TraceContext caller) {
        TraceContext received = caller.toBuilder().shared(true).build();
        Span shared = tracing.tracer().joinSpan(received).kind(Span.Kind.SERVER).name("charge");
        shared.start().finish();
    }

    /** Passes on what it is given, and keeps it. */
    private final class Recording extends BytesMessageSender.Base {
        private final BytesMessageSender to;

        Recording(BytesMessageSender to) {
            super(to.encoding());
            this.to = to;
        }

        @Override
        public int messageMaxBytes() {
            return to.messageMaxBytes();
        }

        @Override
        public void send(List<byte[]> spans) throws IOException {
            to.send(spans);
            sent.add(encoding().encode(spans));
        }

        @Override
        public void close() throws IOException {
            to.close();
        }
    }
}
