package dev.quipu.analysis.prometheus;

import dev.quipu.analysis.client.FoundRollup;
import dev.quipu.analysis.client.RollupQuery;
import dev.quipu.analysis.client.StorageClient;
import dev.quipu.analysis.graph.Edge;
import dev.quipu.analysis.graph.ServiceGraph;
import dev.quipu.analysis.read.SpanSearch;
import dev.quipu.model.Span;
import dev.quipu.model.rollup.CallKey;
import dev.quipu.model.rollup.CallNode;
import dev.quipu.model.rollup.RollupKind;
import dev.quipu.model.rollup.SpanKey;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Spans and calls as counters and histograms under the names that the OpenTelemetry Collector's and Tempo's generators
 * give them. They count from the beginning of the day, UTC, on: a counter that begins anew is what Prometheus expects, and
 * neither a start of this service nor another replica changes what it says.
 */
@ApplicationScoped
public class SpanMetricsPage {

    private final StorageClient storage;

    /** What was written of each series today, by tenant. */
    private final Map<String, Day> days = new ConcurrentHashMap<>();

    SpanMetricsPage(StorageClient storage) {
        this.storage = storage;
    }

    private record Day(Instant begin, Map<String, Double> written) {}

    public Uni<String> read(String tenant) {
        Instant now = Instant.now();
        Instant begin = now.truncatedTo(ChronoUnit.DAYS);
        Day day = days.compute(
                tenant,
                (name, known) -> known != null && known.begin().equals(begin)
                        ? known
                        : new Day(begin, new ConcurrentHashMap<>()));
        Instant end = now.plusMillis(1);
        return Uni.combine()
                .all()
                .unis(
                        storage.rollup(tenant, RollupQuery.whole(RollupKind.SPANS, begin, end, Optional.empty())),
                        storage.rollup(tenant, RollupQuery.whole(RollupKind.CALLS, begin, end, Optional.empty())))
                .with((spans, calls) -> page(day, spans, calls));
    }

    private static String page(Day day, FoundRollup<SpanKey> spans, FoundRollup<CallKey> calls) {
        PageWriter page = new PageWriter((series, value) -> day.written().merge(series, value, Math::max));
        write(page, spans);
        ServiceGraph graph = ServiceGraph.of(calls.rollup());
        page.family("traces_service_graph_request_total", "counter", "Calls of one by another.");
        graph.edges()
                .forEach((key, edge) -> page.counter("traces_service_graph_request_total", labels(key), edge.weight()));
        page.family("traces_service_graph_request_failed_total", "counter", "Calls that failed.");
        graph.edges()
                .forEach((key, edge) ->
                        page.counter("traces_service_graph_request_failed_total", labels(key), edge.failedWeight()));
        page.family("traces_service_graph_request_server_seconds", "histogram", "Durations as the server saw them.");
        graph.edges()
                .forEach((key, edge) -> page.histogram(
                        "traces_service_graph_request_server_seconds", labels(key), edge.seenByCallee()));
        page.family("traces_service_graph_request_client_seconds", "histogram", "Durations as the client saw them.");
        graph.edges()
                .forEach((key, edge) -> page.histogram(
                        "traces_service_graph_request_client_seconds", labels(key), edge.seenByCaller()));
        return page.page();
    }

    private static void write(PageWriter page, FoundRollup<SpanKey> spans) {
        page.family("traces_spanmetrics_calls_total", "counter", "Spans.");
        spans.rollup()
                .byKey()
                .forEach((key, cell) -> page.counter("traces_spanmetrics_calls_total", labels(key), cell.weight()));
        page.family("traces_spanmetrics_latency", "histogram", "Durations of spans in seconds.");
        spans.rollup().byKey().forEach((key, cell) -> page.histogram("traces_spanmetrics_latency", labels(key), cell));
    }

    private static Map<String, String> labels(SpanKey key) {
        Map<String, String> labels = new LinkedHashMap<>();
        labels.put("service", key.component());
        labels.put("service_namespace", key.namespace());
        labels.put("span_name", key.spanName());
        labels.put("span_kind", "SPAN_KIND_" + SpanSearch.kind(key.kind()).toUpperCase(Locale.ROOT));
        labels.put("status_code", statusCode(key.statusCode()));
        return labels;
    }

    private static String statusCode(int code) {
        return switch (code) {
            case 0 -> "STATUS_CODE_UNSET";
            case 1 -> "STATUS_CODE_OK";
            case Span.Status.CODE_ERROR -> "STATUS_CODE_ERROR";
            default -> Integer.toString(code);
        };
    }

    private static Map<String, String> labels(Edge.Key key) {
        Map<String, String> labels = new LinkedHashMap<>();
        labels.put("client", key.caller().name());
        labels.put("client_service_namespace", key.caller().namespace());
        labels.put("server", key.callee().name());
        labels.put("server_service_namespace", key.callee().namespace());
        labels.put(
                "connection_type",
                switch (key.type()) {
                    case CALL -> key.callee().kind() == CallNode.Kind.COMPONENT ? "" : "virtual_node";
                    case MESSAGE -> "messaging_system";
                    case QUERY -> "database";
                });
        return labels;
    }
}
