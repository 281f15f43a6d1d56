package dev.quipu.collector.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.quipu.collector.Otlp;
import dev.quipu.collector.StorageStandIn;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Many hostile senders at once: what is held stays within its bound, and honest senders are served. */
class HostileLoadIT {

    private static final long IN_FLIGHT = 64L << 20;

    private final StorageStandIn storage = new StorageStandIn(0);

    @AfterEach
    void stop() {
        storage.close();
    }

    @Test
    void gzipBombsTakeNoMoreThanTheBytesInFlight() throws Exception {
        byte[] bomb = Otlp.gzipBomb();
        try (TestCollector collector = new TestCollector(storage, Map.of())) {
            AtomicBoolean over = new AtomicBoolean();
            AtomicLong most = new AtomicLong();
            Thread watch = new Thread(() -> {
                while (!over.get()) {
                    most.accumulateAndGet(collector.bytesInFlight(), Math::max);
                    Thread.onSpinWait();
                }
            });
            watch.setDaemon(true);
            watch.start();
            List<CompletableFuture<HttpResponse<byte[]>>> bombs = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                bombs.add(collector.sendAsync(
                        collector.post(bomb).header("Content-Encoding", "gzip").build()));
            }
            for (CompletableFuture<HttpResponse<byte[]>> answer : bombs) {
                assertThat(answer.get(60, TimeUnit.SECONDS).statusCode()).isIn(413, 503);
            }
            over.set(true);
            watch.join();
            assertThat(most.get()).isPositive().isLessThanOrEqualTo(IN_FLIGHT);
            await().until(() -> collector.bytesInFlight() == 0);
            assertThat(collector.sendSpans(100).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void slowSendersDoNotKeepHonestOnesOut() throws Exception {
        List<Socket> slow = new ArrayList<>();
        try (TestCollector collector = new TestCollector(storage, Map.of("quipu.collector.body.read-timeout", "5S"))) {
            for (int i = 0; i < 500; i++) {
                slow.add(slowSender(collector));
            }
            for (int i = 0; i < 20; i++) {
                assertThat(collector.sendSpans(100).statusCode()).isEqualTo(200);
            }
            assertThat(storage.records()).isEqualTo(2000);
        } finally {
            for (Socket socket : slow) {
                socket.close();
            }
        }
    }

    private static Socket slowSender(TestCollector collector) {
        try {
            Socket socket = new Socket("127.0.0.1", collector.tracesUri().getPort());
            socket.getOutputStream()
                    .write(("POST /v1/traces HTTP/1.1\r\nHost: localhost\r\n"
                                    + "Content-Type: application/x-protobuf\r\nContent-Length: 20000000\r\n\r\nx")
                            .getBytes(StandardCharsets.ISO_8859_1));
            return socket;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
