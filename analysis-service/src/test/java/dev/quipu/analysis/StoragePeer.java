package dev.quipu.analysis;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.quipu.model.Span;
import dev.quipu.model.otlp.OtlpTraces;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * An HTTP server in storage's place. Each test says what is answered at a path; the requests are kept. Unless told
 * otherwise it is ready, and knows of nothing else.
 */
public final class StoragePeer implements QuarkusTestResourceLifecycleManager {

    /** What to answer. Throwing closes the connection without an answer. */
    @FunctionalInterface
    public interface Answer {
        void to(Request request) throws IOException;
    }

    /** A request of this service, and the way to answer it. */
    public record Request(URI uri, String tenant, String accept, HttpExchange exchange) {

        public String parameter(String name) {
            List<String> values = parameters(name);
            return values.isEmpty() ? "" : values.get(0);
        }

        public List<String> parameters(String name) {
            String query = uri.getRawQuery() == null ? "" : uri.getRawQuery();
            return Arrays.stream(query.split("&"))
                    .filter(pair -> pair.startsWith(name + "="))
                    .map(pair -> URLDecoder.decode(pair.substring(name.length() + 1), StandardCharsets.UTF_8))
                    .toList();
        }

        public void json(int status, String body) throws IOException {
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            send(status, body.getBytes(StandardCharsets.UTF_8));
        }

        public void problem(int status, String detail) throws IOException {
            exchange.getResponseHeaders().set("Content-Type", "application/problem+json");
            send(
                    status,
                    ("{\"status\":" + status + ",\"detail\":\"" + detail + "\"}").getBytes(StandardCharsets.UTF_8));
        }

        public void spans(List<Span> spans) throws IOException {
            exchange.getResponseHeaders().set("Content-Type", "application/x-protobuf");
            send(200, OtlpTraces.toProtobuf(spans));
        }

        public void send(int status, byte[] body) throws IOException {
            exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        }
    }

    private record Route(String path, Answer answer) {}

    private static final List<Route> ROUTES = new CopyOnWriteArrayList<>();
    private static final List<Request> REQUESTS = new CopyOnWriteArrayList<>();

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private HttpServer server;

    /** Forgets all answers and requests. */
    public static void reset() {
        ROUTES.clear();
        REQUESTS.clear();
    }

    /** Answers a path; the latest answer given for it counts. */
    public static void at(String path, Answer answer) {
        ROUTES.add(0, new Route(path, answer));
    }

    /** Serves these spans as storage would: by id, in batches, and as found by any search, in this order. */
    public static void store(List<Span> spans) {
        List<String> ids =
                spans.stream().map(span -> span.traceId().hex()).distinct().toList();
        at("/v1/traces", request -> {
            int limit = Integer.parseInt(request.parameter("limit"));
            List<String> rows = ids.stream()
                    .limit(limit)
                    .map(id -> "{\"traceId\":\"" + id + "\",\"matchedSpans\":1}")
                    .toList();
            request.json(200, "{\"traces\":[" + String.join(",", rows) + "],\"truncated\":false}");
        });
        at("/v1/traces/batch", request -> {
            List<String> asked = request.parameters("id");
            request.spans(spans.stream()
                    .filter(span -> asked.contains(span.traceId().hex()))
                    .toList());
        });
        for (String id : ids) {
            at(
                    "/v1/traces/" + id,
                    request -> request.spans(spans.stream()
                            .filter(span -> span.traceId().hex().equals(id))
                            .toList()));
        }
    }

    public static List<Request> requests(String path) {
        return REQUESTS.stream()
                .filter(request -> request.uri().getPath().equals(path))
                .toList();
    }

    @Override
    public Map<String, String> start() {
        try {
            server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", StoragePeer::answer);
        server.start();
        return Map.of(
                "quipu.storage.url",
                "http://127.0.0.1:" + server.getAddress().getPort(),
                // The packaged service does not know the port of tests.
                "quarkus.management.port",
                String.valueOf(ManagementPort.number()));
    }

    @Override
    public void stop() {
        server.stop(0);
        threads.shutdownNow();
    }

    private static void answer(HttpExchange exchange) throws IOException {
        Request request = new Request(
                exchange.getRequestURI(),
                exchange.getRequestHeaders().getFirst("Quipu-Tenant"),
                exchange.getRequestHeaders().getFirst("Accept"),
                exchange);
        REQUESTS.add(request);
        List<Route> routes = new ArrayList<>(ROUTES);
        routes.add(new Route("/v1/readiness", ready -> ready.json(200, "{\"ready\":true}")));
        String path = exchange.getRequestURI().getPath();
        Route route = routes.stream()
                .filter(candidate -> candidate.path().equals(path))
                .findFirst()
                .orElse(new Route(path, unknown -> unknown.problem(404, "nothing here")));
        try {
            route.answer().to(request);
        } catch (IOException | RuntimeException e) {
            exchange.close();
        }
    }
}
