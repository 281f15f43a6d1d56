package dev.quipu.storage.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.quipu.model.Signal;
import dev.quipu.storage.producers.ProducerBatch;
import dev.quipu.storage.producers.ProducerEpoch;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What producers handed over, as collectors tell it and as it is listed. */
final class ProducerAnswers {

    private ProducerAnswers() {}

    @Schema(name = "ProducerBatches", description = "Batches that a collector acknowledged.")
    record Batches(
            @Schema(description = "1 to 1000 of them.") @Nullable
            List<Batch> batches) {
        List<ProducerBatch> of() {
            return Required.field("batches", batches).stream().map(Batch::of).toList();
        }
    }

    @Schema(name = "ProducerBatch", description = "A batch that a collector acknowledged.")
    record Batch(
            @Schema(description = "Who made the records.", examples = "cart-7d4f") @Nullable
            String producer,

            @Schema(description = "One run of it, which starts its numbers anew.", examples = "1767225600") @Nullable
            String epoch,

            @Schema(description = "traces, logs or metrics.", examples = "traces") @Nullable
            String signal,

            @Schema(description = "Number of the batch within the epoch and signal.", examples = "17") @Nullable
            Long sequence,

            @Schema(
                    description = "Records handed to export in this epoch and signal, this batch included.",
                    examples = "8704")
            @Nullable
            Long count,

            @Schema(description = "Records in this batch.", examples = "512") @Nullable
            Long records) {
        ProducerBatch of() {
            return new ProducerBatch(
                    Required.field("producer", producer),
                    Required.field("epoch", epoch),
                    Signal.ofLabel(Required.field("signal", signal)),
                    Required.field("sequence", sequence),
                    Required.field("count", count),
                    Required.field("records", records));
        }
    }

    @Schema(name = "ProducerGap", description = "Sequences that were not seen.")
    record Gap(
            @Schema(description = "The first.", examples = "5")
            long from,

            @Schema(description = "The last.", examples = "7")
            long to) {}

    @Schema(name = "ProducerEpoch", description = "What is known of one run of a producer.")
    record Epoch(
            @Schema(description = "The producer.", examples = "cart-7d4f")
            String producer,

            @Schema(description = "The run.", examples = "1767225600")
            String epoch,

            @Schema(description = "traces, logs or metrics.", examples = "traces")
            String signal,

            @Schema(description = "Records in the batches that were seen.", examples = "8192")
            long records,

            @Schema(description = "Highest sequence that was seen.", examples = "17")
            long sequence,

            @Schema(description = "Records handed over up to then, as the producer says.", examples = "8704")
            long count,

            @Schema(description = "Records of those that were not seen; they may be on their way.", examples = "512")
            long missing,

            @Schema(
                    description = "Those of them that were passed by for the grace time: what the ledger counts.",
                    examples = "512")
            long lost,

            @Schema(description = "Sequences that were not seen, at most 100 runs of them.")
            List<Gap> gaps,

            @Schema(description = "When a batch was told last.")
            Instant updatedAt) {
        static Epoch of(ProducerEpoch epoch) {
            return new Epoch(
                    epoch.key().producer(),
                    epoch.key().epoch(),
                    epoch.key().signal().label(),
                    epoch.records(),
                    epoch.sequence(),
                    epoch.count(),
                    epoch.missing(),
                    epoch.lost(),
                    epoch.gaps().stream()
                            .map(gap -> new Gap(gap.from(), gap.to()))
                            .toList(),
                    epoch.updatedAt());
        }
    }

    @Schema(name = "Producers", description = "A tenant's producers.")
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record Page(
            @Schema(description = "By signal, producer and epoch.")
            List<Epoch> producers,

            @Schema(description = "Pass it as cursor; absent on the last page.", examples = "dHJhY2VzCmNhcnQKMQ")
            Optional<String> nextCursor) {
        static Page of(List<ProducerEpoch> epochs, int limit) {
            Optional<String> next = epochs.size() < limit
                    ? Optional.empty()
                    : Optional.of(cursor(epochs.get(epochs.size() - 1).key()));
            return new Page(epochs.stream().map(Epoch::of).toList(), next);
        }
    }

    private static String cursor(ProducerEpoch.Key key) {
        String fields = String.join("\n", key.signal().label(), key.producer(), key.epoch());
        return Base64.getUrlEncoder().withoutPadding().encodeToString(fields.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * @throws IllegalArgumentException for other text
     */
    static ProducerEpoch.Key key(String cursor) {
        try {
            String[] fields = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8).split("\n", 3);
            return new ProducerEpoch.Key(Signal.ofLabel(fields[0]), fields[1], fields[2]);
        } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
            throw new IllegalArgumentException("cursor: expected the nextCursor of a page, got '" + cursor + "'", e);
        }
    }
}
