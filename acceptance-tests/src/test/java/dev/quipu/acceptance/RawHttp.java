package dev.quipu.acceptance;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;

/** A sender that goes on and on, as no HTTP library does. */
final class RawHttp {

    /** The header of a body whose end is not known. */
    static final String CHUNKED = "Transfer-Encoding: chunked";

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private RawHttp() {}

    /** The header of a body of so many bytes. */
    static String withLength(int bytes) {
        return "Content-Length: " + bytes;
    }

    /**
     * Posts pieces of a body that never ends until there is an answer.
     *
     * @return the status of the answer
     */
    static int postUntilAnswered(int port, String bodyHeader, int pieceBytes, Duration pause) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            OutputStream out = socket.getOutputStream();
            out.write(("POST /v1/traces HTTP/1.1\r\nHost: 127.0.0.1:" + port + "\r\nContent-Type: " + OtlpHttp.PROTOBUF
                            + "\r\n" + bodyHeader + "\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            byte[] piece = bodyHeader.equals(CHUNKED) ? chunk(pieceBytes) : new byte[pieceBytes];
            InputStream in = socket.getInputStream();
            Instant deadline = Instant.now().plus(PATIENCE);
            while (in.available() == 0 && Instant.now().isBefore(deadline)) {
                try {
                    out.write(piece);
                } catch (IOException closed) {
                    break; // answered and closed: the answer can still be read
                }
                pauseFor(pause);
            }
            return status(in);
        }
    }

    /** Of the answer that begins here. */
    static int status(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c >= 0 && c != '\r'; c = in.read()) {
            line.append((char) c);
        }
        String[] words = line.toString().split(" ");
        if (words.length < 2) {
            throw new IOException("expected a status line, got: " + line);
        }
        return Integer.parseInt(words[1]);
    }

    private static byte[] chunk(int bytes) {
        byte[] head = (Integer.toHexString(bytes) + "\r\n").getBytes(StandardCharsets.US_ASCII);
        byte[] chunk = new byte[head.length + bytes + 2];
        System.arraycopy(head, 0, chunk, 0, head.length);
        chunk[chunk.length - 2] = '\r';
        chunk[chunk.length - 1] = '\n';
        return chunk;
    }

    /** The slowness is what is sent, not something that is waited for. */
    private static void pauseFor(Duration pause) {
        try {
            Thread.sleep(pause.toMillis());
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
