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

/** Asks storage's REST API, one question at a time over one connection. */
public final class StorageClient {

    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private final URI address;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    /** @param address scheme, loopback host and port */
    public StorageClient(URI address) {
        this.address = Loopback.require(address);
    }

    /** @throws IllegalStateException for any answer but 200 */
    public JsonObject json(String pathAndQuery) throws InterruptedException {
        return new JsonObject(new String(bytes(pathAndQuery, "application/json"), StandardCharsets.UTF_8));
    }

    /** @throws IllegalStateException for any answer but 200 */
    public byte[] bytes(String pathAndQuery, String contentType) throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(address.resolve(pathAndQuery))
                .timeout(TIMEOUT)
                .header("Accept", contentType)
                .build();
        try {
            HttpResponse<byte[]> response = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
            if (response.statusCode() != 200) {
                throw new IllegalStateException(pathAndQuery + ": expected status 200, got " + response.statusCode()
                        + " " + new String(response.body(), StandardCharsets.UTF_8));
            }
            return response.body();
        } catch (IOException e) {
            throw new UncheckedIOException(address + pathAndQuery, e);
        }
    }

    /** A value as it stands in a query string. */
    public static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }
}
