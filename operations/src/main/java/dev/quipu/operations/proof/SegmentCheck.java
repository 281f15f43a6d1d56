package dev.quipu.operations.proof;

import dev.quipu.access.encryption.UnsealException;
import dev.quipu.model.Signal;
import dev.quipu.model.segment.Segment;
import dev.quipu.model.segment.SegmentContent;
import dev.quipu.model.segment.SegmentFormatException;
import dev.quipu.model.segment.SegmentHead;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;

/**
 * One segment's row against what its bytes hold when they are decoded.
 *
 * @param counted what the row counts of it, by minute and component, added up
 */
record SegmentCheck(
        UUID id,
        String name,
        SegmentContent stated,
        SegmentContent counted,
        byte[] head,
        byte[] filter,
        CheckedPayload payload) {

    static SegmentCheck of(ResultSet row, PayloadKeys keys) throws SQLException {
        UUID id = row.getObject("id", UUID.class);
        Integer[] records = (Integer[]) row.getArray("counted_records").getArray();
        Long[] hashes = (Long[]) row.getArray("counted_set_hash").getArray();
        return new SegmentCheck(
                id,
                "segment %s of %s (%s of tenant %s)"
                        .formatted(
                                id,
                                row.getString("day"),
                                Signal.ofCode(row.getInt("signal")).label(),
                                row.getString("tenant")),
                new SegmentContent(row.getInt("record_count"), row.getLong("set_hash")),
                new SegmentContent(
                        Arrays.stream(records).mapToInt(Integer::intValue).sum(),
                        Arrays.stream(hashes).mapToLong(Long::longValue).sum()),
                row.getBytes("head"),
                row.getBytes("filter"),
                CheckedPayload.of(row, keys));
    }

    /** What is wrong with it, or with what can be read of it; empty when nothing is. */
    Optional<String> finding() {
        try {
            SegmentHead parsed = SegmentHead.parse(head);
            SegmentContent inHead = new SegmentContent(parsed.recordCount(), parsed.setHash());
            SegmentContent content = payload.isReadable()
                    ? SegmentContent.of(Segment.of(parsed, head, filter, payload.open(id)))
                    : stated;
            if (content.equals(stated) && content.equals(inHead) && content.equals(counted)) {
                return Optional.empty();
            }
            return Optional.of(name + ": expected " + text(stated) + ", got "
                    + (payload.isReadable() ? text(content) : "a sealed payload") + "; its head states "
                    + text(inHead) + ", its account " + text(counted));
        } catch (SegmentFormatException | UnsealException e) {
            return Optional.of(name + ": " + e.getMessage());
        }
    }

    private static String text(SegmentContent content) {
        return content.records() + " records with set-hash " + RecordSet.hex(content.setHash());
    }
}
