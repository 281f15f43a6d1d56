package dev.quipu.benchmarks.rig.hostile;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;

/** Bodies of a megabyte that inflate to a gigabyte. */
final class GzipBombs extends Attack {

    private static final int INFLATED_BYTES = 1 << 30;
    private static final int PIECE_BYTES = 1 << 20;
    private static final int PAUSE_MILLIS = 200;

    private final int port;
    private final byte[] bomb;

    GzipBombs(int port) throws IOException {
        this.port = port;
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            byte[] zeros = new byte[PIECE_BYTES];
            for (int bytes = 0; bytes < INFLATED_BYTES; bytes += PIECE_BYTES) {
                gzip.write(zeros);
            }
        }
        bomb = packed.toByteArray();
    }

    @Override
    String text() {
        return count() + " gzip bombs of " + (INFLATED_BYTES >> 20) + " MiB";
    }

    @Override
    void attack() throws IOException, InterruptedException {
        counted();
        try (Socket socket = connect(port)) {
            OutputStream out = socket.getOutputStream();
            out.write(("POST /v1/traces HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/x-protobuf\r\n"
                            + "Content-Encoding: gzip\r\nContent-Length: " + bomb.length + "\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            out.write(bomb);
            out.flush();
            socket.getInputStream().read();
        }
        TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
    }
}
