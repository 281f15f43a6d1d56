package dev.quipu.acceptance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Requests to any service in which one tenant is named. */
final class TenantApi {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    private final String tenant;
    private final String[] credential;

    TenantApi(String tenant) {
        this.tenant = tenant;
        this.credential = new String[0];
    }

    /** @param secret that is shown with each request */
    TenantApi(String tenant, String secret) {
        this.tenant = tenant;
        this.credential = new String[] {"Authorization", "Bearer " + secret};
    }

    /** The header that says who asks, its name and its value; empty when none does. */
    String[] credential() {
        return credential.clone();
    }

    Answer get(URI uri) {
        return send(request(uri).GET());
    }

    /** The JSON of an answer that must be 200. */
    JsonNode json(URI uri) {
        Answer answer = get(uri);
        if (answer.status() != 200) {
            throw new IllegalStateException(uri + " answered " + answer.status() + ": " + answer.text());
        }
        try {
            return MAPPER.readTree(answer.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Answer put(URI uri, String json) {
        return send(request(uri).header("Content-Type", OtlpHttp.JSON).PUT(HttpRequest.BodyPublishers.ofString(json)));
    }

    Answer post(URI uri, String json) {
        return send(request(uri).header("Content-Type", OtlpHttp.JSON).POST(HttpRequest.BodyPublishers.ofString(json)));
    }

    Answer delete(URI uri) {
        return send(request(uri).DELETE());
    }

    Answer delete(URI uri, String json) {
        return send(request(uri)
                .header("Content-Type", OtlpHttp.JSON)
                .method("DELETE", HttpRequest.BodyPublishers.ofString(json)));
    }

    /** Sends spans to a collector. */
    Answer export(URI collector, byte[] request) {
        return export(collector, "/v1/traces", request);
    }

    /** Sends records to a door of a collector. */
    Answer export(URI collector, String door, byte[] request) {
        return export(collector, door, OtlpHttp.PROTOBUF, request);
    }

    /** The same as OTLP/JSON. */
    Answer exportJson(URI collector, String door, byte[] request) {
        return export(collector, door, OtlpHttp.JSON, request);
    }

    private Answer export(URI collector, String door, String contentType, byte[] request) {
        return send(request(collector.resolve(door))
                .header("Content-Type", contentType)
                .POST(HttpRequest.BodyPublishers.ofByteArray(request)));
    }

    private HttpRequest.Builder request(URI uri) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(60)).header("Quipu-Tenant", tenant);
        return credential.length == 0 ? request : request.headers(credential);
    }

    private static Answer send(HttpRequest.Builder request) {
        try {
            HttpResponse<byte[]> response = HTTP.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
            return new Answer(response.statusCode(), response.headers(), response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
