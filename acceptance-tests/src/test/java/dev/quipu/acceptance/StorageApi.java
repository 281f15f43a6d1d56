package dev.quipu.acceptance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Storage's read API. Every method fails when the answer is not the one a healthy service gives. */
final class StorageApi {

    private static final int TRACES_PER_BATCH = 200;
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    private final URI storage;

    StorageApi(URI storage) {
        this.storage = storage;
    }

    /** All stored spans of a trace; none when it is not stored. */
    List<OtlpSpan> trace(String traceId) {
        HttpResponse<byte[]> response = get("/v1/traces/" + traceId, OtlpHttp.PROTOBUF);
        if (response.statusCode() == 404) {
            return List.of();
        }
        requireOk(response);
        return OtlpSpan.listOf(response.body());
    }

    /** All stored spans of the traces, in any order. */
    List<OtlpSpan> traces(Collection<String> traceIds) {
        List<OtlpSpan> spans = new ArrayList<>();
        List<String> ids = List.copyOf(traceIds);
        for (int from = 0; from < ids.size(); from += TRACES_PER_BATCH) {
            String query = ids.subList(from, Math.min(ids.size(), from + TRACES_PER_BATCH)).stream()
                    .map(id -> "id=" + id)
                    .collect(Collectors.joining("&"));
            HttpResponse<byte[]> response = get("/v1/traces/batch?" + query, OtlpHttp.PROTOBUF);
            requireOk(response);
            spans.addAll(OtlpSpan.listOf(response.body()));
        }
        return spans;
    }

    /** The answer of {@code GET path} with these query parameters. */
    JsonNode json(String path, Map<String, String> parameters) {
        String query = parameters.entrySet().stream()
                .map(parameter ->
                        parameter.getKey() + "=" + URLEncoder.encode(parameter.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        HttpResponse<byte[]> response = get(path + "?" + query, OtlpHttp.JSON);
        requireOk(response);
        try {
            return MAPPER.readTree(response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private HttpResponse<byte[]> get(String pathAndQuery, String accept) {
        HttpRequest request = HttpRequest.newBuilder(storage.resolve(pathAndQuery))
                .timeout(Duration.ofSeconds(60))
                .header("Accept", accept)
                .build();
        try {
            return HTTP.send(request, HttpResponse.BodyHandlers.ofByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void requireOk(HttpResponse<byte[]> response) {
        if (response.statusCode() != 200) {
            throw new IllegalStateException(response.uri() + " answered " + response.statusCode() + ": "
                    + new String(response.body(), StandardCharsets.UTF_8));
        }
    }
}
