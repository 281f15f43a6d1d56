package dev.quipu.model.segment;

import dev.quipu.model.otlp.OtlpFormatException;
import dev.quipu.model.otlp.ProtoReader;
import dev.quipu.model.otlp.ProtoWriter;
import dev.quipu.model.otlp.ResourceWire;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads {@code Export…ServiceRequest} bodies into a table in one pass over the wire form, without an object per
 * record. A record that cannot be kept is left out and counted; a body that cannot be read leaves no row behind.
 * Not thread-safe.
 */
final class RequestReader {

    /** Field of {@code resource_spans}, {@code resource_logs} and {@code resource_metrics} in their requests. */
    private static final int RESOURCE_BLOCKS = 1;

    private final RecordTable table;
    private final IntakeLimits limits;
    private final IntakeTally tally = new IntakeTally();
    private final RecordReader records;

    RequestReader(RecordTable table, IntakeLimits limits) {
        this.table = table;
        this.limits = limits;
        this.records = table.layout.reader(table, limits, tally);
    }

    /** Rejections of everything that was read. */
    Map<IntakeTally.Cell, Integer> rejections() {
        return tally.total();
    }

    RequestReading read(RecordRequest request) {
        int firstRow = table.records.rows();
        table.redacted.begin(request.redaction().orElse(null));
        tally.begin();
        try {
            eachBlock(new ProtoReader(request.body(), 0, request.length()), RESOURCE_BLOCKS, this::readResourceBlock);
        } catch (OtlpFormatException e) {
            return nothing(firstRow, Optional.of(String.valueOf(e.getMessage())), false);
        }
        if (tally.offered() > limits.maxRecordsPerRequest()) {
            return nothing(firstRow, Optional.empty(), true);
        }
        return new RequestReading(
                tally.offered(),
                table.records.rows() - firstRow,
                tally.rejected(),
                tally.rejectedTraces(),
                Optional.empty(),
                false);
    }

    private RequestReading nothing(int firstRow, Optional<String> unreadable, boolean tooLarge) {
        table.records.truncate(firstRow);
        tally.rollback();
        return new RequestReading(tally.offered(), 0, Map.of(), List.of(), unreadable, tooLarge);
    }

    private interface Block {
        void read(ProtoReader in);
    }

    private static void eachBlock(ProtoReader in, int field, Block block) {
        while (in.hasMore()) {
            int tag = in.readTag();
            if (tag >>> 3 == field) {
                in.expect(tag, ProtoReader.LENGTH_DELIMITED);
                int outer = in.enter();
                block.read(in);
                in.leave(outer);
            } else {
                in.skip(tag);
            }
        }
    }

    private void readResourceBlock(ProtoReader in) {
        int begin = in.position();
        byte[] block = block(in);
        ValueRedaction rules = table.redacted.redaction();
        int resource =
                sideRow(rules == null ? block : rules.resource(block), table.resources, ResourceWire::readResource);
        in.seek(begin);
        eachBlock(in, ResourceWire.CONTENT, scopeBlock -> readScopeBlock(scopeBlock, resource));
    }

    private void readScopeBlock(ProtoReader in, int resource) {
        int begin = in.position();
        byte[] block = block(in);
        ValueRedaction rules = table.redacted.redaction();
        int scope = sideRow(rules == null ? block : rules.scope(block), table.scopes, ResourceWire::readScope);
        in.seek(begin);
        eachBlock(in, ResourceWire.CONTENT, record -> records.read(record, resource, scope));
    }

    /** The block's subject and schema URL, as they came, without the records. */
    private static byte[] block(ProtoReader in) {
        ProtoWriter block = new ProtoWriter(256);
        while (in.hasMore()) {
            int tag = in.readTag();
            int field = tag >>> 3;
            if (field == ResourceWire.SUBJECT || field == ResourceWire.SCHEMA_URL) {
                in.expect(tag, ProtoReader.LENGTH_DELIMITED);
                int length = in.readLength();
                if (length > 0) {
                    block.writeBytes(field, in.buffer(), in.position(), length);
                }
                in.advance(length);
            } else {
                in.skip(tag);
            }
        }
        return block.toBytes();
    }

    private static int sideRow(byte[] bytes, SideTable side, Block check) {
        // Read once here, so that a damaged resource is the sender's error now and nobody's later.
        check.read(new ProtoReader(bytes));
        return side.rowOf(bytes, 0, bytes.length);
    }
}
