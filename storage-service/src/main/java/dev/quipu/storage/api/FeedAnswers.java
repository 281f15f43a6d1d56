package dev.quipu.storage.api;

import dev.quipu.storage.failures.ConsumerCommits;
import dev.quipu.storage.feed.FeedConsumers;
import dev.quipu.storage.feed.FeedCursor;
import dev.quipu.storage.feed.FeedPage;
import dev.quipu.storage.feed.FeedStep;
import dev.quipu.storage.rollups.RollupAddition;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The feed as its readers see it. */
final class FeedAnswers {

    private FeedAnswers() {}

    @Schema(name = "FeedSegment", description = "A committed segment.")
    record FeedSegment(
            @Schema(
                    description = "Its id: fetch it from /v1/segments/{id}.",
                    examples = "5f0c5b6e-92f5-4f3e-0000-000000000001")
            String id,

            @Schema(
                    description = "The UTC day of its records; 1970-01-01 without a believable time.",
                    examples = "2026-01-01")
            String day,

            @Schema(description = "Its distribution bucket.", examples = "0")
            int bucket,

            @Schema(description = "Whose records they are.", examples = "default")
            String tenant,

            @Schema(description = "traces, logs or metrics.", examples = "traces")
            String signal,

            @Schema(description = "0 as collected, above that merged from others.", examples = "0")
            int level,

            @Schema(description = "How many records it holds.", examples = "5120")
            int records,

            @Schema(description = "Earliest start.", examples = "1767225600000000000")
            String minTimeUnixNano,

            @Schema(description = "Latest start.", examples = "1767225601000000000")
            String maxTimeUnixNano,

            @Schema(
                    description = "Sum of the records' hashes modulo 2^64, 16 hex digits.",
                    examples = "00f067aa0ba902b7")
            String setHash,

            @Schema(description = "To go on after it.", examples = "7361-7365")
            String cursor,

            @Schema(description = "When it was stored; of a merged one, when the last of its sources was.")
            Instant committedAt) {
        static FeedSegment of(FeedPage.Entry entry) {
            return new FeedSegment(
                    entry.id().toString(),
                    entry.day().toString(),
                    entry.bucket(),
                    entry.tenant(),
                    entry.signal().label(),
                    entry.level(),
                    entry.records(),
                    Long.toUnsignedString(entry.minTimeUnixNano()),
                    Long.toUnsignedString(entry.maxTimeUnixNano()),
                    SetHash.hex(entry.setHash()),
                    entry.cursor().toString(),
                    entry.committedAt());
        }
    }

    @Schema(name = "FeedEnd", description = "Segments in the order of the feed.")
    record End(
            @Schema(description = "The segments, the last one last.")
            List<FeedSegment> segments) {
        static End of(List<FeedPage.Entry> entries) {
            return new End(entries.stream().map(FeedSegment::of).toList());
        }
    }

    @Schema(name = "FeedPage", description = "Segments in the order of the feed.")
    record Page(
            @Schema(description = "The segments.") List<FeedSegment> segments,

            @Schema(description = "Pass it as after; the page after the last one is empty.", examples = "7361-7365")
            String nextCursor,

            @Schema(description = "The feed up to nextCursor holds everything acknowledged before this.")
            Instant watermark) {
        static Page of(FeedPage page) {
            return new Page(
                    page.entries().stream().map(FeedSegment::of).toList(),
                    page.next().toString(),
                    page.watermark());
        }
    }

    @Schema(name = "FeedConsumer", description = "A registered reader of the feed.")
    record Consumer(
            @Schema(description = "Its name.", examples = "analysis")
            String name,

            @Schema(description = "How far it has committed.", examples = "7361-7365")
            String cursor,

            @Schema(description = "When it committed last.") Instant updatedAt,

            @Schema(
                    description = "Everything acknowledged before this is consumed; absent when it never said.",
                    implementation = String.class,
                    format = "date-time")
            Optional<Instant> watermark,

            @Schema(
                    description =
                            "Records of every tenant that are stored and that it has not passed, or that were given"
                                    + " back to it to be tried again: what the ledgers of all tenants call pending, for"
                                    + " `analysis`.",
                    examples = "5120")
            long pendingRecords,

            @Schema(
                    description = "Seconds since the oldest segment was stored that it has not passed, of a merged one"
                            + " since the last of its sources was; 0 when it has passed everything. Where it is followed"
                            + " in parts, of the slowest.",
                    examples = "1.25")
            double lagSeconds) {
        private static final double MILLIS_PER_SECOND = 1000;

        static Consumer of(FeedConsumers.Consumer consumer) {
            return new Consumer(
                    consumer.name(),
                    consumer.cursor().toString(),
                    consumer.updatedAt(),
                    consumer.watermark(),
                    consumer.backlog().records(),
                    consumer.backlog().lag().toMillis() / MILLIS_PER_SECOND);
        }
    }

    @Schema(name = "FeedConsumers", description = "All registered readers of the feed.")
    record Consumers(@Schema(description = "By name.") List<Consumer> consumers) {}

    @Schema(name = "FeedCommit", description = "How far a consumer has come.")
    record Commit(
            @Schema(description = "A cursor of the feed; 0 for the beginning.", examples = "7361-7365") @Nullable
            String cursor,

            @Schema(description = "What it could not digest on the way; absent: nothing.") @Nullable
            List<FailureAnswers.Reported> failures,

            @Schema(description = "Numbers of kept failures that are dealt with; absent: none.") @Nullable
            List<Long> resolved,

            @Schema(
                    description = "The committed cursor that the step begins at; 409 when it is another. Absent: it may"
                            + " be any.",
                    examples = "7301-7301")
            @Nullable
            String after,

            @Schema(
                    description = "The watermark of the feed's page that the cursor came from; absent: as before.",
                    format = "date-time")
            @Nullable
            Instant watermark,

            @Schema(description = "What it adds to what is known, in the same transaction; absent: nothing.") @Nullable
            List<Addition> rollups,

            @Schema(description = "Log templates that are new or changed; absent: none.") @Nullable
            List<TemplateAnswers.Told> templates,

            @Schema(description = "Log templates that were found to be one, in their order; absent: none.") @Nullable
            List<TemplateAnswers.Merge> templateMerges,

            @Schema(description = "Which templates the records of segments have; absent: nothing is told.") @Nullable
            List<TemplateAnswers.OfSegment> recordTemplates) {
        ConsumerCommits.Step of() {
            return new ConsumerCommits.Step(
                    new FeedStep(
                            Optional.ofNullable(after).map(FeedCursor::parse),
                            FeedCursor.parse(Required.field("cursor", cursor)),
                            Optional.ofNullable(watermark)),
                    failures == null
                            ? List.of()
                            : failures.stream().map(FailureAnswers.Reported::of).toList(),
                    resolved == null ? List.of() : resolved,
                    rollups == null
                            ? List.of()
                            : rollups.stream().map(Addition::of).toList(),
                    TemplateAnswers.step(templates, templateMerges, recordTemplates));
        }
    }

    @Schema(name = "RollupAddition", description = "What is added up of spans or calls of a tenant.")
    record Addition(
            @Schema(description = "Whose spans they are.", examples = "default") @Nullable
            String tenant,

            @Schema(description = "A rollup in steps of 10 s, as base64.", format = "byte")
            byte @Nullable [] rollup) {
        RollupAddition of() {
            return new RollupAddition(
                    Required.field("rollups.tenant", tenant), Required.field("rollups.rollup", rollup));
        }
    }
}
