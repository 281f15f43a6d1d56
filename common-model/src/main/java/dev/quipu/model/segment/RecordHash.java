package dev.quipu.model.segment;

/**
 * The hash of one record's identity and content, and by its sum over records the set-hash: independent of segments,
 * their encoding and the order of records, so that equal sums mean the same records. Version 1: XXH64's mixing over
 * the schema's fields in order, byte strings by their XXH64, then attributes in the sender's order, then nested rows.
 */
final class RecordHash {

    private final RecordTable table;
    private final FieldType[] types;

    RecordHash(RecordTable table) {
        this.table = table;
        this.types = typesOf(table.records.schema());
    }

    private static FieldType[] typesOf(Schema schema) {
        return schema.fields().stream().map(Schema.Field::type).toArray(FieldType[]::new);
    }

    long of(int row) {
        Table records = table.records;
        long hash = 1;
        for (int field = 0; field < types.length; field++) {
            hash = XxHash64.mix(hash, content(types[field], field, records.get(field, row)));
        }
        hash = attributes(records, row, hash);
        for (int nested = 0; nested < records.schema().nested().size(); nested++) {
            Table child = records.nested(nested);
            int end = records.nestedEnd(nested, row);
            int begin = records.nestedBegin(nested, row);
            hash = XxHash64.mix(hash, end - begin);
            for (int childRow = begin; childRow < end; childRow++) {
                for (int field = 0; field < child.schema().fields().size(); field++) {
                    FieldType type = child.schema().fields().get(field).type();
                    hash = XxHash64.mix(hash, content(type, field, child.get(field, childRow)));
                }
                hash = attributes(child, childRow, hash);
            }
        }
        return XxHash64.avalanche(hash);
    }

    private long content(FieldType type, int field, long value) {
        return switch (type) {
            case STRING, LINES -> table.pool.hash((int) value);
            case REFERENCE -> table.side(field).hash((int) value);
            case RUN_ID, ID, ROW_ID, TIME, SERIES_TIME, NUMBER, SAMPLE, CODE -> value;
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
                AttributeHashes entry = AttributeHashes.read(table.pool, (int) value);
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
