package dev.quipu.storage.spools;

import dev.quipu.model.Signal;
import dev.quipu.model.TenantName;
import java.net.URI;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What one collector holds.
 *
 * @param collector its name, 1 to 255 characters
 * @param url at which it answers {@code GET /v1/fate/{traceId}} and {@code GET /v1/spool}
 * @param holdings one of each tenant and signal; none when it holds nothing
 */
public record Spool(String collector, Optional<URI> url, List<Holding> holdings) {

    private static final int MAX_NAME = 255;
    private static final int MAX_URL = 2000;
    private static final int MAX_HOLDINGS = 10_000;

    public Spool {
        holdings = List.copyOf(holdings);
        boolean isName = !collector.isBlank()
                && collector.length() <= MAX_NAME
                && collector.chars().noneMatch(Character::isISOControl);
        require(isName, "collector: expected a name of 1 to " + MAX_NAME + " characters", collector);
        url.ifPresent(Spool::verify);
        require(holdings.size() <= MAX_HOLDINGS, "holdings: expected at most " + MAX_HOLDINGS, holdings.size());
        Set<List<Object>> keys = new HashSet<>();
        for (Holding holding : holdings) {
            require(
                    keys.add(List.of(holding.tenant(), holding.signal())),
                    "holdings: expected one of each tenant and signal",
                    holding.tenant() + " " + holding.signal().label() + " twice");
        }
    }

    private static void verify(URI url) {
        boolean isHttp = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
        require(
                isHttp && url.getHost() != null && url.toString().length() <= MAX_URL,
                "url: expected http or https with a host",
                url);
    }

    private static void require(boolean holds, String expected, Object got) {
        if (!holds) {
            throw new IllegalArgumentException(expected + ", got '" + got + "'");
        }
    }

    /**
     * Segments of one tenant and signal.
     *
     * @param oldest when the oldest of them was collected
     */
    public record Holding(String tenant, Signal signal, long segments, long records, long bytes, Instant oldest) {
        public Holding {
            require(TenantName.isValid(tenant), "tenant: expected " + TenantName.EXPECTED, tenant);
            require(segments >= 0, "segments: expected 0 or more", segments);
            require(records >= 0, "records: expected 0 or more", records);
            require(bytes >= 0, "bytes: expected 0 or more", bytes);
        }
    }
}
