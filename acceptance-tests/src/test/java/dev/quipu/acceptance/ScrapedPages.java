package dev.quipu.acceptance;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

/** A page of metrics at every path, which keeps when each was fetched. */
final class ScrapedPages implements AutoCloseable {

    static final String METRIC = "shared_scrape";

    private static final int THREADS = 8;

    /** Unix milliseconds. */
    private final Map<String, List<Long>> fetches = new ConcurrentHashMap<>();

    private final ExecutorService answering = Executors.newFixedThreadPool(THREADS);
    private final HttpServer pages;

    ScrapedPages(int targets) {
        try {
            pages = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), targets);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        pages.setExecutor(answering);
        pages.createContext("/", this::answer);
        pages.start();
    }

    private void answer(HttpExchange exchange) throws IOException {
        fetches.computeIfAbsent(exchange.getRequestURI().getPath(), path -> new CopyOnWriteArrayList<>())
                .add(System.currentTimeMillis());
        byte[] page = (METRIC + " 1\n").getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "text/plain; version=0.0.4");
        exchange.sendResponseHeaders(200, page.length);
        exchange.getResponseBody().write(page);
        exchange.close();
    }

    /** What storage takes as the target that this number stands for. */
    String target(int number, long intervalMillis) {
        return "{\"url\":\"http://127.0.0.1:%d/%d\",\"instance\":\"i%d\",\"intervalMillis\":%d}"
                .formatted(pages.getAddress().getPort(), number, number, intervalMillis);
    }

    /** When each page was fetched, in order, Unix milliseconds. */
    Map<String, List<Long>> fetches() {
        return fetches;
    }

    static List<Long> gaps(List<Long> times) {
        return IntStream.range(1, times.size())
                .mapToObj(i -> times.get(i) - times.get(i - 1))
                .toList();
    }

    @Override
    public void close() {
        pages.stop(0);
        answering.shutdownNow();
    }
}
