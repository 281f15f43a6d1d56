package dev.quipu.collector.scrape;

import dev.quipu.collector.intake.Reservation;
import dev.quipu.collector.scrape.ScrapeFailure.Reason;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.PoolOptions;
import java.net.InetAddress;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * Asks targets for their pages. A target can take no more than its time and the largest page, whatever it does: the
 * address is looked at after it was resolved and is the one that is connected to, redirects stay at the target.
 */
final class PageFetcher {

    private static final int CONNECTIONS_PER_TARGET_HOST = 64;
    private static final int IDLE_SECONDS = 90;

    private final Vertx vertx;
    private final HttpClient http;
    private final HostAddresses hosts;
    private final AddressGuard guard;
    private final Rules rules;

    /**
     * What a target may do.
     *
     * @param maxBytes of a page
     */
    record Rules(int maxBytes, boolean followRedirects, boolean allowLinkLocal) {}

    PageFetcher(Vertx vertx, Rules rules) {
        this.vertx = vertx;
        this.rules = rules;
        this.hosts = new HostAddresses();
        this.guard = new AddressGuard(rules.allowLinkLocal());
        http = vertx.httpClientBuilder()
                .with(new HttpClientOptions()
                        .setKeepAlive(true)
                        .setKeepAliveTimeout(IDLE_SECONDS)
                        .setTcpNoDelay(true)
                        .setMaxHeaderSize(32 * 1024)
                        .setMaxChunkSize(64 * 1024))
                .with(new PoolOptions().setHttp1MaxSize(CONNECTIONS_PER_TARGET_HOST))
                // What a target does to a connection is told by its request, and not once more in the log.
                .withConnectHandler(connection -> connection.exceptionHandler(told -> {}))
                .build();
    }

    /** Never fails, and is complete soon after the target's timeout. On an event loop. */
    Future<Fetched> fetch(ScrapeTarget target, Reservation reservation) {
        PageRequest request = new PageRequest(vertx, http, target, rules, reservation);
        request.begin();
        hosts.of(target.host())
                .onSuccess(addresses -> connect(request, target.url(), addresses))
                .onFailure(unknown ->
                        request.fail(Reason.RESOLVE, "host: expected one with an address, got " + target.host()));
        return request.done();
    }

    /** The first address that is allowed is the one. */
    private void connect(PageRequest request, URI url, List<InetAddress> addresses) {
        Optional<InetAddress> address = addresses.stream().filter(guard::allows).findFirst();
        if (address.isEmpty()) {
            request.fail(
                    Reason.REFUSED_ADDRESS,
                    "address: expected one that is not link-local, metadata, multicast or unspecified, got "
                            + url.getHost());
        } else {
            request.ask(url, address.get(), 0);
        }
    }

    void close() {
        http.close();
        hosts.close();
    }
}
