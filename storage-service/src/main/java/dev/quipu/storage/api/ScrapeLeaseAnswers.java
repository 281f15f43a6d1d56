package dev.quipu.storage.api;

import dev.quipu.model.TenantName;
import dev.quipu.storage.scrape.ScrapeLeases;
import dev.quipu.storage.scrape.ScrapeResult;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Leases of scrape targets as collectors see them. */
final class ScrapeLeaseAnswers {

    private static final int MAX_NAME = 200;
    private static final int MAX_KNOWN = 100_000;
    private static final long MIN_LEASE_MILLIS = 200;
    private static final long MAX_LEASE_MILLIS = 600_000;
    private static final String KEY_FORM = "[0-9a-f]{32}";
    private static final int MAX_ERROR = 1_000;

    private ScrapeLeaseAnswers() {}

    @Schema(name = "ScrapeResult", description = "How a fetch went.")
    record Result(
            @Schema(description = "The target's key.", examples = "0af7651916cd43dd8448eb211c80319c") @Nullable
            String target,

            @Schema(description = "Whose target it is.", examples = "default") @Nullable
            String tenant,

            @Schema(description = "What was fetched; of stored targets it is known.") @Nullable
            String url,

            @Schema(description = "service.name of what it shows; of stored targets it is known.") @Nullable
            String job,

            @Schema(description = "service.instance.id of what it shows; of stored targets it is known.") @Nullable
            String instance,

            @Schema(description = "When it was fetched.") @Nullable
            Instant at,

            @Schema(description = "Whether a page came that could be read.")
            boolean up,

            @Schema(description = "How long it took.", examples = "12")
            long durationMillis,

            @Schema(description = "Samples on the page.", examples = "500")
            long samples,

            @Schema(description = "Why it is not up.") @Nullable
            String error) {

        ScrapeResult result(String collector) {
            return new ScrapeResult(
                    key("results.target", Required.field("results.target", target)),
                    tenantName(),
                    url == null ? "" : url,
                    job == null ? "" : job,
                    instance == null ? "" : instance,
                    Required.field("results.at", at),
                    up,
                    durationMillis,
                    samples,
                    Optional.ofNullable(error).map(text -> text.substring(0, Math.min(MAX_ERROR, text.length()))),
                    collector);
        }

        private String tenantName() {
            String name = tenant == null ? TenantName.DEFAULT : tenant;
            if (!TenantName.isValid(name)) {
                throw new IllegalArgumentException(
                        "results.tenant: expected " + TenantName.EXPECTED + ", got '" + name + "'");
            }
            return name;
        }
    }

    @Schema(name = "ScrapeLeaseRequest", description = "What a collector knows and has done.")
    record Renewal(
            @Schema(description = "The collector's name, 1 to 200 characters.", examples = "collector-0") @Nullable
            String collector,

            @Schema(description = "How long leases shall last, 200 to 600000.", examples = "3000") @Nullable
            Long leaseMillis,

            @Schema(description = "Keys of targets that it found itself.") @Nullable
            List<String> known,

            @Schema(description = "Its fetches since the last time.") @Nullable
            List<Result> results) {

        /**
         * @throws IllegalArgumentException when a field is not what it should be
         */
        String name() {
            return collectorName(Required.field("collector", collector));
        }

        Duration lease() {
            long millis = Required.field("leaseMillis", leaseMillis);
            if (millis < MIN_LEASE_MILLIS || millis > MAX_LEASE_MILLIS) {
                throw new IllegalArgumentException(
                        "leaseMillis: expected " + MIN_LEASE_MILLIS + " to " + MAX_LEASE_MILLIS + ", got " + millis);
            }
            return Duration.ofMillis(millis);
        }

        List<String> keys() {
            List<String> keys = known == null ? List.of() : known;
            if (keys.size() > MAX_KNOWN) {
                throw new IllegalArgumentException("known: expected at most " + MAX_KNOWN + ", got " + keys.size());
            }
            return keys.stream().map(key -> key("known", key)).distinct().toList();
        }

        List<ScrapeResult> news() {
            String name = name();
            return results == null
                    ? List.of()
                    : results.stream().map(result -> result.result(name)).toList();
        }
    }

    /**
     * @throws IllegalArgumentException when it is none
     */
    static String collectorName(String name) {
        if (name.isEmpty() || name.length() > MAX_NAME) {
            throw new IllegalArgumentException(
                    "collector: expected 1 to " + MAX_NAME + " characters, got " + name.length());
        }
        return name;
    }

    private static String key(String field, String key) {
        if (!key.matches(KEY_FORM)) {
            throw new IllegalArgumentException(field + ": expected 32 lower-case hex digits, got '" + key + "'");
        }
        return key;
    }

    @Schema(name = "ScrapeLeases", description = "What a collector may fetch.")
    record Leases(
            @Schema(description = "How long from when the request was sent.", examples = "3000")
            long leaseMillis,

            @Schema(description = "How many collectors share the targets.", examples = "2")
            int collectors,

            @Schema(description = "Keys of all targets that it may fetch.")
            List<String> leases,

            @Schema(description = "Those of them that are stored, in full.")
            List<LeasedTarget> targets) {}

    @Schema(name = "LeasedTarget", description = "A stored target as a collector needs it.")
    record LeasedTarget(
            @Schema(description = "What leases name it by.", examples = "0af7651916cd43dd8448eb211c80319c")
            String key,

            @Schema(description = "Whose target it is.", examples = "default")
            String tenant,

            @Schema(description = "The page.", examples = "http://10.0.0.7:8080/metrics")
            String url,

            @Schema(description = "Time from one fetch to the next.", examples = "1000")
            long intervalMillis,

            @Schema(description = "Longest time of one fetch.", examples = "1000")
            long timeoutMillis,

            @Schema(description = "service.name of what it shows.", examples = "cart")
            String job,

            @Schema(description = "service.instance.id of what it shows.", examples = "10.0.0.7:8080")
            String instance,

            @Schema(description = "Further attributes of its resource.")
            Map<String, String> labels,

            @Schema(description = "Whether labels of the page win over those of the target.")
            boolean honorLabels) {
        static LeasedTarget of(ScrapeLeases.LeasedTarget target) {
            return new LeasedTarget(
                    target.key(),
                    target.tenant(),
                    target.url(),
                    target.intervalMillis(),
                    target.timeoutMillis(),
                    target.job(),
                    target.instance(),
                    target.labels(),
                    target.honorLabels());
        }
    }
}
