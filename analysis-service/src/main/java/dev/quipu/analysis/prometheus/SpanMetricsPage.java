package dev.quipu.analysis.prometheus;

import dev.quipu.analysis.BadParameterException;
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

    /** Span names and calls on one page. */
    private static final int MAX_CELLS = 5000;

    private final StorageClient storage;

    /** What was written of each series of calls today, by tenant. */
    private final Map<String, Day> days = new ConcurrentHashMap<>();

    SpanMetricsPage(StorageClient storage) {
        this.storage = storage;
    }

    private record Day(Instant begin, Map<String, Double> written) {}

    /** @param service only spans of components of this name, and calls by or of them; empty for all */
    public Uni<String> read(String tenant, Optional<String> service) {
        Instant now = Instant.now();
        Instant begin = now.truncatedTo(ChronoUnit.DAYS);
        Instant end = now.plusMillis(1);
        return Uni.combine()
                .all()
                .unis(
                        storage.rollup(tenant, RollupQuery.whole(RollupKind.SPANS, begin, end, service)),
                        storage.rollup(tenant, RollupQuery.whole(RollupKind.CALLS, begin, end, service)))
                .with((spans, calls) -> {
                    requireFewer(spans.rollup().size() + calls.rollup().size());
                    return page(spans) + (calls.rollup().isEmpty() ? "" : page(today(tenant, begin), calls));
                });
    }

    /** Each is written as eighteen lines. */
    private static void requireFewer(int cells) {
        if (cells > MAX_CELLS) {
            throw new BadParameterException("service: expected one, as there are more than " + MAX_CELLS
                    + " span names and calls, " + cells + "; scrape each by itself");
        }
    }

    /** Only of tenants that have calls. */
    private Day today(String tenant, Instant begin) {
        return days.compute(
                tenant,
                (name, known) -> known != null && known.begin().equals(begin)
                        ? known
                        : new Day(begin, new ConcurrentHashMap<>()));
    }

    private static String page(Day day, FoundRollup<CallKey> calls) {
        PageWriter page = new PageWriter((series, value) -> day.written().merge(series, value, Math::max));
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

    /** What counts spans only grows. */
    private static String page(FoundRollup<SpanKey> spans) {
        PageWriter page = new PageWriter((series, value) -> value);
        page.family("traces_spanmetrics_calls_total", "counter", "Spans.");
        spans.rollup()
                .byKey()
                .forEach((key, cell) -> page.counter("traces_spanmetrics_calls_total", labels(key), cell.weight()));
        page.family("traces_spanmetrics_latency", "histogram", "Durations of spans in seconds.");
        spans.rollup().byKey().forEach((key, cell) -> page.histogram("traces_spanmetrics_latency", labels(key), cell));
        return page.page();
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
