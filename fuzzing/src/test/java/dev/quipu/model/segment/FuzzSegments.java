package dev.quipu.model.segment;

import dev.quipu.fuzzing.Expectation;
import dev.quipu.model.query.RecordFilter;
import dev.quipu.model.query.RecordMatcher;
import dev.quipu.model.segment.SegmentHead.Chunk;
import dev.quipu.model.segment.SegmentHead.ColumnEntry;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Frames of segments. Checksums would keep a changed frame from ever being decoded, so that each is also read with all
 * of them made right: what a sender of segments that errs, or means harm, can send.
 */
public final class FuzzSegments {

    private static final int PREFIX = 2 * Integer.BYTES;
    private static final int MAX_RECORDS = 10_000;

    private FuzzSegments() {}

    public static void read(byte[] frame) {
        try {
            Segment segment = Segment.parse(frame);
            Expectation.holds("the same frame", Arrays.equals(frame, segment.toBytes()));
            readAll(segment);
        } catch (SegmentFormatException e) {
            // documented
        }
        try {
            repaired(frame).ifPresent(FuzzSegments::readAll);
        } catch (SegmentFormatException e) {
            // documented
        }
    }

    private static void readAll(Segment segment) {
        SegmentReader reader = SegmentReader.of(segment);
        reader.resources();
        reader.scopes();
        for (int group = 0; group < segment.head().rowGroupCount(); group++) {
            readRows(reader, group);
        }
        SegmentMerger.decodedBytes(segment);
        int merged = 0;
        for (byte[] frame : SegmentMerger.merge(List.of(segment), MAX_RECORDS, () -> new SegmentId(9, 9))) {
            merged += Segment.parse(frame).head().recordCount();
        }
        Expectation.equal(
                "merged records",
                segment.head().rowGroups().stream()
                        .mapToInt(SegmentHead.RowGroup::rows)
                        .sum(),
                merged);
    }

    private static void readRows(SegmentReader reader, int group) {
        RecordRows rows = reader.rows(group);
        switch (reader.head().signal()) {
            case TRACES -> {
                reader.rowGroup(group).spans(0, rows.size());
                match(reader.head(), rows, "name contains \"a\" || span.a = 1 || exists(resource.b)");
            }
            case LOGS -> {
                reader.logs(group).logs(0, rows.size());
                match(reader.head(), rows, "body has \"payment refused\" || body contains \"a\" || exists(log.a)");
            }
            case METRICS -> {
                PointRows points = reader.points(group);
                points.points(0, rows.size());
                points.eachRun(run -> points.eachNumber(run, (time, start, hasNoValue, value) -> {}));
            }
        }
    }

    private static void match(SegmentHead head, RecordRows rows, String filter) {
        RecordMatcher matcher = RecordMatcher.of(RecordFilter.parse(head.signal(), filter));
        matcher.mayMatch(head);
        matcher.match(rows);
    }

    /** The frame with right checksums, of its parts and of its chunks; empty when it has no three parts. */
    private static Optional<Segment> repaired(byte[] frame) {
        List<byte[]> parts = new ArrayList<>();
        int at = Integer.BYTES;
        for (int part = 0; part < 3; part++) {
            if (frame.length - at < PREFIX) {
                return Optional.empty();
            }
            int length = new ByteSource("length", frame, at, Integer.BYTES).readInt();
            at += PREFIX;
            if (length < 0 || length > frame.length - at) {
                return Optional.empty();
            }
            parts.add(Arrays.copyOfRange(frame, at, at + length));
            at += length;
        }
        SegmentHead head = withChecksums(SegmentHead.parse(parts.get(0)), parts.get(2));
        return Optional.of(Segment.of(head, parts.get(0), parts.get(1), parts.get(2)));
    }

    private static SegmentHead withChecksums(SegmentHead head, byte[] body) {
        Map<ColumnId, ColumnEntry> columns = new LinkedHashMap<>();
        head.columns()
                .forEach((id, column) -> columns.put(
                        id,
                        new ColumnEntry(
                                id,
                                column.records(),
                                column.chunks().stream()
                                        .map(chunk -> withChecksum(chunk, body))
                                        .toList())));
        return new SegmentHead(
                head.id(),
                head.tenant(),
                head.signal(),
                head.level(),
                head.bucket(),
                head.day(),
                head.recordCount(),
                head.minTimeUnixNano(),
                head.maxTimeUnixNano(),
                head.maxDurationNanos(),
                head.setHash(),
                head.collectedAtUnixNano(),
                head.components(),
                head.names(),
                head.requests(),
                head.ledger(),
                head.producers(),
                head.filterBlocks(),
                head.filterIsComplete(),
                head.rowGroups(),
                head.componentOfResource(),
                columns,
                head.bodyLength());
    }

    private static Chunk withChecksum(Chunk chunk, byte[] body) {
        if (chunk.range().offset() + (long) chunk.range().length() > body.length) {
            return chunk;
        }
        int crc = Segment.crc(body, chunk.range().offset(), chunk.range().length());
        return new Chunk(chunk.range(), chunk.count(), crc);
    }
}
