package dev.quipu.model.segment;

import dev.quipu.model.TraceId;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What became of one request of a batch when it was read.
 *
 * @param offered records that it held, as far as it could be read
 * @param accepted records that are in the batch
 * @param rejected records left out, by reason
 * @param rejectedTraces whose traces records left out were of, where that could be read; of at most a hundred traces
 * @param unreadable why nothing of it is in the batch: it is not what it should be
 * @param tooLarge nothing of it is in the batch because it holds more records than a request may
 */
public record RequestReading(
        int offered,
        int accepted,
        Map<RejectReason, Integer> rejected,
        List<RejectedTrace> rejectedTraces,
        Optional<String> unreadable,
        boolean tooLarge) {

    /** Records of one trace that were left out for one reason. */
    public record RejectedTrace(TraceId traceId, RejectReason reason, int records) {}

    public RequestReading {
        rejected = Map.copyOf(rejected);
        rejectedTraces = List.copyOf(rejectedTraces);
    }

    public int rejectedRecords() {
        return rejected.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** For {@code partial_success}: every reason with its count; empty when nothing was rejected. */
    public String message() {
        StringBuilder message = new StringBuilder();
        rejected.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(entry -> message.append(message.isEmpty() ? "" : "; ")
                        .append(entry.getKey().sentence())
                        .append(" (")
                        .append(entry.getValue())
                        .append(entry.getValue() == 1 ? " record)" : " records)"));
        return message.toString();
    }
}
