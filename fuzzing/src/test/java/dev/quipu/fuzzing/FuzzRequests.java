package dev.quipu.fuzzing;

import dev.quipu.model.Signal;
import dev.quipu.model.otlp.OtlpFormatException;
import dev.quipu.model.otlp.OtlpJson;
import dev.quipu.model.otlp.OtlpLogs;
import dev.quipu.model.otlp.OtlpMetrics;
import dev.quipu.model.otlp.OtlpTraces;
import dev.quipu.model.segment.IntakeLimits;
import dev.quipu.model.segment.RecordBatch;
import dev.quipu.model.segment.RecordRequest;
import dev.quipu.model.segment.RequestKey;
import dev.quipu.model.segment.RequestReading;
import dev.quipu.model.segment.Segment;
import dev.quipu.model.segment.SegmentId;
import dev.quipu.model.segment.SegmentMerger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;

/** Requests of OTLP on their way into segments, and through the readers that make objects of them. */
public final class FuzzRequests {

    private static final long NOW_UNIX_NANO = 1_795_000_000_000_000_000L;
    private static final IntakeLimits LIMITS = new IntakeLimits(10_000, 64);

    private FuzzRequests() {}

    static void read(Signal signal, byte[] request) {
        intoSegments(signal, request);
        switch (signal) {
            case TRACES ->
                objects(request, OtlpTraces::read, OtlpTraces::toProtobuf, OtlpTraces::toJson, Signal.TRACES);
            case LOGS -> objects(request, OtlpLogs::read, OtlpLogs::toProtobuf, OtlpLogs::toJson, Signal.LOGS);
            case METRICS ->
                objects(request, OtlpMetrics::read, OtlpMetrics::toProtobuf, OtlpMetrics::toJson, Signal.METRICS);
        }
    }

    static void readJson(byte[] json) {
        for (Signal signal : Signal.values()) {
            try {
                readable(signal, OtlpJson.requestToProtobuf(signal, json, json.length));
            } catch (OtlpFormatException e) {
                // documented
            }
        }
    }

    /** A request that was written here can be read. */
    public static void readable(Signal signal, byte[] request) {
        Expectation.equal(
                "what cannot be read of " + signal,
                "",
                intoSegments(signal, request).unreadable().orElse(""));
    }

    /** Every accepted record is in a segment, is hashed alike when it is read back and merged, and none is made up. */
    static RequestReading intoSegments(Signal signal, byte[] body) {
        RequestKey key = RequestKey.ofBody("default", signal, body, body.length);
        RecordBatch batch = RecordBatch.read(signal, List.of(new RecordRequest(key, body, body.length)), LIMITS);
        RequestReading reading = batch.reading(0);
        Expectation.holds(
                "nothing of an unreadable request", reading.unreadable().isEmpty() || reading.accepted() == 0);
        Expectation.equal(
                "offered",
                reading.offered(),
                reading.tooLarge() || reading.unreadable().isPresent()
                        ? reading.offered()
                        : reading.accepted() + reading.rejectedRecords());
        int records = 0;
        for (RecordBatch.Partition partition : batch.partitions(2, NOW_UNIX_NANO)) {
            Segment segment = Segment.parse(partition
                    .encode(new SegmentId(7, records), "default", NOW_UNIX_NANO, Set.of())
                    .framed());
            Expectation.equal(
                    "records of the segment",
                    partition.records(),
                    segment.head().recordCount());
            Expectation.equal("merged", totals(List.of(segment)), totals(merged(segment)));
            records += partition.records();
        }
        Expectation.equal("records of all segments", reading.accepted(), records);
        return reading;
    }

    private record Totals(int records, long setHash) {}

    private static Totals totals(List<Segment> segments) {
        int records = 0;
        long setHash = 0;
        for (Segment segment : segments) {
            records += segment.head().recordCount();
            setHash += segment.head().setHash();
        }
        return new Totals(records, setHash);
    }

    private static List<Segment> merged(Segment segment) {
        List<Segment> merged = new ArrayList<>();
        for (byte[] frame : SegmentMerger.merge(List.of(segment), 100, () -> new SegmentId(8, merged.size()))) {
            merged.add(Segment.parse(frame));
        }
        return merged;
    }

    private static <T> void objects(
            byte[] request,
            BiFunction<byte[], Integer, List<T>> read,
            Function<List<T>, byte[]> toProtobuf,
            Function<List<T>, byte[]> toJson,
            Signal signal) {
        List<T> records;
        try {
            records = read.apply(request, request.length);
        } catch (OtlpFormatException e) {
            return;
        }
        byte[] written = toProtobuf.apply(records);
        same("by way of protobuf", records, read.apply(written, written.length));
        byte[] json = toJson.apply(records);
        byte[] fromJson = OtlpJson.requestToProtobuf(signal, json, json.length);
        same("by way of JSON", records, read.apply(fromJson, fromJson.length));
    }

    private static <T> void same(String how, List<T> expected, List<T> got) {
        Map<T, Integer> lost = counted(expected);
        Map<T, Integer> madeUp = counted(got);
        Map<T, Integer> all = Map.copyOf(lost);
        lost.entrySet().removeAll(madeUp.entrySet());
        madeUp.entrySet().removeAll(all.entrySet());
        Expectation.equal("records " + how, lost, madeUp);
    }

    /** Records change their order, since those of one resource and scope are written together. */
    private static <T> Map<T, Integer> counted(List<T> records) {
        Map<T, Integer> counts = new HashMap<>();
        records.forEach(found -> counts.merge(found, 1, Integer::sum));
        return counts;
    }
}
