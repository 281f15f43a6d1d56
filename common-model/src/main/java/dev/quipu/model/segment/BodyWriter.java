package dev.quipu.model.segment;

import dev.quipu.model.KeyValue;
import dev.quipu.model.otlp.AnyValueWire;
import dev.quipu.model.segment.SegmentHead.Chunk;
import dev.quipu.model.segment.SegmentHead.ColumnEntry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;

/**
 * Writes the columns of a table's chosen rows, one after the other, each cut into row groups; collects what the
 * directory and the membership filter need on the way. For one segment.
 */
final class BodyWriter implements AutoCloseable {

    private static final LongConsumer NOWHERE = reference -> {};

    private final BytesPool pool;
    private final Compression.Effort effort;
    private final Compression.Compressor compressor;
    private final NumberChunk numbers;
    private final PooledChunk pooled;
    private final RowIdChunk rowIds = new RowIdChunk();
    private final ByteSink body;
    private final Map<ColumnId, ColumnEntry> columns = new LinkedHashMap<>();
    private final LongSet filterHashes;

    BodyWriter(BytesPool pool, int rows, Compression.Effort effort) {
        this.pool = pool;
        this.effort = effort;
        this.compressor = new Compression.Compressor(Compression.best(), effort);
        this.numbers = new NumberChunk(compressor);
        this.pooled = new PooledChunk(pool, compressor, numbers);
        this.body = new ByteSink(64 * rows);
        this.filterHashes = new LongSet(2 * rows);
    }

    ByteSink body() {
        return body;
    }

    Map<ColumnId, ColumnEntry> columns() {
        return columns;
    }

    LongSet filterHashes() {
        return filterHashes;
    }

    Compression.Compressor compressor() {
        return compressor;
    }

    /** Numbers of one field in row order; {@code groupEnds} cuts them. */
    void writeNumbers(ColumnId id, FieldType type, long[] values, int[] groupEnds) {
        List<Chunk> chunks = new ArrayList<>(groupEnds.length);
        int from = 0;
        for (int end : groupEnds) {
            int at = body.size();
            numbers.write(body, type, values, from, end - from);
            chunks.add(chunkSince(at, end - from));
            from = end;
        }
        add(id, from, chunks);
    }

    /** Byte strings of one column in row order, each distinct one of a chunk told to {@code eachDistinct}. */
    void writePooled(ColumnId id, long[] references, int[] groupEnds, LongConsumer eachDistinct) {
        List<Chunk> chunks = new ArrayList<>(groupEnds.length);
        int from = 0;
        for (int end : groupEnds) {
            int at = body.size();
            pooled.write(body, references, from, end - from, eachDistinct);
            chunks.add(chunkSince(at, end - from));
            from = end;
        }
        add(id, from, chunks);
    }

    /** Lines of text in row order. */
    void writeLines(ColumnId id, long[] references, int[] groupEnds) {
        if (effort == Compression.Effort.QUICK) {
            writePooled(id, references, groupEnds, NOWHERE);
            return;
        }
        List<Chunk> chunks = new ArrayList<>(groupEnds.length);
        int from = 0;
        for (int end : groupEnds) {
            int at = body.size();
            pooled.writeLines(body, references, from, end - from, NOWHERE);
            chunks.add(chunkSince(at, end - from));
            from = end;
        }
        add(id, from, chunks);
    }

    void writeRowIds(ColumnId id, long[] values, long[] ids, int[] groupEnds, int[] runEnds) {
        List<Chunk> chunks = new ArrayList<>(groupEnds.length);
        int from = 0;
        for (int end : groupEnds) {
            int at = body.size();
            int[] ends = new int[end - from];
            for (int i = 0; i < ends.length; i++) {
                ends[i] = Math.min(runEnds[from + i], end) - from;
            }
            rowIds.write(body, numbers, values, ids, from, end - from, ends);
            chunks.add(chunkSince(at, end - from));
            from = end;
        }
        add(id, from, chunks);
    }

    void writeSide(ColumnId id, long[] blocks) {
        int at = body.size();
        pooled.write(body, blocks, 0, blocks.length, NOWHERE);
        add(id, blocks.length, List.of(chunkSince(at, blocks.length)));
    }

    /** All columns of a nested table, or of the table itself without its fields, for the chosen rows. */
    void writeFields(Table table, int[] rows, int[] groupEnds) {
        List<Schema.Field> fields = table.schema().fields();
        for (int field = 0; field < fields.size(); field++) {
            ColumnId id = ColumnId.field(table.schema(), field);
            long[] values = gather(table.values(field), rows);
            FieldType type = fields.get(field).type();
            if (type.isPooled()) {
                writePooled(id, values, groupEnds, NOWHERE);
            } else {
                writeNumbers(id, type, values, groupEnds);
            }
        }
    }

