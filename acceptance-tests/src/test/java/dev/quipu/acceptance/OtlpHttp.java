package dev.quipu.acceptance;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** The collector's OTLP/HTTP door, spoken to byte by byte. */
final class OtlpHttp {

    static final String PROTOBUF = "application/x-protobuf";
    static final String JSON = "application/json";

    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    private final URI collector;
    private final URI traces;

    OtlpHttp(URI collector) {
        this.collector = collector;
        this.traces = collector.resolve("/v1/traces");
    }

    URI traces() {
        return traces;
    }

    URI logs() {
        return collector.resolve("/v1/logs");
    }

    URI metrics() {
        return collector.resolve("/v1/metrics");
    }

    Answer post(byte[] body) throws IOException {
        return post(body, PROTOBUF, "identity");
    }

    /** @param body an ExportLogsServiceRequest */
    Answer postLogs(byte[] body) throws IOException {
        return post(logs(), HttpRequest.BodyPublishers.ofByteArray(body), PROTOBUF, "identity");
    }

    /** @param body an ExportMetricsServiceRequest */
    Answer postMetrics(byte[] body) throws IOException {
        return post(metrics(), HttpRequest.BodyPublishers.ofByteArray(body), PROTOBUF, "identity");
    }

    Answer post(byte[] body, String contentType, String contentEncoding) throws IOException {
        return post(HttpRequest.BodyPublishers.ofByteArray(body), contentType, contentEncoding);
    }

    Answer post(HttpRequest.BodyPublisher body, String contentType, String contentEncoding) throws IOException {
        return post(traces, body, contentType, contentEncoding);
    }

    private static Answer post(URI door, HttpRequest.BodyPublisher body, String contentType, String contentEncoding)
            throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(door)
                .timeout(Duration.ofSeconds(60))
                .header("Content-Type", contentType)
                .POST(body);
        if (!contentEncoding.equals("identity")) {
            request.header("Content-Encoding", contentEncoding);
        }
        try {
            HttpResponse<byte[]> response = HTTP.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
            return new Answer(response.statusCode(), response.headers(), response.body());
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
