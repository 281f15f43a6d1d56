package dev.quipu.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A trace of thousands of spans whose calls fan out at random over a few services; the same for the same seed. */
final class LargeTrace {

    private static final int SERVICES = 8;
    private static final int NAMES = 12;
    private static final int PER_REQUEST = 5_000;
    private static final int ONE_IN_SO_MANY_FAILS = 250;
    private static final Duration LENGTH = Duration.ofSeconds(30);

    private final Random random;
    private final ByteString traceId = Requests.randomId(16);
    private final List<Span.Builder> spans = new ArrayList<>();

    private LargeTrace(int size, long seed) {
        random = new Random(seed);
        long end = Requests.unixNano(Instant.now());
        spans.add(span(end - LENGTH.toNanos(), end));
        while (spans.size() < size) {
            // Early spans have more children than late ones, as the upper layers of a system have.
            Span.Builder parent = spans.get((int) (Math.pow(random.nextDouble(), 1.5) * spans.size()));
            long length = parent.getEndTimeUnixNano() - parent.getStartTimeUnixNano();
            long start = parent.getStartTimeUnixNano() + (long) (random.nextDouble() * 0.7 * length);
            long rest = parent.getEndTimeUnixNano() - start;
            Span.Builder child = span(start, start + (long) ((0.05 + random.nextDouble() * 0.4) * rest));
            spans.add(child.setParentSpanId(parent.getSpanId()));
        }
    }

    /** @return its id, once all of it is to be found */
    static String send(OtlpHttp collector, int size, long seed) throws IOException {
        LargeTrace trace = new LargeTrace(size, seed);
        for (int from = 0; from < size; from += PER_REQUEST) {
            List<Span.Builder> some = trace.spans.subList(from, Math.min(size, from + PER_REQUEST));
            for (int service = 0; service < SERVICES; service++) {
                trace.send(collector, some, service);
            }
        }
        return OtlpSpan.hex(trace.traceId);
    }

    private void send(OtlpHttp collector, List<Span.Builder> some, int service) throws IOException {
        List<Span> ofService = new ArrayList<>();
        for (int i = service; i < some.size(); i += SERVICES) {
            ofService.add(some.get(i).build());
        }
        Answer answer =
                collector.post(Requests.of("layer-" + service, ofService).toByteArray());
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    }

    private Span.Builder span(long start, long end) {
        Span.Builder span = Requests.span("operation " + random.nextInt(NAMES), traceId)
                .setKind(Span.SpanKind.SPAN_KIND_INTERNAL)
                .setStartTimeUnixNano(start)
                .setEndTimeUnixNano(end)
                .addAttributes(Requests.attribute("work.item", Long.toHexString(random.nextLong())))
                .addAttributes(Requests.attribute("work.size", Long.toString(end - start)));
        if (random.nextInt(ONE_IN_SO_MANY_FAILS) == 0) {
            span.setStatus(Status.newBuilder()
                    .setCode(Status.StatusCode.STATUS_CODE_ERROR)
                    .setMessage("failed"));
        }
        return span;
    }
}