    static long[] gather(long[] values, int[] rows) {
        long[] gathered = new long[rows.length];
        for (int i = 0; i < rows.length; i++) {
            gathered[i] = values[rows[i]];
        }
        return gathered;
    }

    /** The nested tables and attributes of the chosen rows. */
    void writeBelow(Table table, int[] rows, int[] groupEnds) {
        for (int nested = 0; nested < table.schema().nested().size(); nested++) {
            writeNested(table, nested, rows, groupEnds);
        }
        if (table.schema().attributed()) {
            new AttributeWriter(this, table, rows, groupEnds).write();
        }
    }

    private void writeNested(Table table, int nested, int[] rows, int[] groupEnds) {
        Table child = table.nested(nested);
        long[] counts = new long[rows.length];
        int total = 0;
        for (int i = 0; i < rows.length; i++) {
            counts[i] = table.nestedEnd(nested, rows[i]) - table.nestedBegin(nested, rows[i]);
            total += (int) counts[i];
        }
        if (total == 0) {
            return;
        }
        int[] childRows = new int[total];
        int[] childEnds = new int[groupEnds.length];
        int next = 0;
        int group = 0;
        for (int i = 0; i < rows.length; i++) {
            int end = table.nestedEnd(nested, rows[i]);
            for (int row = table.nestedBegin(nested, rows[i]); row < end; row++) {
                childRows[next++] = row;
            }
            if (i + 1 == groupEnds[group]) {
                childEnds[group++] = next;
            }
        }
        writeNumbers(ColumnId.count(table.schema(), child.schema()), FieldType.CODE, counts, groupEnds);
        writeFields(child, childRows, childEnds);
        writeBelow(child, childRows, childEnds);
    }

    /** Chunks of attribute values: every distinct one goes into the membership filter. */
    void writeAttribute(ColumnId id, int keyReference, LongArray values, int[] groupEnds) {
        long keyHash = pool.hash(keyReference);
        switch (id.type()) {
            case STRING ->
                writePooled(
                        id,
                        values.array(),
                        groupEnds,
                        reference -> filterHashes.add(
                                MembershipFilter.hashOf(keyHash, ValueType.STRING, pool.hash((int) reference))));
            case OVERFLOW ->
                writePooled(
                        id,
                        values.array(),
                        groupEnds,
                        reference -> addPairs(AnyValueWire.readKeyValue(pool.reader((int) reference))));
            case ARRAY, MAP ->
                writePooled(
                        id,
                        values.array(),
                        groupEnds,
                        reference ->
                                addPairs(new KeyValue(id.name(), AnyValueWire.read(pool.reader((int) reference)))));
            case BYTES -> writePooled(id, values.array(), groupEnds, NOWHERE);
            case BOOL, INT, DOUBLE -> {
                FieldType type = id.type() == ValueType.BOOL ? FieldType.CODE : FieldType.NUMBER;
                writeNumbers(id, type, values.array(), groupEnds);
                addNumbers(keyHash, id.type(), values);
            }
            case EMPTY -> writeNumbers(id, FieldType.CODE, values.array(), groupEnds);
        }
    }

    private void addNumbers(long keyHash, ValueType type, LongArray values) {
        long[] recent = new long[256];
        boolean[] seen = new boolean[recent.length];
        for (int i = 0; i < values.size(); i++) {
            long value = values.get(i);
            int slot = (int) (value ^ value >>> 52) & recent.length - 1;
            if (!seen[slot] || recent[slot] != value) {
                seen[slot] = true;
                recent[slot] = value;
                filterHashes.add(MembershipFilter.hashOf(keyHash, type, value));
            }
        }
    }

    private void addPairs(KeyValue attribute) {
        MembershipFilter.forEachHash(attribute, filterHashes::add);
    }

    /** Shapes of one group's rows, as {@link AttributeWriter} lays them out. */
    Chunk writeShapes(ByteSink shapes, int count) {
        int at = body.size();
        body.writeVarint(shapes.size());
        Chunks.writeCompressed(body, shapes.buffer(), 0, shapes.size(), compressor);
        return chunkSince(at, count);
    }

    void add(ColumnId id, long records, List<Chunk> chunks) {
        columns.put(id, new ColumnEntry(id, records, chunks));
    }

    String keyText(int keyReference) {
        return new String(pool.copy(keyReference), java.nio.charset.StandardCharsets.UTF_8);
    }

    private Chunk chunkSince(int at, int count) {
        int length = body.size() - at;
        return new Chunk(new ByteRange(at, length), count, Segment.crc(body.buffer(), at, length));
    }

    @Override
    public void close() {
        compressor.close();
    }
}
