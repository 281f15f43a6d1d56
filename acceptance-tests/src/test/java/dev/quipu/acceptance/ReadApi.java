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
import java.util.Map;
import java.util.stream.Collectors;

/** GET requests to one service. */
final class ReadApi {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    private final URI service;
    private final String[] headers;

    /** @param headers of each request, names and values in turn */
    ReadApi(URI service, String... headers) {
        this.service = service;
        this.headers = headers.clone();
    }

    Answer get(String pathAndQuery, String accept) {
        HttpRequest.Builder request = HttpRequest.newBuilder(service.resolve(pathAndQuery))
                .timeout(Duration.ofSeconds(60))
                .header("Accept", accept);
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            HttpResponse<byte[]> response = HTTP.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
            return new Answer(response.statusCode(), response.headers(), response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The body of an answer that must be 200. */
    byte[] ok(String pathAndQuery, String accept) {
        Answer answer = get(pathAndQuery, accept);
        if (answer.status() != 200) {
            throw new IllegalStateException(
                    service.resolve(pathAndQuery) + " answered " + answer.status() + ": " + answer.text());
        }
        return answer.body();
    }

    /** The JSON of an answer that must be 200. */
    JsonNode json(String path, Map<String, String> parameters) {
        String query = parameters.entrySet().stream()
                .map(parameter ->
                        parameter.getKey() + "=" + URLEncoder.encode(parameter.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        try {
            return MAPPER.readTree(ok(query.isEmpty() ? path : path + "?" + query, OtlpHttp.JSON));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
