package dev.quipu.benchmarks.rig.client;

import dev.quipu.model.Signal;
import dev.quipu.model.segment.IntakeLimits;
import dev.quipu.model.segment.RecordBatch;
import dev.quipu.model.segment.RecordRequest;
import dev.quipu.model.segment.RequestKey;
import dev.quipu.model.segment.Segment;
import dev.quipu.model.segment.SegmentHead;
import dev.quipu.model.segment.SegmentId;
import java.util.List;
import java.util.Set;

/**
 * One request of a rig's client.
 *
 * @param number of the request; its records have the numbers from {@code number * records} on
 * @param body {@code Export…ServiceRequest} of the signal, as protobuf; shared, not to be changed
 */
public record NumberedRequest(long number, Signal signal, int records, byte[] body) {

    private static final String TENANT = "default";

    /**
     * What storing it adds, from its bytes alone: they are read and hashed as a collector does.
     *
     * @throws IllegalStateException when a collector would not accept every record of it
     */
    public Sums sums() {
        RequestKey key = RequestKey.ofBody(TENANT, signal, body, body.length);
        RecordBatch batch =
                RecordBatch.read(signal, List.of(new RecordRequest(key, body, body.length)), IntakeLimits.DEFAULT);
        Sums sums = Sums.NONE;
        long now = System.currentTimeMillis() * 1_000_000;
        for (RecordBatch.Partition partition : batch.partitions(1, now)) {
            SegmentHead head = Segment.parse(partition
                            .encode(new SegmentId(0, number), TENANT, now, Set.of())
                            .framed())
                    .head();
            sums = sums.plus(new Sums(head.recordCount(), head.setHash()));
        }
        if (sums.records() != records) {
            throw new IllegalStateException(
                    "request " + number + ": expected " + records + " records accepted, got " + sums.records());
        }
        return sums;
    }
}
