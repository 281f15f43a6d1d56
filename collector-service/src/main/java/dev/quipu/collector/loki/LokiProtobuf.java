package dev.quipu.collector.loki;

import dev.quipu.collector.intake.Converted;
import dev.quipu.model.KeyValue;
import dev.quipu.model.otlp.OtlpFormatException;
import dev.quipu.model.otlp.ProtoReader;
import dev.quipu.model.otlp.ProtoWriter;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** {@code logproto.PushRequest} (grafana/loki, "push.proto"). Lines are copied as they are, without becoming text. */
final class LokiProtobuf {

    private static final int STREAMS = 1;
    private static final int LABELS = 1;
    private static final int ENTRIES = 2;
    private static final int TIMESTAMP = 1;
    private static final int LINE = 2;
    private static final int STRUCTURED_METADATA = 3;
    private static final int SECONDS = 1;
    private static final int NANOS = 2;
    private static final int NAME = 1;
    private static final int VALUE = 2;
    private static final long NANOS_PER_SECOND = 1_000_000_000;

    private LokiProtobuf() {}

    static Converted convert(byte[] body, int length) {
        ProtoReader in = new ProtoReader(body, 0, length);
        ProtoWriter out = new ProtoWriter(length + length / 4);
        EntryFaults faults = new EntryFaults();
        while (in.hasMore()) {
            int tag = in.readTag();
            if (tag >>> 3 == STREAMS) {
                in.expect(tag, ProtoReader.LENGTH_DELIMITED);
                int outer = in.enter();
                stream(in, out, faults);
                in.leave(outer);
            } else {
                in.skip(tag);
            }
        }
        return faults.with(out.toBytes());
    }

    private static void stream(ProtoReader in, ProtoWriter out, EntryFaults faults) {
        int begin = in.position();
        String labels = "";
        String fault = "";
        long entries = 0;
        while (in.hasMore()) {
            int tag = in.readTag();
            if (tag >>> 3 == LABELS) {
                in.expect(tag, ProtoReader.LENGTH_DELIMITED);
                int length = in.readLength();
                try {
                    labels = strictText(in, length);
                } catch (CharacterCodingException e) {
                    fault = "labels: expected UTF-8, got other bytes";
                }
                in.advance(length);
            } else {
                entries += tag >>> 3 == ENTRIES ? 1 : 0;
                in.skip(tag);
            }
        }
        if (!fault.isEmpty()) {
            faults.add(EntryFaults.LABELS, entries, fault);
            return;
        }
        List<KeyValue> parsed;
        try {
            parsed = LokiLabels.parse(labels);
        } catch (OtlpFormatException e) {
            faults.add(EntryFaults.LABELS, entries, String.valueOf(e.getMessage()));
            return;
        }
        in.seek(begin);
        entries(in, LokiStream.begin(out, parsed), faults);
    }

    private static String strictText(ProtoReader in, int length) throws CharacterCodingException {
        return StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(in.buffer(), in.position(), length))
                .toString();
    }

    private static void entries(ProtoReader in, LokiStream stream, EntryFaults faults) {
        while (in.hasMore()) {
            int tag = in.readTag();
            if (tag >>> 3 == ENTRIES) {
                int outer = in.enter();
                entry(in, stream, faults);
                in.leave(outer);
            } else {
                in.skip(tag);
            }
        }
        stream.end();
    }

    private static void entry(ProtoReader in, LokiStream stream, EntryFaults faults) {
        long time = 0;
        int line = in.position();
        int lineLength = 0;
        List<KeyValue> metadata = List.of();
        while (in.hasMore()) {
            int tag = in.readTag();
            switch (tag) {
                case TIMESTAMP << 3 | ProtoReader.LENGTH_DELIMITED -> time = timestamp(in);
                case LINE << 3 | ProtoReader.LENGTH_DELIMITED -> {
                    lineLength = in.readLength();
                    line = in.position();
                    in.advance(lineLength);
                }
                case STRUCTURED_METADATA << 3 | ProtoReader.LENGTH_DELIMITED -> {
                    metadata = metadata.isEmpty() ? new ArrayList<>() : metadata;
                    metadata.add(pair(in));
                }
                default -> in.skipUnknown(tag, STRUCTURED_METADATA);
            }
        }
        if (time < 0) {
            faults.add(EntryFaults.TIME, 1, "timestamp: expected a time from 1970 to 2262, got another");
        } else {
            stream.entry(time, in.buffer(), line, lineLength, metadata);
        }
    }

    /** Nanoseconds; negative when they do not fit. */
    private static long timestamp(ProtoReader in) {
        long seconds = 0;
        long nanos = 0;
        int outer = in.enter();
        while (in.hasMore()) {
            int tag = in.readTag();
            switch (tag) {
                case SECONDS << 3 | ProtoReader.VARINT -> seconds = in.readVarint();
                case NANOS << 3 | ProtoReader.VARINT -> nanos = in.readVarint();
                default -> in.skipUnknown(tag, NANOS);
            }
        }
        in.leave(outer);
        boolean fits = seconds >= 0 && seconds < Long.MAX_VALUE / NANOS_PER_SECOND;
        return fits && nanos >= 0 && nanos < NANOS_PER_SECOND ? seconds * NANOS_PER_SECOND + nanos : -1;
    }

    private static KeyValue pair(ProtoReader in) {
        String name = "";
        String value = "";
        int outer = in.enter();
        while (in.hasMore()) {
            int tag = in.readTag();
            switch (tag) {
                case NAME << 3 | ProtoReader.LENGTH_DELIMITED -> name = in.readString();
                case VALUE << 3 | ProtoReader.LENGTH_DELIMITED -> value = in.readString();
                default -> in.skipUnknown(tag, VALUE);
            }
        }
        in.leave(outer);
        return KeyValue.of(name, value);
    }
}
