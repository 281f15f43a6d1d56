package dev.quipu.collector.scrape;

import dev.quipu.model.TenantName;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Map;
import java.util.Optional;

/**
 * Something with a page of metrics.
 *
 * @param key see {@link TargetKey}
 * @param url {@code http} or {@code https}, with a path
 * @param labels further attributes of the resource
 */
public record ScrapeTarget(
        String key,
        String tenant,
        URI url,
        long intervalMillis,
        long timeoutMillis,
        String job,
        String instance,
        Map<String, String> labels,
        boolean honorLabels) {

    static final long MIN_INTERVAL_MILLIS = 100;
    static final long MAX_INTERVAL_MILLIS = 3_600_000;
    private static final int MAX_URL_LENGTH = 2048;

    public ScrapeTarget {
        labels = Map.copyOf(labels);
    }

    /** How often and how long, where a target says nothing. */
    public record Defaults(long intervalMillis, long timeoutMillis) {}

    /** A target as somebody has put it, with what is not said left open. */
    public record Wish(
            String tenant,
            String url,
            Optional<Long> intervalMillis,
            Optional<Long> timeoutMillis,
            Optional<String> job,
            Optional<String> instance,
            Map<String, String> labels,
            boolean honorLabels) {}

    /**
     * @throws IllegalArgumentException when no target can be made of it
     */
    public static ScrapeTarget of(Wish wish, Defaults defaults) {
        URI url = url(wish.url());
        if (!TenantName.isValid(wish.tenant())) {
            throw new IllegalArgumentException("tenant: expected " + TenantName.EXPECTED + ", got another form");
        }
        long interval = wish.intervalMillis().orElse(defaults.intervalMillis());
        if (interval < MIN_INTERVAL_MILLIS || interval > MAX_INTERVAL_MILLIS) {
            throw new IllegalArgumentException("interval: expected " + MIN_INTERVAL_MILLIS + " to "
                    + MAX_INTERVAL_MILLIS + " ms, got " + interval);
        }
        long timeout = Math.min(interval, wish.timeoutMillis().orElse(defaults.timeoutMillis()));
        if (timeout <= 0) {
            throw new IllegalArgumentException("timeout: expected more than 0 ms, got " + timeout);
        }
        String job = wish.job().filter(text -> !text.isEmpty()).orElse(url.getHost());
        String instance = wish.instance().filter(text -> !text.isEmpty()).orElse(url.getHost() + ":" + port(url));
        return new ScrapeTarget(
                TargetKey.of(wish.tenant(), url.toString(), job, instance),
                wish.tenant(),
                url,
                interval,
                timeout,
                job,
                instance,
                wish.labels(),
                wish.honorLabels());
    }

    /** The same target under the key that storage has for it. */
    ScrapeTarget withKey(String other) {
        return new ScrapeTarget(other, tenant, url, intervalMillis, timeoutMillis, job, instance, labels, honorLabels);
    }

    private static URI url(String text) {
        try {
            URI url = new URI(text);
            boolean http = "http".equalsIgnoreCase(url.getScheme()) || "https".equalsIgnoreCase(url.getScheme());
            if (http && url.getHost() != null && url.getUserInfo() == null && text.length() <= MAX_URL_LENGTH) {
                return url.getRawPath().isEmpty() ? url.resolve("/metrics" + query(url)) : url;
            }
        } catch (URISyntaxException e) {
            // told below
        }
        throw new IllegalArgumentException("url: expected http://host:port/path without a user, got '"
                + (text.length() > 100 ? text.substring(0, 100) + "…" : text) + "'");
    }

    private static String query(URI url) {
        return url.getRawQuery() == null ? "" : "?" + url.getRawQuery();
    }

    boolean tls() {
        return "https".equalsIgnoreCase(url.getScheme());
    }

    int port() {
        return port(url);
    }

    private static int port(URI url) {
        return url.getPort() >= 0 ? url.getPort() : "https".equalsIgnoreCase(url.getScheme()) ? 443 : 80;
    }

    /** The host without the brackets of IPv6. */
    String host() {
        String host = url.getHost();
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    long offsetMillis() {
        return TargetKey.offsetMillis(key, intervalMillis);
    }

    /** The first slot after a moment, both in milliseconds since 1970. */
    long slotAfter(long millis) {
        long offset = offsetMillis();
        return Math.floorDiv(millis - offset, intervalMillis) * intervalMillis + intervalMillis + offset;
    }
}
