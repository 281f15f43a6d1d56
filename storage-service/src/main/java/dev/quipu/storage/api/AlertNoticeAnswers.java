package dev.quipu.storage.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import dev.quipu.storage.alerts.ClaimedNotice;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What is to be told to webhooks, as the one who delivers it sees it. */
final class AlertNoticeAnswers {

    private AlertNoticeAnswers() {}

    @Schema(name = "AlertNoticeClaim", description = "How many notices somebody wants to deliver, and by when.")
    record Claim(
            @Schema(description = "1 to 1000; default 100.", examples = "100") @Nullable
            Integer limit,

            @Schema(description = "1 to 3600: how long nobody else is given them; default 60.", examples = "60")
            @Nullable
            Integer leaseSeconds) {

        private static final int USUAL_LIMIT = 100;
        private static final int MAX_LIMIT = 1_000;
        private static final int USUAL_LEASE_SECONDS = 60;
        private static final int MAX_LEASE_SECONDS = 3_600;

        int checkedLimit() {
            return within("limit", limit == null ? USUAL_LIMIT : limit, 1, MAX_LIMIT);
        }

        Duration lease() {
            return Duration.ofSeconds(within(
                    "leaseSeconds", leaseSeconds == null ? USUAL_LEASE_SECONDS : leaseSeconds, 1, MAX_LEASE_SECONDS));
        }
    }

    private static int within(String field, int got, int least, int most) {
        if (got < least || got > most) {
            throw new IllegalArgumentException(field + ": expected " + least + " to " + most + ", got " + got);
        }
        return got;
    }

    @Schema(name = "ClaimedAlertNotice", description = "What is to be told to a webhook.")
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record Claimed(
            @Schema(description = "Its number, the same each time that it is tried.", examples = "7")
            long id,

            @Schema(description = "Whose it is.", examples = "default")
            String tenant,

            @Schema(description = "The number of the rule.", examples = "3")
            long ruleId,

            @Schema(description = "What analysis knows the series by.", examples = "cart/GET")
            String series,

            @Schema(description = "firing or resolved.", examples = "firing")
            String kind,

            @Schema(description = "1 for the first; pass it with the outcome.", examples = "1")
            int attempt,

            @Schema(description = "When it was made.") Instant createdAt,

            @Schema(description = "The name of the webhook.", examples = "on-call")
            String webhook,

            @Schema(description = "Where it is to be posted.", examples = "https://alerts.example.org/quipu")
            String url,

            @Schema(description = "What it is to be signed with; absent: it is not signed.")
            Optional<String> secret,

            @Schema(
                    type = SchemaType.OBJECT,
                    description = "tenant, ruleId, ruleName, severity, state, series, labels, annotations, summary,"
                            + " startsAt, and where there are such value and resolvedAt.")
            @JsonRawValue
            String payload) {
        static Claimed of(ClaimedNotice notice) {
            return new Claimed(
                    notice.id(),
                    notice.tenant(),
                    notice.ruleId(),
                    notice.series(),
                    notice.kind(),
                    notice.attempt(),
                    notice.createdAt(),
                    notice.destination().webhook(),
                    notice.destination().url(),
                    notice.destination().secret(),
                    notice.payload());
        }

        /** Without the secret. */
        @Override
        public String toString() {
            return "Claimed[id=" + id + ", webhook=" + webhook + "]";
        }
    }

    @Schema(name = "ClaimedAlertNotices", description = "What somebody is to deliver.")
    record Batch(@Schema(description = "The oldest first.") List<Claimed> notices) {}

    @Schema(name = "AlertNoticeOutcome", description = "What came of an attempt.")
    record Outcome(
            @Schema(description = "Whether the webhook took it.") @Nullable
            Boolean delivered,

            @Schema(description = "Why not; only when it is not delivered.", examples = "status 500") @Nullable
            String reason,

            @Schema(
                    description = "After how long it is to be tried again, 0 to 604800; absent: it is given up.",
                    examples = "30")
            @Nullable
            Integer retryInSeconds,

            @Schema(
                    description =
                            "Which attempt failed, as the claim said: when there was another since, nothing is changed."
                                    + " Absent: the latest.",
                    examples = "1")
            @Nullable
            Integer attempt) {

        private static final int MAX_RETRY_SECONDS = 604_800;

        Optional<Duration> retry() {
            return Optional.ofNullable(retryInSeconds)
                    .map(seconds -> Duration.ofSeconds(within("retryInSeconds", seconds, 0, MAX_RETRY_SECONDS)));
        }
    }
}
