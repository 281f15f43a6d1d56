package dev.quipu.benchmarks.spans;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quipu.benchmarks.workload.Workload;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.trace.v1.Span;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MarkedWorkloadTest {

    private static final long NOW = 1_790_000_000_000_000_000L;
    private static final int REQUESTS = 30;

    private final MarkedWorkload workload = new MarkedWorkload(
            new WorkloadBuilder(3, RequestEncoding.OTLP, 64).build(1, 1_000), 5, 3, "user.id", "canary");

    private static List<Span> spans(Workload.Request request) throws Exception {
        ByteBuffer bytes = ByteBuffer.allocate(request.bytes() + 7).order(ByteOrder.LITTLE_ENDIAN);
        request.writeTo(bytes, 7);
        return ExportTraceServiceRequest.parseFrom(bytes.position(7)).getResourceSpansList().stream()
                .flatMap(resource -> resource.getScopeSpansList().stream())
                .flatMap(scope -> scope.getSpansList().stream())
                .toList();
    }

    @Test
    void everyThirdRequestHasASpanMoreThatSaysIt() throws Exception {
        Set<Object> ids = new HashSet<>();
        for (int i = 0; i < REQUESTS; i++) {
            Workload.Request request = workload.next(NOW);
            assertThat(request.bytes()).isLessThanOrEqualTo(workload.maxBytes());
            List<Span> spans = spans(request);
            assertThat(request.records()).isEqualTo(spans.size());
            List<Span> saying = spans.stream()
                    .filter(span -> span.toString().contains("canary"))
                    .toList();
            assertThat(saying).hasSize(i % 3 == 0 ? 1 : 0);
            saying.forEach(span -> {
                assertThat(span.getEndTimeUnixNano()).isEqualTo(NOW);
                ids.add(List.of(span.getTraceId(), span.getSpanId()));
            });
        }
        assertThat(ids).hasSize(REQUESTS / 3);
        assertThat(workload.marked()).isEqualTo(REQUESTS / 3);
    }

    @Test
    void theOthersAreWhatTheyWere() throws Exception {
        Workload plain = new WorkloadBuilder(3, RequestEncoding.OTLP, 64).build(1, 1_000);
        for (int i = 0; i < REQUESTS; i++) {
            List<Span> spans = spans(workload.next(NOW));
            assertThat(spans.subList(0, spans.size() - (i % 3 == 0 ? 1 : 0))).isEqualTo(spans(plain.next(NOW)));
        }
    }
}
