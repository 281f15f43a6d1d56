package dev.quipu.benchmarks.rig.hostile;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/** Chunked bodies without an end. */
final class EndlessBodies extends Attack {

    private static final int CHUNK_BYTES = 32 * 1024;
    private static final int PAUSE_MILLIS = 20;

    private final int port;
    private final byte[] chunk;

    EndlessBodies(int port) {
        this.port = port;
        byte[] head = (Integer.toHexString(CHUNK_BYTES) + "\r\n").getBytes(StandardCharsets.US_ASCII);
        chunk = new byte[head.length + CHUNK_BYTES + 2];
        System.arraycopy(head, 0, chunk, 0, head.length);
        chunk[chunk.length - 2] = '\r';
        chunk[chunk.length - 1] = '\n';
    }

    @Override
    String text() {
        return count() + " endless bodies";
    }

    @Override
    void attack() throws IOException, InterruptedException {
        counted();
        try (Socket socket = connect(port)) {
            OutputStream out = socket.getOutputStream();
            out.write(("POST /v1/logs HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/x-protobuf\r\n"
                            + "Transfer-Encoding: chunked\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            while (!isOver()) {
                out.write(chunk);
                TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
            }
        }
    }
}
