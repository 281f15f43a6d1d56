package dev.quipu.collector.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.quipu.collector.CollectorApplication;
import dev.quipu.collector.Otlp;
import dev.quipu.collector.StorageStandIn;
import dev.quipu.collector.intake.Admission;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What senders do on the wire that no client library does, byte by byte. */
@QuarkusTest
@QuarkusTestResource(CollectorApplication.class)
class SlowSenderIT {

    private final StorageStandIn storage = CollectorApplication.Storage.STAND_IN;

    @Inject
    Admission admission;

    @BeforeEach
    void forget() {
        storage.clear();
    }

    @Test
    void answersABodyThatNeverEndsWith408() throws IOException {
        try (Sender sender = new Sender()) {
            sender.write("Transfer-Encoding: chunked\r\n\r\n");
            sender.write("5\r\nhello\r\n");
            sender.write("5\r\nhello\r\n");
            assertThat(sender.statusLine()).startsWith("HTTP/1.1 408");
        }
        await().until(() -> admission.bytesInFlight() == 0);
    }

    @Test
    void answersABodyThatNeverComesWith408() throws IOException {
        try (Sender sender = new Sender()) {
            sender.write("Content-Length: 1000\r\n\r\n");
            assertThat(sender.statusLine()).startsWith("HTTP/1.1 408");
        }
    }

    @Test
    void cutsOffASenderThatDoesNotEndAfterItsAnswer() throws IOException {
        try (Sender sender = new Sender()) {
            sender.write("Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n");
            assertThat(sender.statusLine()).startsWith("HTTP/1.1 408");
            assertThat(sender.readsToTheEnd(Duration.ofSeconds(10))).isTrue();
        }
    }

    @Test
    void givesBackTheBytesOfASenderThatGoesAway() throws IOException {
        try (Sender sender = new Sender()) {
            sender.write("Content-Length: 100000\r\n\r\n" + "x".repeat(50_000));
            await().until(() -> admission.bytesInFlight() > 0);
        }
        await().until(() -> admission.bytesInFlight() == 0);
    }

    @Test
    void asksForTheBodyOfASenderThatWaitsToBeAsked() throws IOException {
        byte[] body = Otlp.request(5).toByteArray();
        try (Sender sender = new Sender()) {
            sender.write("Expect: 100-continue\r\nContent-Length: " + body.length + "\r\n\r\n");
            assertThat(sender.statusLine()).startsWith("HTTP/1.1 100");
            sender.write(body);
            assertThat(sender.nextStatusLine()).startsWith("HTTP/1.1 200");
        }
        assertThat(storage.records()).isEqualTo(5);
    }

    @Test
    void refusesALargeBodyBeforeAskingForIt() throws IOException {
        try (Sender sender = new Sender()) {
            sender.write("Expect: 100-continue\r\nContent-Length: 30000000\r\n\r\n");
            assertThat(sender.statusLine()).startsWith("HTTP/1.1 413");
        }
    }

    @Test
    void takesABodyThatComesByteByByte() throws IOException {
        byte[] body = Otlp.gzip(Otlp.request(2).toByteArray());
        try (Sender sender = new Sender()) {
            sender.write("Content-Encoding: gzip\r\nContent-Length: " + body.length + "\r\n\r\n");
            for (byte octet : body) {
                sender.write(new byte[] {octet});
            }
            assertThat(sender.statusLine()).startsWith("HTTP/1.1 200");
        }
        assertThat(storage.records()).isEqualTo(2);
    }

    /** A connection on which the test says every byte itself. */
    private static final class Sender implements AutoCloseable {

        private final Socket socket = new Socket("127.0.0.1", CollectorApplication.HTTP_PORT);
        private final OutputStream out = socket.getOutputStream();
        private final BufferedReader in =
                new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));

        Sender() throws IOException {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(20_000);
            write("POST /v1/traces HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-protobuf\r\n");
        }

        void write(String text) throws IOException {
            write(text.getBytes(StandardCharsets.ISO_8859_1));
        }

        void write(byte[] bytes) throws IOException {
            out.write(bytes);
            out.flush();
        }

        String statusLine() throws IOException {
            return String.valueOf(in.readLine());
        }

        String nextStatusLine() throws IOException {
            String line = in.readLine();
            while (line != null && !line.startsWith("HTTP/1.1")) {
                line = in.readLine();
            }
            return String.valueOf(line);
        }

        boolean readsToTheEnd(Duration limit) throws IOException {
            socket.setSoTimeout((int) limit.toMillis());
            while (in.read() >= 0) {
                // the rest of the answer
            }
            return true;
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
