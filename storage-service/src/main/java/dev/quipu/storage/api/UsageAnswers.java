package dev.quipu.storage.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.quipu.storage.usage.Amount;
import dev.quipu.storage.usage.DatabaseSize;
import dev.quipu.storage.usage.Usage;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What the records take up, as clients see it. */
final class UsageAnswers {

    private UsageAnswers() {}

    @Schema(name = "Usage", description = "What the records of a tenant take up.")
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record Whole(
            @Schema(description = "How many there are.", examples = "1843200")
            long records,

            @Schema(description = "The bytes of the segments that hold them.", examples = "79257600")
            long bytes,

            @Schema(description = "Absent when there is no record.", implementation = Double.class, examples = "43.0")
            Optional<Double> bytesPerRecord,

            @Schema(description = "Those that there are records of.")
            List<OfSignal> signals,

            @Schema(description = "By the day of the records, newest first.")
            List<OfDay> days,

            @Schema(description = "The whole database, not the tenant's share of it.")
            Database database,

            @Schema(description = "Everything acknowledged before this instant is counted.")
            Instant watermark) {
        static Whole of(Usage usage) {
            Amount total = usage.total();
            return new Whole(
                    total.records(),
                    total.bytes(),
                    total.bytesPerRecord(),
                    usage.signals().entrySet().stream()
                            .map(entry -> OfSignal.of(entry.getKey().label(), entry.getValue()))
                            .toList(),
                    usage.days().entrySet().stream()
                            .map(entry -> new OfDay(
                                    entry.getKey().toString(),
                                    entry.getValue().records(),
                                    entry.getValue().bytes()))
                            .toList(),
                    Database.of(usage.database()),
                    usage.watermark());
        }
    }

    @Schema(name = "UsageOfSignal", description = "What the records of one signal take up.")
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record OfSignal(
            @Schema(description = "traces, logs or metrics.", examples = "traces")
            String signal,

            @Schema(description = "How many segments hold them.", examples = "360")
            long segments,

            @Schema(description = "How many there are.", examples = "1843200")
            long records,

            @Schema(description = "The bytes of the segments.", examples = "79257600")
            long bytes,

            @Schema(
                    description = "Absent when the segments hold no record.",
                    implementation = Double.class,
                    examples = "43.0")
            Optional<Double> bytesPerRecord) {
        static OfSignal of(String signal, Amount amount) {
            return new OfSignal(signal, amount.segments(), amount.records(), amount.bytes(), amount.bytesPerRecord());
        }
    }

    @Schema(name = "UsageOfDay", description = "What the records of one day take up.")
    record OfDay(
            @Schema(description = "UTC; 1970-01-01 of records without a believable time.", examples = "2026-01-01")
            String day,

            @Schema(description = "How many there are.", examples = "1843200")
            long records,

            @Schema(description = "The bytes of the segments that hold them.", examples = "79257600")
            long bytes) {}

    @Schema(
            name = "UsageOfDatabase",
            description = "What the whole database takes up on disk: every tenant's, measured within the last minute.")
    record Database(
            @Schema(
                    description = "All of it, without the log of changes that the server keeps beside it.",
                    examples = "96468992")
            long bytes,

            @Schema(
                    description = "The segments with their indexes, and the space of deleted ones that is not filled"
                            + " again yet.",
                    examples = "83886080")
            long segmentBytes,

            @Schema(description = "What else there is: ledger, catalog, rollups, request keys.", examples = "12582912")
            long otherBytes) {
        static Database of(DatabaseSize size) {
            return new Database(size.bytes(), size.segmentBytes(), size.otherBytes());
        }
    }
}
