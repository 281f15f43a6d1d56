package dev.quipu.benchmarks.rig.check;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.quipu.benchmarks.rig.client.Acknowledged;
import dev.quipu.benchmarks.rig.client.RequestSource;
import dev.quipu.benchmarks.storage.StorageClient;
import dev.quipu.model.Signal;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.TracesData;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/** Some of the acknowledged traces, fetched by their ids and compared with what was sent, field by field. */
public final class TraceSample {

    private static final Comparator<Span> BY_SPAN_ID = Comparator.comparing(
            span -> HexFormat.of().formatHex(span.getSpanId().toByteArray()));

    private TraceSample() {}

    /** @param size how many traces */
    public static List<Check> of(RequestSource source, Acknowledged client, StorageClient storage, int size)
            throws InterruptedException, InvalidProtocolBufferException {
        int[] requests = client.requests().stream()
                .filter(request -> source.signal(request) == Signal.TRACES)
                .toArray();
        SplittableRandom random = new SplittableRandom(source.seed());
        int same = 0;
        int asked = 0;
        List<String> different = new ArrayList<>();
        while (asked < size && requests.length > 0) {
            List<Span> sent = spans(ExportTraceServiceRequest.parseFrom(
                    source.request(requests[random.nextInt(requests.length)]).body())
                    .getResourceSpansList()
                    .stream());
            int trace = random.nextInt(sent.size() / RequestSource.SPANS_PER_TRACE) * RequestSource.SPANS_PER_TRACE;
            List<Span> expected = sorted(sent.subList(trace, trace + RequestSource.SPANS_PER_TRACE));
            String id = HexFormat.of().formatHex(expected.get(0).getTraceId().toByteArray());
            asked++;
            if (fetch(storage, id).equals(expected)) {
                same++;
            } else {
                different.add(id);
            }
        }
        String got = different.isEmpty() ? same + " the same" : same + " the same, different: " + different;
        return List.of(Check.equal("traces fetched by id", asked + " the same", got));
    }

    private static List<Span> fetch(StorageClient storage, String id)
            throws InterruptedException, InvalidProtocolBufferException {
        byte[] answer = storage.bytes("/v1/traces/batch?id=" + id, "application/x-protobuf");
        return sorted(spans(TracesData.parseFrom(answer).getResourceSpansList().stream()));
    }

    private static List<Span> spans(Stream<io.opentelemetry.proto.trace.v1.ResourceSpans> resources) {
        return resources
                .flatMap(resource -> resource.getScopeSpansList().stream())
                .flatMap(scope -> scope.getSpansList().stream())
                .toList();
    }

    private static List<Span> sorted(List<Span> spans) {
        return spans.stream().sorted(BY_SPAN_ID).toList();
    }
}
