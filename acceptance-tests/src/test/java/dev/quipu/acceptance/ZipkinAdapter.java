package dev.quipu.acceptance;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import zipkin2.Call;
import zipkin2.Callback;
import zipkin2.DependencyLink;
import zipkin2.Span;
import zipkin2.codec.DependencyLinkBytesDecoder;
import zipkin2.codec.SpanBytesDecoder;
import zipkin2.codec.SpanBytesEncoder;
import zipkin2.storage.AutocompleteTags;
import zipkin2.storage.QueryRequest;
import zipkin2.storage.ServiceAndSpanNames;
import zipkin2.storage.SpanConsumer;
import zipkin2.storage.SpanStore;
import zipkin2.storage.StorageComponent;
import zipkin2.storage.Traces;

/**
 * Quipu as a storage of Zipkin's server: spans go in at the collector's Zipkin port and are asked for at the analysis
 * service. Each clearing goes on in a tenant of its own.
 */
final class ZipkinAdapter extends StorageComponent
        implements SpanStore, Traces, ServiceAndSpanNames, AutocompleteTags, SpanConsumer {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    private final URI doors;
    private final URI readApi;
    private String tenant = newTenant();

    ZipkinAdapter(Cluster cluster) {
        this.doors = cluster.zipkin();
        this.readApi = cluster.analysis().url();
    }

    /** Builds the adapter whatever a kit configures: the tests say which of it the cluster was started with. */
    static StorageComponent.Builder builder(Cluster cluster) {
        return new StorageComponent.Builder() {
            @Override
            public Builder strictTraceId(boolean strictTraceId) {
                return this;
            }

            @Override
            public Builder searchEnabled(boolean searchEnabled) {
                return this;
            }

            @Override
            public Builder autocompleteKeys(List<String> keys) {
                return this;
            }

            @Override
            public StorageComponent build() {
                return new ZipkinAdapter(cluster);
            }
        };
    }

    private static String newTenant() {
        return "zipkin-" + UUID.randomUUID();
    }

    void clear() {
        tenant = newTenant();
    }

    @Override
    public SpanStore spanStore() {
        return this;
    }

    @Override
    public Traces traces() {
        return this;
    }

    @Override
    public ServiceAndSpanNames serviceAndSpanNames() {
        return this;
    }

    @Override
    public AutocompleteTags autocompleteTags() {
        return this;
    }

    @Override
    public SpanConsumer spanConsumer() {
        return this;
    }

    @Override
    public Call<Void> accept(List<Span> spans) {
        return call(() -> {
            HttpRequest request = HttpRequest.newBuilder(doors.resolve("/api/v2/spans"))
                    .timeout(Duration.ofSeconds(60))
                    .header("Content-Type", "application/json")
                    .header("Quipu-Tenant", tenant)
                    .POST(HttpRequest.BodyPublishers.ofByteArray(SpanBytesEncoder.JSON_V2.encodeList(spans)))
                    .build();
            HttpResponse<byte[]> response = send(request);
            if (response.statusCode() != 202) {
                throw new IOException("spans: expected 202, got " + response.statusCode());
            }
            return null;
        });
    }

    @Override
    public Call<List<List<Span>>> getTraces(QueryRequest request) {
        Map<String, Object> parameters = new LinkedHashMap<>();
        parameters.put("serviceName", request.serviceName());
        parameters.put("remoteServiceName", request.remoteServiceName());
        parameters.put("spanName", request.spanName());
        parameters.put("annotationQuery", request.annotationQueryString());
        parameters.put("minDuration", request.minDuration());
        parameters.put("maxDuration", request.maxDuration());
        parameters.put("endTs", request.endTs());
        parameters.put("lookback", request.lookback());
        parameters.put("limit", request.limit());
        return call(() -> traceList(get("/api/v2/traces", parameters)));
    }

    @Override
    public Call<List<Span>> getTrace(String traceId) {
        return call(() -> {
            HttpResponse<byte[]> response = get("/api/v2/trace/" + traceId, Map.of());
            return response.statusCode() == 404 ? List.of() : SpanBytesDecoder.JSON_V2.decodeList(ok(response));
        });
    }

    @Override
    public Call<List<List<Span>>> getTraces(Iterable<String> traceIds) {
        return call(() -> traceList(get("/api/v2/traceMany", Map.of("traceIds", String.join(",", traceIds)))));
    }

    @Override
    public Call<List<DependencyLink>> getDependencies(long endTs, long lookback) {
        if (endTs <= 0) {
            throw new IllegalArgumentException("endTs <= 0");
        }
        if (lookback <= 0) {
            throw new IllegalArgumentException("lookback <= 0");
        }
        return call(() -> DependencyLinkBytesDecoder.JSON_V1.decodeList(
                ok(get("/api/v2/dependencies", Map.of("endTs", endTs, "lookback", lookback)))));
    }

    @Override
    public Call<List<String>> getServiceNames() {
        return call(() -> texts(get("/api/v2/services", Map.of())));
    }

    @Override
    public Call<List<String>> getRemoteServiceNames(String serviceName) {
        return call(() -> texts(get("/api/v2/remoteServices", Map.of("serviceName", serviceName))));
    }

    @Override
    public Call<List<String>> getSpanNames(String serviceName) {
        return call(() -> texts(get("/api/v2/spans", Map.of("serviceName", serviceName))));
    }

    @Override
    public Call<List<String>> getKeys() {
        return call(() -> texts(get("/api/v2/autocompleteKeys", Map.of())));
    }

    @Override
    public Call<List<String>> getValues(String key) {
        return call(() -> texts(get("/api/v2/autocompleteValues", Map.of("key", key))));
    }

    private HttpResponse<byte[]> get(String path, Map<String, Object> parameters) throws IOException {
        String query = parameters.entrySet().stream()
                .filter(parameter -> parameter.getValue() != null)
                .map(parameter -> parameter.getKey() + "="
                        + URLEncoder.encode(parameter.getValue().toString(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        return send(HttpRequest.newBuilder(readApi.resolve(query.isEmpty() ? path : path + "?" + query))
                .timeout(Duration.ofSeconds(60))
                .header("Quipu-Tenant", tenant)
                .build());
    }

    private static HttpResponse<byte[]> send(HttpRequest request) throws IOException {
        try {
            return HTTP.send(request, HttpResponse.BodyHandlers.ofByteArray());
        } catch (InterruptedException e) {
            throw new InterruptedIOException();
        }
    }

    private static byte[] ok(HttpResponse<byte[]> response) throws IOException {
        if (response.statusCode() != 200) {
            throw new IOException(response.uri() + " answered " + response.statusCode() + ": "
                    + new String(response.body(), StandardCharsets.UTF_8));
        }
        return response.body();
    }

    private static List<String> texts(HttpResponse<byte[]> response) throws IOException {
        return MAPPER.readValue(ok(response), new TypeReference<>() {});
    }

    private static List<List<Span>> traceList(HttpResponse<byte[]> response) throws IOException {
        List<List<Span>> traces = new ArrayList<>();
        for (var trace : MAPPER.readTree(ok(response))) {
            traces.add(SpanBytesDecoder.JSON_V2.decodeList(MAPPER.writeValueAsBytes(trace)));
        }
        return traces;
    }

    private interface Exchange<T> {
        T run() throws IOException;
    }

    /** Does nothing before it is executed, once; its clones may be executed too. */
    private static <T> Call<T> call(Exchange<T> exchange) {
        return new Call.Base<>() {
            @Override
            protected T doExecute() throws IOException {
                return exchange.run();
            }

            @Override
            protected void doEnqueue(Callback<T> callback) {
                try {
                    callback.onSuccess(exchange.run());
                } catch (IOException e) {
                    callback.onError(e);
                }
            }

            @Override
            public Call<T> clone() {
                return call(exchange);
            }
        };
    }
}
