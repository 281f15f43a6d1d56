package dev.quipu.analysis.graph;

import com.sun.net.httpserver.Headers;
import dev.quipu.analysis.StoragePeer;
import dev.quipu.analysis.graph.CallWindow.Key;
import dev.quipu.model.Span;
import dev.quipu.model.rollup.CallKey;
import dev.quipu.model.rollup.Rollup;
import dev.quipu.model.rollup.RollupCodec;
import dev.quipu.model.rollup.RollupKind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The calls of spans that came all at once. */
public final class Told {

    static final String TENANT = "default";

    private Told() {}

    /** Storage answers with these calls, as of ten seconds. */
    public static void byStorage(List<Span> spans) {
        StoragePeer.at("/v1/rollups", request -> {
            Rollup<CallKey> whole = new Rollup<>(RollupKind.CALLS, Rollup.WHOLE);
            whole.add(calls(spans));
            Headers headers = request.exchange().getResponseHeaders();
            headers.set(RollupCodec.FROM_HEADER, "2024-01-31T05:28:20Z");
            headers.set(RollupCodec.TO_HEADER, "2024-01-31T05:28:30Z");
            headers.set(RollupCodec.WATERMARK_HEADER, "2026-01-01T00:00:00Z");
            headers.set(RollupCodec.PENDING_HEADER, "5");
            request.send(200, RollupCodec.encode(whole));
        });
    }

    static ServiceGraph of(List<Span> spans) {
        return ServiceGraph.of(calls(spans));
    }

    static Rollup<CallKey> calls(List<Span> spans) {
        CallStep step = CallStep.ofNew(id -> true);
        step.add(part(spans));
        step.apply(new CallWindow(Integer.MAX_VALUE), Instant.EPOCH);
        return step.changes().getOrDefault(TENANT, new Rollup<>(RollupKind.CALLS, 10));
    }

    static CallStep.Part part(List<Span> spans) {
        CallSpans reader = new CallSpans();
        Map<Key, List<CallSpan>> traces = new LinkedHashMap<>();
        spans.forEach(span -> traces.computeIfAbsent(new Key(TENANT, span.traceId()), key -> new ArrayList<>())
                .add(reader.of(span)));
        return new CallStep.Part(TENANT, traces);
    }
}
