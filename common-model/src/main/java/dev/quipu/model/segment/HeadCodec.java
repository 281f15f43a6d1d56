package dev.quipu.model.segment;

import dev.quipu.model.Component;
import dev.quipu.model.Signal;
import dev.quipu.model.segment.SegmentHead.Chunk;
import dev.quipu.model.segment.SegmentHead.ColumnEntry;
import dev.quipu.model.segment.SegmentHead.ComponentEntry;
import dev.quipu.model.segment.SegmentHead.LedgerLine;
import dev.quipu.model.segment.SegmentHead.NameEntry;
import dev.quipu.model.segment.SegmentHead.RequestEntry;
import dev.quipu.model.segment.SegmentHead.RowGroup;
import dev.quipu.model.segment.SegmentHead.SortKey;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;

/**
 * The bytes of a head: {@code byte version, varint length, fields compressed}, the fields in the order in which
 * {@link #write} puts them. Lists are a varint count and their entries.
 */
final class HeadCodec {

    private static final String PART = "head";
    private static final int MAX_BYTES = 64 << 20;

    private HeadCodec() {}

    static byte[] write(SegmentHead head, Compression.Compressor compressor) {
        ByteSink out = new ByteSink(1 << 13);
        out.writeLong(head.id().collector());
        out.writeLong(head.id().sequence());
        out.writeString(head.tenant());
        out.writeByte(head.signal().code());
        out.writeVarint(head.level());
        out.writeVarint(head.bucket());
        out.writeZigZag(head.day());
        out.writeVarint(head.recordCount());
        out.writeLong(head.minTimeUnixNano());
        out.writeLong(head.maxTimeUnixNano());
        out.writeZigZag(head.maxDurationNanos());
        out.writeLong(head.setHash());
        out.writeLong(head.collectedAtUnixNano());
        out.writeVarint(head.components().size());
        for (ComponentEntry entry : head.components()) {
            writeComponent(out, entry.component());
            out.writeVarint(entry.records());
            out.writeLong(entry.setHash());
        }
        out.writeVarint(head.names().size());
        for (NameEntry entry : head.names()) {
            out.writeVarint(entry.component());
            out.writeZigZag(entry.kind());
            out.writeString(entry.name());
        }
        out.writeVarint(head.requests().size());
        for (RequestEntry entry : head.requests()) {
            out.writeLong(entry.key().high());
            out.writeLong(entry.key().low());
            out.writeVarint(entry.records());
        }
        out.writeVarint(head.ledger().size());
        for (LedgerLine line : head.ledger()) {
            writeComponent(out, line.component());
            out.writeByte(line.outcome().code());
            out.writeString(line.reason());
            out.writeVarint(line.records());
            out.writeLong(line.setHash());
        }
        out.writeVarint(head.filterBlocks());
        writeLayout(out, head);
        ByteSink framed = new ByteSink(out.size() + 16);
        framed.writeByte(SegmentHead.FORMAT_VERSION);
        framed.writeVarint(out.size());
        Chunks.writeCompressed(framed, out.buffer(), 0, out.size(), compressor);
        return framed.toBytes();
    }

    private static void writeLayout(ByteSink out, SegmentHead head) {
        out.writeVarint(head.rowGroups().size());
        for (RowGroup group : head.rowGroups()) {
            out.writeVarint(group.rows());
            writeKey(out, group.first());
            writeKey(out, group.last());
            out.writeLong(group.minTimeUnixNano());
            out.writeLong(group.maxTimeUnixNano());
            out.writeZigZag(group.maxDurationNanos());
        }
        out.writeVarint(head.componentOfResource().size());
        head.componentOfResource().forEach(out::writeVarint);
        out.writeVarint(head.columns().size());
        for (ColumnEntry column : head.columns().values()) {
            out.writeString(column.id().table());
            out.writeByte(column.id().kind().ordinal());
            out.writeString(column.id().name());
            out.writeByte(column.id().type().ordinal());
            out.writeVarint(column.records());
            for (Chunk chunk : column.chunks()) {
                out.writeVarint(chunk.range().length());
                out.writeVarint(chunk.count());
                out.writeInt(chunk.crc32c());
            }
        }
        out.writeVarint(head.bodyLength());
        writeProducers(out, head.producers());
        out.writeByte(head.filterIsComplete() ? 1 : 0);
    }

    private static void writeProducers(ByteSink out, List<ProducerBatch> producers) {
        out.writeVarint(producers.size());
        for (ProducerBatch batch : producers) {
            out.writeString(batch.producer());
            out.writeVarint(batch.epoch());
            out.writeVarint(batch.sequence());
            out.writeVarint(batch.count());
            out.writeVarint(batch.records());
        }
    }

    /** Early heads end before the producers, or after them. */
    private static List<ProducerBatch> readProducers(ByteSource in) {
        if (in.remaining() == 0) {
            return List.of();
        }
        return list(
                in,
                i -> new ProducerBatch(
                        in.readString(), in.readVarint(), in.readVarint(), in.readVarint(), in.readVarint()));
    }

    private static void writeComponent(ByteSink out, Component component) {
        out.writeString(component.namespace());
        out.writeString(component.name());
        out.writeString(component.instanceId());
    }

    private static void writeKey(ByteSink out, SortKey key) {
        out.writeLong(key.high());
        out.writeLong(key.low());
    }

