package dev.quipu.storage.segments;

import dev.quipu.model.segment.Segment;
import dev.quipu.model.segment.SegmentHead;
import dev.quipu.storage.encryption.StoredPayload;
import io.netty.buffer.Unpooled;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/**
 * A segment as the values of its row.
 *
 * @param payload of the segment
 * @param collectedMinute Unix minutes; where it stands in time when it has no records
 * @param account who counts how much of it, ordered by minute and component
 */
public record SegmentRow(Segment segment, StoredPayload payload, int collectedMinute, List<Counted> account) {

    private static final String COLUMNS = """
            INSERT INTO segment (day, level, bucket, id, tenant, signal, record_count, min_time, max_time, max_duration,
                set_hash, component_ids, collected_from, collected_to, counted_minute, counted_component, counted_records,
                counted_set_hash, filter_blocks, head, filter, payload, key_generation%s)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23%s)
            ON CONFLICT (id, bucket, day, level) DO NOTHING""";

    /** Inserts a collected segment; its place in the feed is the transaction's. */
    static final String INSERT_COLLECTED = COLUMNS.formatted("", "");

    /** Inserts a merged segment; its place in the feed is its sources'. */
    public static final String INSERT_MERGED =
            COLUMNS.formatted(", feed_first_xid, feed_xid, committed_at", ", $24, $25, $26");

    /** Inserts what is left of a segment; it stands wherever that stood. */
    public static final String INSERT_LEFT =
            COLUMNS.formatted(", feed_first_xid, feed_xid, committed_at, commit_xid", ", $24, $25, $26, $27");

    public SegmentRow {
        account = List.copyOf(account);
    }

    /** Records of one component that were collected in one minute. @param minute Unix minutes */
    public record Counted(int minute, int componentId, int records, long setHash) {}

    /** What a row says of its account, from the columns {@code counted_minute} and the like. */
    public static List<Counted> account(Row row) {
        Integer[] minutes = row.getArrayOfIntegers("counted_minute");
        Integer[] components = row.getArrayOfIntegers("counted_component");
        Integer[] records = row.getArrayOfIntegers("counted_records");
        Long[] setHashes = row.getArrayOfLongs("counted_set_hash");
        List<Counted> account = new ArrayList<>();
        for (int i = 0; i < minutes.length; i++) {
            account.add(new Counted(minutes[i], components[i], records[i], setHashes[i]));
        }
        return account;
    }

    /** The values of the row, in the order of the statements. */
    public Tuple values() {
        SegmentHead head = segment.head();
        return Tuple.tuple()
                .addLocalDate(LocalDate.ofEpochDay(head.day()))
                .addShort((short) head.level())
                .addInteger(head.bucket())
                .addUUID(head.id().toUuid())
                .addString(head.tenant())
                .addShort((short) head.signal().code())
                .addInteger(head.recordCount())
                .addLong(head.minTimeUnixNano())
                .addLong(head.maxTimeUnixNano())
                .addLong(head.maxDurationNanos())
                .addLong(head.setHash())
                .addValue(account.stream()
                        .map(Counted::componentId)
                        .distinct()
                        .sorted()
                        .toArray(Integer[]::new))
                .addInteger(account.stream().mapToInt(Counted::minute).min().orElse(collectedMinute))
                .addInteger(account.stream().mapToInt(Counted::minute).max().orElse(collectedMinute))
                .addValue(account.stream().map(Counted::minute).toArray(Integer[]::new))
                .addValue(account.stream().map(Counted::componentId).toArray(Integer[]::new))
                .addValue(account.stream().map(Counted::records).toArray(Integer[]::new))
                .addValue(account.stream().map(Counted::setHash).toArray(Long[]::new))
                .addInteger(head.filterBlocks())
                .addValue(wrapped(segment.headBytes()))
                .addValue(wrapped(segment.filter()))
                .addValue(wrapped(payload.bytes()))
                .addValue(
                        payload.keyGeneration().isPresent()
                                ? payload.keyGeneration().getAsInt()
                                : null);
    }

    /** Not copied: a segment's arrays do not change. */
    private static Buffer wrapped(byte[] bytes) {
        return Buffer.buffer(Unpooled.wrappedBuffer(bytes));
    }
}
