package dev.quipu.benchmarks.evaluate;

import com.google.protobuf.Message;
import dev.quipu.benchmarks.report.ResultsFile;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The running services, by their doors, and where the table goes. */
final class Services {

    /** Exit code of an evaluation that ran and found less than it should. */
    static final int SHORT_OF_AIM = 3;

    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @Option(names = "--url", description = "where the collector takes records; a loopback address")
    private URI collector = URI.create("http://127.0.0.1:4318");

    @Option(names = "--analysis-url")
    private URI analysis = URI.create("http://127.0.0.1:8080");

    @Option(names = "--report", description = "put the table into this file of results")
    private @Nullable Path report;

    /** Sends an OTLP request, which has to be acknowledged. @param path such as {@code /v1/traces} */
    void send(String path, Message request) throws IOException, InterruptedException {
        HttpRequest post = HttpRequest.newBuilder(collector.resolve(path))
                .timeout(TIMEOUT)
                .header("Content-Type", "application/x-protobuf")
                .POST(HttpRequest.BodyPublishers.ofByteArray(request.toByteArray()))
                .build();
        HttpResponse<String> answer = http.send(post, HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new IOException(path + ": expected status 200, got " + answer.statusCode() + " " + answer.body());
        }
    }

    JsonObject ask(String path) throws IOException, InterruptedException {
        HttpRequest get =
                HttpRequest.newBuilder(analysis.resolve(path)).timeout(TIMEOUT).build();
        HttpResponse<String> answer = http.send(get, HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new IOException(path + ": expected status 200, got " + answer.statusCode() + " " + answer.body());
        }
        return new JsonObject(answer.body());
    }

    /** Prints a part of the results, and puts it into the file when there is one. */
    void publish(String part) throws IOException {
        System.out.println(part);
        if (report != null) {
            ResultsFile.write(report, part);
        }
    }
}
