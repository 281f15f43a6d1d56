package dev.quipu.benchmarks.storage;

import dev.quipu.benchmarks.machine.Loopback;
import io.vertx.core.json.JsonObject;
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

/** Asks storage's REST API, one question at a time over one connection. */
public final class StorageClient {

    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private final URI address;
    private final Map<String, String> headers;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    /** @param address scheme, loopback host and port */
    public StorageClient(URI address) {
        this(address, Map.of());
    }

    /** @param headers of every request: for whom it is, or who asks */
    public StorageClient(URI address, Map<String, String> headers) {
        this.address = Loopback.require(address);
        this.headers = Map.copyOf(headers);
    }

    /** @throws IllegalStateException for any answer but 200 */
    public JsonObject json(String pathAndQuery) throws InterruptedException {
        return new JsonObject(new String(bytes(pathAndQuery, "application/json"), StandardCharsets.UTF_8));
    }

    /** @throws IllegalStateException for any answer but 200 */
    public byte[] bytes(String pathAndQuery, String contentType) throws InterruptedException {
        return send(request(pathAndQuery).header("Accept", contentType).GET(), 200);
    }

    /** @throws IllegalStateException for any answer but the expected */
    public JsonObject post(String path, JsonObject body, int expectedStatus) throws InterruptedException {
        HttpRequest.Builder request = request(path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body.encode()));
        return new JsonObject(new String(send(request, expectedStatus), StandardCharsets.UTF_8));
    }

    private HttpRequest.Builder request(String pathAndQuery) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(address.resolve(pathAndQuery)).timeout(TIMEOUT);
        headers.forEach(request::header);
        return request;
    }

    private byte[] send(HttpRequest.Builder builder, int expectedStatus) throws InterruptedException {
        HttpRequest request = builder.build();
        try {
            HttpResponse<byte[]> response = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
            if (response.statusCode() != expectedStatus) {
                throw new IllegalStateException(request.uri() + ": expected status " + expectedStatus + ", got "
                        + response.statusCode() + " " + new String(response.body(), StandardCharsets.UTF_8));
            }
            return response.body();
        } catch (IOException e) {
            throw new UncheckedIOException(request.uri().toString(), e);
        }
    }

    /** A value as it stands in a query string. */
    public static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }
}
