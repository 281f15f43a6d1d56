package dev.quipu.model.otlp;

import dev.quipu.model.InstrumentationScope;
import dev.quipu.model.Resource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * Records grouped by resource and scope, as {@code TracesData}, {@code LogsData} and the export requests hold them:
 * resource blocks of scope blocks of records, under the same field numbers in every signal.
 */
final class OtlpBlocks {

    private static final int RESOURCE_BLOCKS = 1;

    private OtlpBlocks() {}

    /** Reads the message of one record, to whose end the reader is narrowed. */
    interface RecordParser<R> {
        R read(ProtoReader in, Resource resource, InstrumentationScope scope);
    }

    /** Blocks in the order of their first record. */
    static <R> byte[] write(
            List<R> records,
            Function<R, Resource> resourceOf,
            Function<R, InstrumentationScope> scopeOf,
            BiConsumer<ProtoWriter, R> writer) {
        Map<Resource, Map<InstrumentationScope, List<R>>> blocks = new LinkedHashMap<>();
        for (R one : records) {
            blocks.computeIfAbsent(resourceOf.apply(one), resource -> new LinkedHashMap<>())
                    .computeIfAbsent(scopeOf.apply(one), scope -> new ArrayList<>())
                    .add(one);
        }
        ProtoWriter out = new ProtoWriter(256 * records.size());
        blocks.forEach((resource, scopes) -> {
            int resourceBlock = out.begin(RESOURCE_BLOCKS);
            ResourceWire.write(out, resource);
            scopes.forEach((scope, members) -> {
                int scopeBlock = out.begin(ResourceWire.CONTENT);
                ResourceWire.write(out, scope);
                for (R member : members) {
                    int message = out.begin(ResourceWire.CONTENT);
                    writer.accept(out, member);
                    out.end(message);
                }
                out.end(scopeBlock);
            });
            out.end(resourceBlock);
        });
        return out.toBytes();
    }

    /**
     * Every record, in order.
     *
     * @throws OtlpFormatException when the bytes are not such blocks
     */
    static <R> List<R> read(byte[] bytes, int length, RecordParser<R> parser) {
        List<R> records = new ArrayList<>();
        each(new ProtoReader(bytes, 0, length), RESOURCE_BLOCKS, resourceBlock -> {
            int begin = resourceBlock.position();
            Resource resource = ResourceWire.readResource(resourceBlock);
            resourceBlock.seek(begin);
            each(resourceBlock, ResourceWire.CONTENT, scopeBlock -> {
                int scopeBegin = scopeBlock.position();
                InstrumentationScope scope = ResourceWire.readScope(scopeBlock);
                scopeBlock.seek(scopeBegin);
                each(scopeBlock, ResourceWire.CONTENT, record -> records.add(parser.read(record, resource, scope)));
            });
        });
        return records;
    }

    private interface Message {
        void read(ProtoReader in);
    }

    private static void each(ProtoReader in, int field, Message message) {
        while (in.hasMore()) {
            int tag = in.readTag();
            if (tag >>> 3 == field) {
                int outer = in.enter();
                message.read(in);
                in.leave(outer);
            } else {
                in.skip(tag);
            }
        }
    }
}
