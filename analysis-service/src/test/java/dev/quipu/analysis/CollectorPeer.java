package dev.quipu.analysis;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** An HTTP server in a collector's place. It holds nothing, unless a test says otherwise. */
public final class CollectorPeer implements AutoCloseable {

    /** What to answer. */
    @FunctionalInterface
    public interface Answer {
        void to(HttpExchange exchange) throws IOException;
    }

    private final String name;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Map<String, Answer> answers = new ConcurrentHashMap<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final HttpServer server;

    public CollectorPeer(String name) {
        this.name = name;
        try {
            server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
        at("/v1/spool", json("{\"collector\":\"" + name + "\",\"configured\":true,\"damaged\":0}"));
        at("/v1/fate", fate());
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** What storage says of it. */
    public String evidence() {
        return ("{\"kind\":\"spool\",\"records\":100,\"at\":\"2026-01-01T00:00:00Z\",\"oldest\":\"2026-01-01T00:00:00Z\","
                        + "\"collector\":\"%s\",\"url\":\"%s\"}")
                .formatted(name, url());
    }

    /** Answers a path, and those below it, from now on. */
    public CollectorPeer at(String path, Answer answer) {
        answers.put(path, answer);
        return this;
    }

    public CollectorPeer holds(String... segments) {
        return at("/v1/fate", fate(segments));
    }

    /** Each as path and tenant. */
    public List<String> requests() {
        return requests;
    }

    private Answer fate(String... segments) {
        List<String> found = List.of(segments).stream()
                .map(id -> "{\"id\":\"" + id + "\",\"records\":2,\"collectedAt\":\"2026-01-01T00:00:00Z\"}")
                .toList();
        return json("{\"collector\":\"" + name + "\",\"fate\":\"" + (found.isEmpty() ? "not_spooled" : "spooled")
                + "\",\"segments\":[" + String.join(",", found) + "]}");
    }

    public static Answer json(String body) {
        return exchange -> {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
        };
    }

    public static Answer status(int status) {
        return exchange -> exchange.sendResponseHeaders(status, -1);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        requests.add(path + " " + exchange.getRequestHeaders().getFirst("Quipu-Tenant"));
        try (exchange) {
            String known = answers.keySet().stream()
                    .filter(path::startsWith)
                    .findFirst()
                    .orElseThrow();
            answers.get(known).to(exchange);
        }
    }
}
