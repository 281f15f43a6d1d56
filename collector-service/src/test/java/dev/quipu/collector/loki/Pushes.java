package dev.quipu.collector.loki;

import dev.quipu.collector.ProtoMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.xerial.snappy.Snappy;

/** Pushes as Loki's clients write them. */
public final class Pushes {

    private Pushes() {}

    public static ProtoMessage push(ProtoMessage... streams) {
        ProtoMessage push = ProtoMessage.of();
        for (ProtoMessage stream : streams) {
            push.message(1, stream);
        }
        return push;
    }

    public static ProtoMessage stream(String labels, ProtoMessage... entries) {
        ProtoMessage stream = ProtoMessage.of().text(1, labels);
        for (ProtoMessage entry : entries) {
            stream.message(2, entry);
        }
        return stream;
    }

    public static ProtoMessage entry(long timeUnixNano, String line, String... metadata) {
        ProtoMessage time =
                ProtoMessage.of().varint(1, timeUnixNano / 1_000_000_000).varint(2, timeUnixNano % 1_000_000_000);
        ProtoMessage entry = ProtoMessage.of().message(1, time).text(2, line);
        for (int i = 0; i < metadata.length; i += 2) {
            entry.message(3, ProtoMessage.of().text(1, metadata[i]).text(2, metadata[i + 1]));
        }
        return entry;
    }

    public static byte[] snappy(byte[] body) {
        try {
            return Snappy.compress(body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
