package dev.quipu.storage.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.quipu.model.Component;
import dev.quipu.model.segment.SegmentId;
import dev.quipu.storage.failures.KeptFailure;
import dev.quipu.storage.failures.ReportedFailure;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Records that a consumer could not digest, as it reports them and as they are listed. */
final class FailureAnswers {

    private FailureAnswers() {}

    /** The words of the state. */
    static final String FAILED = "failed";

    static final String RETRY = "retry";

    @Schema(name = "FeedFailureReport", description = "Records of a segment that a consumer could not digest.")
    record Reported(
            @Schema(description = "The segment.", examples = "5f0c5b6e-92f5-4f3e-0000-000000000001") @Nullable
            String segmentId,

            @Schema(
                    description =
                            "Which part failed; absent: the one that commits. To be told when a failure of a part that is"
                                    + " no more fails again; empty: one that named no part.",
                    examples = "traces-1-of-3")
            @Nullable
            String part,

            @Schema(description = "Whose records they are; absent: of any component.")
            SearchAnswers.@Nullable ComponentName component,

            @Schema(description = "How many.", examples = "3")
            int records,

            @Schema(description = "Why, in words; the ledger counts by it.", examples = "span links to itself")
            @Nullable
            String reason) {
        ReportedFailure of() {
            return new ReportedFailure(
                    SegmentId.parse(Required.field("failures.segmentId", segmentId)),
                    Optional.ofNullable(part),
                    Optional.ofNullable(component)
                            .map(one -> new Component(
                                    Required.field("failures.component.namespace", one.namespace()),
                                    Required.field("failures.component.name", one.name()),
                                    Required.field("failures.component.instanceId", one.instanceId()))),
                    records,
                    Required.field("failures.reason", reason));
        }
    }

    @Schema(name = "FeedFailure", description = "Records that a consumer could not digest.")
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record Failure(
            @Schema(description = "Its number.", examples = "17")
            long id,

            @Schema(
                    description =
                            "Which part could not digest them, of the present layout or an earlier one; absent: the whole"
                                    + " consumer.",
                    examples = "traces-0-of-2")
            Optional<String> part,

            @Schema(
                    description = "The segment; it is not merged as long as the failure is kept.",
                    examples = "5f0c5b6e-92f5-4f3e-0000-000000000001")
            String segmentId,

            @Schema(description = "Whose records they are.", examples = "default")
            String tenant,

            @Schema(description = "traces, logs or metrics.", examples = "traces")
            String signal,

            @Schema(description = "The component, when it was told.")
            Optional<SearchAnswers.ComponentName> component,

            @Schema(description = "How many records.", examples = "3")
            long records,

            @Schema(description = "Why.", examples = "span links to itself")
            String reason,

            @Schema(
                    description = "failed: counted so in the ledger. retry: given back to the consumer, and pending.",
                    examples = FAILED)
            String state,

            @Schema(description = "When it was reported.") Instant since) {
        static Failure of(KeptFailure failure) {
            return new Failure(
                    failure.id(),
                    failure.part(),
                    failure.segment().toString(),
                    failure.tenant(),
                    failure.signal().label(),
                    failure.component().map(SearchAnswers.ComponentName::of),
                    failure.records(),
                    failure.reason(),
                    failure.isRetried() ? RETRY : FAILED,
                    failure.since());
        }
    }

    @Schema(name = "FeedFailures", description = "Failures of one consumer.")
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record Page(
            @Schema(description = "In the order in which they were reported.")
            List<Failure> failures,

            @Schema(description = "Pass it as cursor; absent on the last page.", examples = "17")
            Optional<String> nextCursor) {
        static Page of(List<KeptFailure> failures, int limit) {
            Optional<String> next = failures.size() < limit
                    ? Optional.empty()
                    : Optional.of(
                            Long.toString(failures.get(failures.size() - 1).id()));
            return new Page(failures.stream().map(Failure::of).toList(), next);
        }
    }
}
