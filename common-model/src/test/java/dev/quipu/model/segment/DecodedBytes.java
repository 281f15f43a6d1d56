package dev.quipu.model.segment;

import java.nio.charset.StandardCharsets;

/** Everything that a segment's bytes decode to, for tests that look for what must not be there. */
public final class DecodedBytes {

    private DecodedBytes() {}

    /** The head, and every text of every column: UTF-8 read byte by byte. */
    public static String of(Segment segment) {
        StringBuilder all = new StringBuilder();
        append(all, segment.head().toString().getBytes(StandardCharsets.UTF_8));
        SegmentReader reader = SegmentReader.of(segment);
        Schema schema = SignalLayout.of(segment.head().signal()).schema();
        segment.head().columns().keySet().forEach(id -> {
            for (int group = 0; group < segment.head().rowGroupCount(); group++) {
                if (isPooled(id, schema)) {
                    reader.pooled(id, group).ifPresent(texts -> append(all, texts.buffer()));
                } else if (id.kind() != ColumnId.Kind.SHAPE) {
                    append(all, numbers(reader, id, group));
                }
            }
        });
        return all.toString();
    }

    private static byte[] numbers(SegmentReader reader, ColumnId id, int group) {
        ByteSink numbers = new ByteSink(64);
        if (!id.name().equals("parentSpanId")) {
            for (long number : reader.numbers(id, group).orElse(new long[0])) {
                numbers.writeBytes((number + ";").getBytes(StandardCharsets.UTF_8), 0, (number + ";").length());
            }
        }
        return numbers.toBytes();
    }

    private static boolean isPooled(ColumnId id, Schema schema) {
        return switch (id.kind()) {
            case ATTRIBUTE -> id.type().isPooled();
            case FIELD -> isText(id, schema) || schema.nested().stream().anyMatch(nested -> isText(id, nested));
            case SIDE -> true;
            case COUNT, SHAPE -> false;
        };
    }

    private static boolean isText(ColumnId id, Schema schema) {
        return id.table().equals(schema.name())
                && schema.fields().stream()
                        .anyMatch(
                                field -> field.type().isPooled() && field.name().equals(id.name()));
    }

    private static void append(StringBuilder all, byte[] bytes) {
        all.append(new String(bytes, StandardCharsets.ISO_8859_1)).append('\n');
    }
}
