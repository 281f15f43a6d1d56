package dev.quipu.acceptance;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Storage's read API. */
final class StorageApi {

    private static final int TRACES_PER_BATCH = 100;

    private final ReadApi api;

    StorageApi(URI storage) {
        this.api = new ReadApi(storage);
    }

    /** @param as in whose name */
    StorageApi(URI storage, TenantApi as) {
        this.api = new ReadApi(storage, as.credential());
    }

    /** All stored spans of a trace; none when it is not stored. */
    List<OtlpSpan> trace(String traceId) {
        Answer answer = api.get("/v1/traces/" + traceId, OtlpHttp.PROTOBUF);
        return answer.status() == 404 ? List.of() : OtlpSpan.listOf(api.ok("/v1/traces/" + traceId, OtlpHttp.PROTOBUF));
    }

    /** All stored spans of the traces, in any order. */
    List<OtlpSpan> traces(Collection<String> traceIds) {
        List<OtlpSpan> spans = new ArrayList<>();
        List<String> ids = List.copyOf(traceIds);
        for (int from = 0; from < ids.size(); from += TRACES_PER_BATCH) {
            String query = ids.subList(from, Math.min(ids.size(), from + TRACES_PER_BATCH)).stream()
                    .map(id -> "id=" + id)
                    .collect(Collectors.joining("&"));
            spans.addAll(OtlpSpan.listOf(api.ok("/v1/traces/batch?" + query, OtlpHttp.PROTOBUF)));
        }
        return spans;
    }

    /** The newest stored log records that satisfy a condition, at most 1,000. */
    List<OtlpLog> logs(String condition) {
        String query = URLEncoder.encode(condition, StandardCharsets.UTF_8);
        return OtlpLog.listOf(api.ok("/v1/logs?limit=1000&q=" + query, OtlpHttp.PROTOBUF));
    }

    /** The stored points of the last hour of the series that a selector means. */
    List<OtlpPoint> points(String selector) {
        String query = URLEncoder.encode(selector, StandardCharsets.UTF_8);
        return OtlpPoint.listOf(api.ok("/v1/metrics/points?match=" + query, OtlpHttp.PROTOBUF));
    }

    /** The newest stored log records since then that satisfy a condition, at most 1,000. */
    List<OtlpLog> logs(String condition, Instant from) {
        String query = URLEncoder.encode(condition, StandardCharsets.UTF_8);
        return OtlpLog.listOf(api.ok("/v1/logs?limit=1000&from=" + from + "&q=" + query, OtlpHttp.PROTOBUF));
    }

    /** The stored points of the series that a selector means, of times in between. */
    List<OtlpPoint> points(String selector, Instant from, Instant to) {
        String query = URLEncoder.encode(selector, StandardCharsets.UTF_8);
        return OtlpPoint.listOf(
                api.ok("/v1/metrics/points?from=" + from + "&to=" + to + "&match=" + query, OtlpHttp.PROTOBUF));
    }

    JsonNode json(String path, Map<String, String> parameters) {
        return api.json(path, parameters);
    }
}
