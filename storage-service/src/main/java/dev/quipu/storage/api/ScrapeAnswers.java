package dev.quipu.storage.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.quipu.storage.scrape.ScrapeResult;
import dev.quipu.storage.scrape.ScrapeTarget;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Scrape targets as clients see them. */
final class ScrapeAnswers {

    private ScrapeAnswers() {}

    @Schema(name = "ScrapeState", description = "How the latest fetch of a target went.")
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record State(
            @Schema(description = "The target's key.", examples = "0af7651916cd43dd8448eb211c80319c")
            String key,

            @Schema(description = "What was fetched.", examples = "http://10.0.0.7:8080/metrics")
            String url,

            @Schema(description = "service.name of what it shows.", examples = "cart")
            String job,

            @Schema(description = "service.instance.id of what it shows.", examples = "10.0.0.7:8080")
            String instance,

            @Schema(description = "When it was fetched.") Instant scrapedAt,

            @Schema(description = "Whether a page came that could be read.")
            boolean up,

            @Schema(description = "How long it took.", examples = "12")
            long durationMillis,

            @Schema(description = "Samples on the page.", examples = "500")
            long samples,

            @Schema(description = "Why it is not up; absent when it is.")
            Optional<String> error,

            @Schema(description = "The collector that fetched it.", examples = "collector-0")
            String collector) {
        static State of(ScrapeResult result) {
            return new State(
                    result.target(),
                    result.url(),
                    result.job(),
                    result.instance(),
                    result.at(),
                    result.up(),
                    result.durationMillis(),
                    result.samples(),
                    result.error(),
                    result.collector());
        }
    }

    @Schema(name = "ScrapeStatePage", description = "One page of states, discovered targets included.")
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record StatePage(
            @Schema(description = "By key.") List<State> states,

            @Schema(description = "Pass it as cursor for the next page; absent on the last.")
            Optional<String> nextCursor) {}

    @Schema(name = "ScrapeTarget", description = "A page of metrics that is fetched on an interval.")
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record Target(
            @Schema(description = "Its number.", examples = "3")
            long id,

            @Schema(description = "What leases name it by.", examples = "0af7651916cd43dd8448eb211c80319c")
            String key,

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
            boolean honorLabels,

            @Schema(description = "Whether it is fetched.") boolean enabled,

            @Schema(description = "Pass it when changing the target, so that no other change is lost.", examples = "0")
            int version,

            @Schema(description = "When it was made.") Instant createdAt,

            @Schema(description = "When it was changed last.")
            Instant updatedAt,

            @Schema(description = "How its latest fetch went; absent before the first.")
            Optional<State> state) {
        static Target of(ScrapeTarget target, Optional<ScrapeResult> state) {
            return new Target(
                    Required.field("id", target.id),
                    target.key,
                    target.url,
                    target.intervalMillis,
                    target.timeoutMillis,
                    target.job,
                    target.instance,
                    target.labels,
                    target.honorLabels,
                    target.enabled,
                    target.version,
                    target.createdAt,
                    target.updatedAt,
                    state.map(State::of));
        }
    }

    @Schema(name = "ScrapeTargetPage", description = "One page of targets.")
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record TargetPage(
            @Schema(description = "By id.") List<Target> targets,

            @Schema(description = "Pass it as cursor for the next page; absent on the last.")
            Optional<String> nextCursor) {}

    @Schema(name = "ScrapeTargetChange", description = "What a target should say.")
    record Change(
            @Schema(
                    description = "http or https, without a user; /metrics when it has no path.",
                    examples = "http://10.0.0.7:8080/metrics")
            @Nullable
            String url,

            @Schema(description = "100 to 3600000; default 1000.", examples = "1000") @Nullable
            Long intervalMillis,

            @Schema(description = "At most the interval; default the interval, or 10000.", examples = "1000") @Nullable
            Long timeoutMillis,

            @Schema(description = "Default: the URL's host.", examples = "cart") @Nullable
            String job,

            @Schema(description = "Default: the URL's host and port.", examples = "10.0.0.7:8080") @Nullable
            String instance,

            @Schema(description = "At most 64, each text at most 500 characters.") @Nullable
            Map<String, String> labels,

            @Schema(description = "Default: false.") @Nullable
            Boolean honorLabels,

            @Schema(description = "Default: true.") @Nullable
            Boolean enabled,

            @Schema(
                    description = "When changing a target: the version that the change was made from; absent: any.",
                    examples = "0")
            @Nullable
            Integer version) {

        private static final long USUAL_INTERVAL_MILLIS = 1_000;
        private static final long MIN_INTERVAL_MILLIS = 100;
        private static final long MAX_INTERVAL_MILLIS = 3_600_000;
        private static final long MAX_USUAL_TIMEOUT_MILLIS = 10_000;
        private static final int MAX_URL = 2_048;

        /**
         * @throws IllegalArgumentException when a field is not what it should be
         */
        void applyTo(ScrapeTarget target) {
            URI page = page(Required.field("url", url));
            target.url = page.toString();
            target.intervalMillis = intervalMillis == null ? USUAL_INTERVAL_MILLIS : intervalMillis;
            within("intervalMillis", target.intervalMillis, MIN_INTERVAL_MILLIS, MAX_INTERVAL_MILLIS);
            target.timeoutMillis =
                    timeoutMillis == null ? Math.min(target.intervalMillis, MAX_USUAL_TIMEOUT_MILLIS) : timeoutMillis;
            within("timeoutMillis", target.timeoutMillis, 1, target.intervalMillis);
            target.job = job == null || job.isEmpty() ? page.getHost() : Labels.text("job", job);
            target.instance = instance == null || instance.isEmpty()
                    ? page.getHost() + ":" + port(page)
                    : Labels.text("instance", instance);
            target.labels = Labels.checked("labels", labels, Labels.MAX_TEXT);
            target.honorLabels = Boolean.TRUE.equals(honorLabels);
            target.enabled = !Boolean.FALSE.equals(enabled);
            target.updatedAt = Instant.now();
            target.renewKey();
        }

        private static URI page(String text) {
            try {
                URI page = new URI(text);
                boolean isHttp =
                        "http".equalsIgnoreCase(page.getScheme()) || "https".equalsIgnoreCase(page.getScheme());
                if (isHttp && page.getHost() != null && page.getUserInfo() == null && text.length() <= MAX_URL) {
                    String query = page.getRawQuery() == null ? "" : "?" + page.getRawQuery();
                    return page.getRawPath().isEmpty() ? page.resolve("/metrics" + query) : page;
                }
            } catch (URISyntaxException e) {
                throw malformed(text);
            }
            throw malformed(text);
        }

        private static IllegalArgumentException malformed(String text) {
            return new IllegalArgumentException(
                    "url: expected http://host:port/path without a user, got '" + text + "'");
        }

        private static int port(URI page) {
            return page.getPort() >= 0 ? page.getPort() : "https".equalsIgnoreCase(page.getScheme()) ? 443 : 80;
        }

        private static void within(String field, long got, long least, long most) {
            if (got < least || got > most) {
                throw new IllegalArgumentException(field + ": expected " + least + " to " + most + ", got " + got);
            }
        }
    }
}
