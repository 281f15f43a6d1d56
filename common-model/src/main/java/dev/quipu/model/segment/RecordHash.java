package dev.quipu.model.segment;

/**
 * The hash of one record's identity and content, and by its sum over records the set-hash: independent of segments,
 * their encoding and the order of records, so that equal sums mean the same records. Version 1: XXH64's mixing over
 * the schema's fields in order, byte strings by their XXH64, then attributes in the sender's order, then nested rows.
 */
final class RecordHash {

    private static final int FIRST_REFERENCE = TracesSchema.RESOURCE;

    private final SpanTable table;

    RecordHash(SpanTable table) {
        this.table = table;
    }

    long of(int row) {
        Table spans = table.spans;
        long hash = 1;
        for (int field = 0; field < spans.schema().fields().size(); field++) {
            hash = XxHash64.mix(hash, field >= FIRST_REFERENCE ? content(spans, field, row) : spans.get(field, row));
        }
        hash = attributes(spans, row, hash);
        for (int nested = 0; nested < spans.schema().nested().size(); nested++) {
            Table child = spans.nested(nested);
            int end = spans.nestedEnd(nested, row);
            int begin = spans.nestedBegin(nested, row);
            hash = XxHash64.mix(hash, end - begin);
            for (int childRow = begin; childRow < end; childRow++) {
                for (int field = 0; field < child.schema().fields().size(); field++) {
                    hash = XxHash64.mix(hash, content(child, field, childRow));
                }
                hash = attributes(child, childRow, hash);
            }
        }
        return XxHash64.avalanche(hash);
    }

    private long content(Table rows, int field, int row) {
        long value = rows.get(field, row);
        return switch (rows.schema().fields().get(field).type()) {
            case STRING -> table.pool.hash((int) value);
            case REFERENCE ->
                field == TracesSchema.RESOURCE ? table.resources.hash((int) value) : table.scopes.hash((int) value);
            case RUN_ID, ID, ROW_ID, TIME, NUMBER, CODE -> value;
        };
    }

    private long attributes(Table rows, int row, long seed) {
        int end = rows.attributesEnd(row);
        int begin = rows.attributesBegin(row);
        long hash = XxHash64.mix(seed, end - begin);
        AttributeColumns columns = rows.attributeColumns();
        for (int attribute = begin; attribute < end; attribute++) {
            int column = rows.attributeColumn(attribute);
            long value = rows.attributeValue(attribute);
            ValueType type = columns.type(column);
            if (type == ValueType.OVERFLOW) {
                OverflowEntry entry = OverflowEntry.read(table.pool, (int) value);
                hash = attribute(hash, entry.keyHash(), entry.type(), entry.content());
            } else {
                long content = type.isPooled() ? table.pool.hash((int) value) : value;
                hash = attribute(hash, table.pool.hash(columns.key(column)), type, content);
            }
        }
        return hash;
    }

    private static long attribute(long seed, long keyHash, ValueType type, long content) {
        return XxHash64.mix(XxHash64.mix(seed, keyHash + type.ordinal()), content);
    }
}
