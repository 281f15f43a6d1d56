package dev.quipu.collector.spool;

import dev.quipu.collector.KeptFile;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The file of {@link SpoolKeys}: a JSON object a line. What is appended is read again once its append returned; the piece
 * of a line that a kill left behind is no line. One call at a time.
 */
final class SpoolKeyLines {

    /** After a write that failed: it may be there or not. */
    private static final long UNKNOWN = -1;

    private final Path path;
    private final KeptFile whole;
    private long bytes;

    SpoolKeyLines(Path path) {
        this.path = path;
        this.whole = new KeptFile(path);
    }

    /**
     * All lines; to be called before the first append.
     *
     * @throws DecodeException when a line is no JSON object
     */
    List<JsonObject> read() throws IOException {
        String text = new String(whole.read().orElse(new byte[0]), StandardCharsets.UTF_8);
        String lines = text.substring(0, text.lastIndexOf('\n') + 1);
        bytes = lines.getBytes(StandardCharsets.UTF_8).length;
        return lines.lines().map(JsonObject::new).toList();
    }

    /** Returns once the lines outlive a loss of power; when it fails, they are not there for the next append. */
    void append(List<JsonObject> lines) throws IOException {
        if (bytes == UNKNOWN) {
            read();
        }
        if (bytes == 0) {
            write(lines);
            return;
        }
        ByteBuffer rest = ByteBuffer.wrap(encode(lines));
        long end = bytes + rest.remaining();
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
            channel.truncate(bytes);
            while (rest.hasRemaining()) {
                channel.write(rest, end - rest.remaining());
            }
            channel.force(true);
        }
        bytes = end;
    }

    /** Puts the lines in the place of all that are there; returns once that outlives a loss of power. */
    void write(List<JsonObject> lines) throws IOException {
        byte[] all = encode(lines);
        bytes = UNKNOWN;
        whole.write(all);
        bytes = all.length;
    }

    private static byte[] encode(List<JsonObject> lines) {
        return lines.stream()
                .map(line -> line.encode() + "\n")
                .collect(Collectors.joining())
                .getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return path.toString();
    }
}
