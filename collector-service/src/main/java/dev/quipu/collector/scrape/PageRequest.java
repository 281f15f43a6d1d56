package dev.quipu.collector.scrape;

import dev.quipu.collector.exposition.PageFormat;
import dev.quipu.collector.intake.Reservation;
import dev.quipu.collector.scrape.ScrapeFailure.Reason;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One fetch: from the first byte that is asked for to the last that is taken. Its fields belong to one event loop. */
final class PageRequest {

    private static final int MAX_REDIRECTS = 3;
    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);

    private final Vertx vertx;
    private final HttpClient http;
    private final ScrapeTarget target;
    private final PageFetcher.Rules rules;
    private final PageBytes bytes;
    private final Promise<Fetched> done = Promise.promise();
    private final long begunNanos = System.nanoTime();
    private @Nullable HttpClientRequest open;
    private long timer;
    private boolean over;

    PageRequest(Vertx vertx, HttpClient http, ScrapeTarget target, PageFetcher.Rules rules, Reservation reservation) {
        this.vertx = vertx;
        this.http = http;
        this.target = target;
        this.rules = rules;
        this.bytes = new PageBytes(reservation, rules.maxBytes());
    }

    Future<Fetched> done() {
        return done.future();
    }

    void begin() {
        timer = vertx.setTimer(
                target.timeoutMillis(),
                fired -> fail(
                        Reason.TIMEOUT, "page: expected its end within " + target.timeoutMillis() + " ms, got no end"));
    }

    void ask(URI url, InetAddress address, int redirects) {
        if (over) {
            return;
        }
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.GET)
                .setServer(SocketAddress.inetSocketAddress(target.port(), address.getHostAddress()))
                .setHost(target.host())
                .setPort(target.port())
                .setSsl(target.tls())
                .setURI(url.getRawPath() + (url.getRawQuery() == null ? "" : "?" + url.getRawQuery()))
                .setConnectTimeout(target.timeoutMillis())
                .setFollowRedirects(false)
                .putHeader(HttpHeaders.ACCEPT, PageFormat.ACCEPT)
                .putHeader(HttpHeaders.ACCEPT_ENCODING, "gzip")
                .putHeader(HttpHeaders.USER_AGENT, "Quipu")
                .putHeader("X-Prometheus-Scrape-Timeout-Seconds", String.valueOf(target.timeoutMillis() / 1000.0));
        request(options)
                .onFailure(e -> fail(
                        Reason.CONNECT,
                        "connection: expected one to " + target.host() + ":" + target.port() + ", got " + message(e)))
                .onSuccess(request -> send(request, url, address, redirects));
    }

    private Future<HttpClientRequest> request(RequestOptions options) {
        try {
            return http.request(options);
        } catch (IllegalStateException e) {
            return Future.failedFuture(e); // the client is closed
        }
    }

    private void send(HttpClientRequest request, URI url, InetAddress address, int redirects) {
        open = request;
        request.exceptionHandler(this::broken);
        if (over) {
            request.reset();
            return;
        }
        request.send().onFailure(this::broken).onSuccess(response -> take(response, url, address, redirects));
    }

    private void broken(Throwable failure) {
        fail(Reason.BROKEN, "page: expected its end, got " + message(failure));
    }

    private void take(HttpClientResponse response, URI url, InetAddress address, int redirects) {
        response.exceptionHandler(this::broken);
        if (over) {
            return;
        }
        if (REDIRECTS.contains(response.statusCode())) {
            redirect(response, url, address, redirects);
            return;
        }
        if (response.statusCode() != 200) {
            fail(Reason.STATUS, "status: expected 200, got " + response.statusCode());
            return;
        }
        String type = response.getHeader(HttpHeaders.CONTENT_TYPE);
        Optional<PageFormat> format = PageFormat.of(type);
        String coding = response.getHeader(HttpHeaders.CONTENT_ENCODING);
        boolean gzip = coding != null && coding.strip().toLowerCase(Locale.ROOT).equals("gzip");
        if (format.isEmpty()) {
            fail(Reason.CONTENT, "Content-Type: expected text/plain or application/openmetrics-text, got " + type);
        } else if (!gzip && coding != null && !coding.strip().equalsIgnoreCase("identity")) {
            fail(Reason.CONTENT, "Content-Encoding: expected identity or gzip, got " + coding);
        } else {
            response.handler(this::append);
            response.endHandler(ended -> complete(Fetched.page(bytes, gzip, format.get(), elapsed())));
        }
    }

    private void append(Buffer chunk) {
        if (over) {
            return;
        }
        try {
            bytes.append(chunk);
        } catch (PageBytes.Refused e) {
            switch (e.fault()) {
                case TOO_LARGE ->
                    fail(Reason.TOO_LARGE, "page: expected at most " + rules.maxBytes() + " bytes, got more");
                case OVERLOADED -> {
                    complete(Fetched.overloaded(elapsed()));
                    cut();
                }
            }
        }
    }

    private void redirect(HttpClientResponse response, URI url, InetAddress address, int redirects) {
        String location = response.getHeader(HttpHeaders.LOCATION);
        Optional<URI> next =
                rules.followRedirects() && redirects < MAX_REDIRECTS ? within(url, location) : Optional.empty();
        if (next.isEmpty()) {
            String expected = rules.followRedirects()
                    ? "at most " + MAX_REDIRECTS + " redirects within " + url.getHost() + ":" + target.port()
                    : "a page";
            fail(
                    Reason.REDIRECT,
                    "status: expected " + expected + ", got " + response.statusCode() + " to " + location);
            return;
        }
        response.endHandler(ended -> ask(next.get(), address, redirects + 1));
        response.resume();
    }

    /** Where a redirect leads to, when that is the target itself. */
    private Optional<URI> within(URI url, @Nullable String location) {
        try {
            URI next = url.resolve(location == null ? "" : location);
            boolean same = next.getHost() != null
                    && next.getHost().equalsIgnoreCase(url.getHost())
                    && target.url().getScheme().equalsIgnoreCase(next.getScheme())
                    && (next.getPort() == target.url().getPort() || next.getPort() == target.port());
            return same && location != null ? Optional.of(next) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    void fail(Reason reason, String detail) {
        if (!over) {
            complete(Fetched.failed(new ScrapeFailure(reason, detail), elapsed()));
            cut();
        }
    }

    private void complete(Fetched fetched) {
        if (!over) {
            over = true;
            vertx.cancelTimer(timer);
            done.complete(fetched);
        }
    }

    /** Whatever is still coming is not wanted: the connection goes with it. */
    private void cut() {
        if (open != null) {
            open.reset();
        }
    }

    private long elapsed() {
        return System.nanoTime() - begunNanos;
    }

    private static String message(Throwable failure) {
        String text = String.valueOf(failure.getMessage());
        return text.length() > 200 ? text.substring(0, 200) + "…" : text;
    }
}
