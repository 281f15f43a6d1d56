package dev.quipu.benchmarks.scrape;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;

/** Pages of metrics on a loopback port, one for each path; each remembers when it was fetched. On one event loop. */
final class Targets implements AutoCloseable {

    private static final String TYPE = "text/plain; version=0.0.4; charset=utf-8";
    private static final int COUNTERS = 10;

    private final Vertx vertx = Vertx.vertx(new io.vertx.core.VertxOptions().setEventLoopPoolSize(1));
    private final HttpServer server;
    private final int series;
    private final List<List<Long>> fetchedMillis = new ArrayList<>();

    Targets(int targets, int series) throws ExecutionException, InterruptedException {
        this.series = series;
        for (int i = 0; i < targets; i++) {
            fetchedMillis.add(new ArrayList<>());
        }
        this.server = vertx.createHttpServer()
                .requestHandler(this::answer)
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get();
    }

    int port() {
        return server.actualPort();
    }

    private void answer(HttpServerRequest request) {
        int target = Integer.parseInt(request.path().substring(request.path().lastIndexOf('/') + 1));
        long now = System.currentTimeMillis();
        synchronized (fetchedMillis) {
            fetchedMillis.get(target).add(now);
        }
        request.response().putHeader("content-type", TYPE).end(page(target, now));
    }

    /** Half of the series counters, half gauges; ten of each family. */
    private Buffer page(int target, long now) {
        StringBuilder page = new StringBuilder(64 * series);
        for (int i = 0; i < series; i++) {
            boolean isCounter = i / COUNTERS % 2 == 0;
            String name = (isCounter ? "shop_events_" + i / COUNTERS + "_total" : "shop_level_" + i / COUNTERS);
            if (i % COUNTERS == 0) {
                page.append("# HELP ")
                        .append(name)
                        .append(" What it says.\n# TYPE ")
                        .append(name);
                page.append(isCounter ? " counter\n" : " gauge\n");
            }
            long value = isCounter ? now / 1_000 * (1 + i % 7) : (now / 1_000 * 31 + i * 17L + target) % 1_000;
            page.append(name)
                    .append("{route=\"/r")
                    .append(i % COUNTERS)
                    .append("\"} ")
                    .append(value)
                    .append('\n');
        }
        return Buffer.buffer(page.toString().getBytes(StandardCharsets.US_ASCII));
    }

    /** When each target was fetched, milliseconds since 1970. */
    List<List<Long>> fetchedMillis() {
        synchronized (fetchedMillis) {
            return fetchedMillis.stream().map(List::copyOf).toList();
        }
    }

    @Override
    public void close() {
        vertx.close();
    }
}