    static SegmentHead read(byte[] bytes) {
        ByteSource framed = new ByteSource(PART, bytes);
        int version = framed.readByte();
        if (version != SegmentHead.FORMAT_VERSION) {
            throw framed.malformed("format version " + SegmentHead.FORMAT_VERSION, Integer.toString(version));
        }
        int length = framed.readCount("a length", MAX_BYTES);
        ByteSource in = new ByteSource(PART, Chunks.readCompressed(PART, framed, length));
        try {
            return readFields(in);
        } catch (SegmentFormatException e) {
            throw e;
        } catch (IllegalArgumentException e) {
            throw new SegmentFormatException(PART, "valid fields", String.valueOf(e.getMessage()));
        }
    }

    private static SegmentHead readFields(ByteSource in) {
        SegmentId id = new SegmentId(in.readLong(), in.readLong());
        String tenant = in.readString();
        Signal signal = Signal.ofCode(in.readByte());
        int level = in.readCount("a level", Integer.MAX_VALUE);
        int bucket = in.readCount("a bucket", Integer.MAX_VALUE);
        int day = (int) in.readZigZag();
        int records = in.readCount("a record count", Integer.MAX_VALUE);
        long minTime = in.readLong();
        long maxTime = in.readLong();
        long maxDuration = in.readZigZag();
        long setHash = in.readLong();
        long collectedAt = in.readLong();
        List<ComponentEntry> components =
                list(in, i -> new ComponentEntry(readComponent(in), in.readCount("records", records), in.readLong()));
        List<NameEntry> names = list(
                in,
                i -> new NameEntry(
                        in.readCount("a component", components.size() - 1), (int) in.readZigZag(), in.readString()));
        List<RequestEntry> requests = list(
                in,
                i -> new RequestEntry(
                        new RequestKey(in.readLong(), in.readLong()), in.readCount("records", Integer.MAX_VALUE)));
        List<LedgerLine> ledger = list(
                in,
                i -> new LedgerLine(
                        readComponent(in),
                        Outcome.ofCode(in.readByte()),
                        in.readString(),
                        in.readCount("records", Integer.MAX_VALUE),
                        in.readLong()));
        int filterBlocks = in.readCount("filter blocks", Integer.MAX_VALUE / MembershipFilter.BLOCK_BYTES);
        List<RowGroup> rowGroups = list(
                in,
                i -> new RowGroup(
                        in.readCount("rows", Math.min(records, SegmentWriter.ROW_GROUP_ROWS)),
                        readKey(in),
                        readKey(in),
                        in.readLong(),
                        in.readLong(),
                        in.readZigZag()));
        List<Integer> componentOfResource = list(in, i -> in.readCount("a component", components.size() - 1));
        Map<ColumnId, ColumnEntry> columns = new LinkedHashMap<>();
        int bodyLength = readColumns(in, rowGroups.size(), columns);
        List<ProducerBatch> producers = readProducers(in);
        boolean filterIsComplete = in.remaining() > 0 && in.readByte() != 0;
        if (rowGroups.stream().mapToLong(RowGroup::rows).sum() != records) {
            throw in.malformed(records + " rows in row groups", "another number");
        }
        return new SegmentHead(
                id,
                tenant,
                signal,
                level,
                bucket,
                day,
                records,
                minTime,
                maxTime,
                maxDuration,
                setHash,
                collectedAt,
                components,
                names,
                requests,
                ledger,
                producers,
                filterBlocks,
                filterIsComplete,
                rowGroups,
                componentOfResource,
                columns,
                bodyLength);
    }

    private static int readColumns(ByteSource in, int rowGroups, Map<ColumnId, ColumnEntry> columns) {
        int count = in.readCount("columns");
        int offset = 0;
        for (int i = 0; i < count; i++) {
            ColumnId id = new ColumnId(
                    in.readString(),
                    ofOrdinal(in, ColumnId.Kind.values()),
                    in.readString(),
                    ofOrdinal(in, ValueType.values()));
            long records = in.readVarint();
            int chunkCount = id.kind() == ColumnId.Kind.SIDE ? 1 : rowGroups;
            List<Chunk> chunks = new ArrayList<>();
            for (int chunk = 0; chunk < chunkCount; chunk++) {
                int length = in.readCount("a chunk length", Integer.MAX_VALUE - offset);
                int values = in.readCount("values", Integer.MAX_VALUE);
                chunks.add(new Chunk(new ByteRange(offset, length), values, in.readInt()));
                offset += length;
            }
            columns.put(id, new ColumnEntry(id, records, chunks));
        }
        int bodyLength = in.readCount("a body length", Integer.MAX_VALUE);
        if (bodyLength != offset) {
            throw in.malformed("a body of " + offset + " bytes", Integer.toString(bodyLength));
        }
        return bodyLength;
    }

    private static <T> T ofOrdinal(ByteSource in, T[] values) {
        return values[in.readCount("a code", values.length - 1)];
    }

    private static Component readComponent(ByteSource in) {
        return new Component(in.readString(), in.readString(), in.readString());
    }

    private static SortKey readKey(ByteSource in) {
        return new SortKey(in.readLong(), in.readLong());
    }

    private static <T> List<T> list(ByteSource in, IntFunction<T> entry) {
        int count = in.readCount("entries");
        List<T> entries = new ArrayList<>(Math.min(count, 1024));
        for (int i = 0; i < count; i++) {
            entries.add(entry.apply(i));
        }
        return entries;
    }
}
