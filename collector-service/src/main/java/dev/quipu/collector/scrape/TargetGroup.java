package dev.quipu.collector.scrape;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An address with labels as Prometheus' discovery gives it (Prometheus, "scrape_config", "relabel_config"): labels
 * {@code __scheme__}, {@code __metrics_path__}, {@code __param_…}, {@code __scrape_interval__} and
 * {@code __scrape_timeout__} say how to fetch, {@code job} and {@code instance} whose page it is, other labels that
 * begin with two underscores are for nobody, and the rest describes the target.
 */
record TargetGroup(String address, Map<String, String> labels) {

    private static final Pattern DURATION = Pattern.compile(
            "(?:(?<w>\\d{1,6})w)?(?:(?<d>\\d{1,6})d)?(?:(?<h>\\d{1,6})h)?(?:(?<m>\\d{1,6})m)?(?:(?<s>\\d{1,6})s)?(?:(?<ms>\\d{1,9})ms)?");
    private static final String PARAM = "__param_";

    /** What such a target says of itself, in the words of the other sources. */
    ScrapeTarget.Wish wish(String tenant) {
        String scheme = labels.getOrDefault("__scheme__", "http");
        String path = labels.getOrDefault("__metrics_path__", "/metrics");
        String url = scheme + "://" + address + (path.startsWith("/") ? path : "/" + path) + query();
        Map<String, String> rest = new TreeMap<>();
        labels.forEach((key, value) -> {
            if (!key.startsWith("__") && !key.equals("job") && !key.equals("instance") && !value.isEmpty()) {
                rest.put(key, value);
            }
        });
        return new ScrapeTarget.Wish(
                tenant,
                url,
                millis("__scrape_interval__"),
                millis("__scrape_timeout__"),
                Optional.ofNullable(labels.get("job")),
                Optional.of(labels.getOrDefault("instance", address)),
                rest,
                false);
    }

    private String query() {
        StringBuilder query = new StringBuilder();
        new TreeMap<>(labels).forEach((key, value) -> {
            if (key.startsWith(PARAM)) {
                query.append(query.length() == 0 ? '?' : '&')
                        .append(encoded(key.substring(PARAM.length())))
                        .append('=')
                        .append(encoded(value));
            }
        });
        return query.toString();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private Optional<Long> millis(String label) {
        return Optional.ofNullable(labels.get(label)).map(text -> millis(label, text));
    }

    /** A duration as Prometheus writes it, such as {@code 1m30s}. */
    static long millis(String label, String text) {
        Matcher parts = DURATION.matcher(text);
        if (text.isEmpty() || !parts.matches()) {
            throw new IllegalArgumentException(label + ": expected a duration such as 1m30s, got '" + text + "'");
        }
        return part(parts, "w", 604_800_000L)
                + part(parts, "d", 86_400_000L)
                + part(parts, "h", 3_600_000L)
                + part(parts, "m", 60_000L)
                + part(parts, "s", 1000L)
                + part(parts, "ms", 1L);
    }

    private static long part(Matcher parts, String name, long millis) {
        return parts.group(name) == null ? 0 : millis * Long.parseLong(parts.group(name));
    }
}
