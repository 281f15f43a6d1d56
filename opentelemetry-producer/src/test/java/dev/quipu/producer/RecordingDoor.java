package dev.quipu.producer;

import com.google.protobuf.InvalidProtocolBufferException;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.metrics.v1.Metric;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** An OTLP/HTTP door that keeps what its requests said of their batch, and answers as it is told to. */
final class RecordingDoor implements AutoCloseable {

    record Request(String producer, long epochMillis, long sequence, long count, int records, int status) {}

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpServer server;
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final Queue<Integer> statuses = new ConcurrentLinkedQueue<>();

    RecordingDoor() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", this::receive);
        server.start();
    }

    String url(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    /** The statuses of the next answers; 200 after them. */
    void answerWith(int... next) {
        for (int status : next) {
            statuses.add(status);
        }
    }

    List<Request> requests() {
        return requests;
    }

    private void receive(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        Integer told = statuses.poll();
        int status = told == null ? 200 : told;
        requests.add(new Request(
                header(exchange, ProducerHeaders.PRODUCER),
                Long.parseLong(header(exchange, ProducerHeaders.EPOCH)),
                Long.parseLong(header(exchange, ProducerHeaders.SEQUENCE)),
                Long.parseLong(header(exchange, ProducerHeaders.COUNT)),
                records(exchange.getRequestURI().getPath(), body),
                status));
        exchange.sendResponseHeaders(status, -1);
        exchange.close();
    }

    private static String header(HttpExchange exchange, String name) {
        return exchange.getRequestHeaders().getFirst(name);
    }

    private static int records(String path, byte[] body) throws InvalidProtocolBufferException {
        return switch (path) {
            case "/v1/traces" ->
                ExportTraceServiceRequest.parseFrom(body).getResourceSpansList().stream()
                        .flatMap(resource -> resource.getScopeSpansList().stream())
                        .mapToInt(scope -> scope.getSpansCount())
                        .sum();
            case "/v1/logs" ->
                ExportLogsServiceRequest.parseFrom(body).getResourceLogsList().stream()
                        .flatMap(resource -> resource.getScopeLogsList().stream())
                        .mapToInt(scope -> scope.getLogRecordsCount())
                        .sum();
            case "/v1/metrics" ->
                ExportMetricsServiceRequest.parseFrom(body).getResourceMetricsList().stream()
                        .flatMap(resource -> resource.getScopeMetricsList().stream())
                        .flatMap(scope -> scope.getMetricsList().stream())
                        .mapToInt(RecordingDoor::points)
                        .sum();
            default -> throw new IllegalArgumentException(path);
        };
    }

    private static int points(Metric metric) {
        return metric.getSum().getDataPointsCount() + metric.getGauge().getDataPointsCount();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
