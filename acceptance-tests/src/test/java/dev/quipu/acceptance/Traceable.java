package dev.quipu.acceptance;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;

/**
 * Random bytes that are known again in files wherever a few of them lie together: no compression makes them shorter, and no
 * page or block is so small that it holds none.
 */
final class Traceable {

    private static final int BYTES = 4096;
    private static final int BUFFER_BYTES = 1 << 16;

    private final byte[] bytes = new byte[BYTES];
    private final Set<Long> parts = new HashSet<>();
    private final boolean[] begins = new boolean[1 << 16];

    Traceable() {
        ThreadLocalRandom.current().nextBytes(bytes);
        for (int at = 0; at + Long.BYTES <= BYTES; at += Long.BYTES) {
            long part = 0;
            for (int i = 0; i < Long.BYTES; i++) {
                part = part << 8 | bytes[at + i] & 0xff;
            }
            parts.add(part);
            begins[(int) (part >>> 48)] = true;
        }
    }

    /** An attribute that has them as its value. */
    KeyValue attribute(String key) {
        return KeyValue.newBuilder()
                .setKey(key)
                .setValue(AnyValue.newBuilder().setBytesValue(ByteString.copyFrom(bytes)))
                .build();
    }

    boolean isIn(List<KeyValue> attributes) {
        return attributes.stream()
                .anyMatch(attribute -> attribute.getValue().getBytesValue().equals(ByteString.copyFrom(bytes)));
    }

    /** The files below that hold some of them. */
    Set<Path> filesBelow(Path... directories) throws IOException {
        Set<Path> found = new TreeSet<>();
        for (Path directory : directories) {
            try (Stream<Path> files = Files.walk(directory)) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    if (isIn(file)) {
                        found.add(file);
                    }
                }
            }
        }
        return found;
    }

    private boolean isIn(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] buffer = new byte[BUFFER_BYTES];
            long window = 0;
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                for (int i = 0; i < read; i++) {
                    window = window << 8 | buffer[i] & 0xff;
                    if (begins[(int) (window >>> 48)] && parts.contains(window)) {
                        return true;
                    }
                }
            }
            return false;
        } catch (NoSuchFileException goneMeanwhile) {
            return false;
        }
    }
}
