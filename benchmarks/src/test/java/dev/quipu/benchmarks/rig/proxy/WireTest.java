package dev.quipu.benchmarks.rig.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WireTest {

    private static final byte[] BODY = new byte[200_000];

    private final HttpClient client = HttpClient.newHttpClient();
    private final AtomicInteger arrived = new AtomicInteger();
    private HttpServer server;
    private Wire wire;
    private int port;

    @BeforeEach
    void listen() throws IOException {
        server = echo(arrived);
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        wire = new Wire(port, server.getAddress().getPort());
    }

    private static HttpServer echo(AtomicInteger arrived) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            byte[] body = exchange.getRequestBody().readAllBytes();
            arrived.incrementAndGet();
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        return server;
    }

    @AfterEach
    void close() throws IOException {
        wire.close();
        server.stop(0);
    }

    @Test
    void passesAllBytesOn() throws Exception {
        assertThat(post()).isEqualTo(BODY);
        assertThat(post()).isEqualTo(BODY);
    }

    @Test
    void resetsConnectionsWhileCutAndPassesAfterwards() throws Exception {
        wire.set(Trouble.of(Trouble.Kind.CUT));

        assertThatThrownBy(this::post).isInstanceOf(IOException.class);
        assertThat(arrived).hasValue(0);

        wire.heal();
        assertThat(post()).isEqualTo(BODY);
    }

    @Test
    void losesTheAnswerOfARequestThatArrived() {
        wire.set(Trouble.of(Trouble.Kind.LOST_RESPONSE));

        assertThatThrownBy(this::post).isInstanceOf(IOException.class);
        assertThat(arrived).hasValueGreaterThan(0);
    }

    @Test
    void keepsConnectionsOpenInABlackHole() {
        wire.set(Trouble.of(Trouble.Kind.BLACK_HOLE));

        assertThatThrownBy(this::post).isInstanceOf(HttpTimeoutException.class);
        assertThat(arrived).hasValue(0);
    }

    @Test
    void passesConnectionsToItsTargetsInTurn() throws Exception {
        AtomicInteger arrivedElsewhere = new AtomicInteger();
        HttpServer other = echo(arrivedElsewhere);
        try {
            post();
            wire.passTo(
                    List.of(server.getAddress().getPort(), other.getAddress().getPort()));
            for (int i = 0; i < 4; i++) {
                post(HttpClient.newHttpClient());
            }
        } finally {
            other.stop(0);
        }
        assertThat(arrived).hasValue(1 + 2);
        assertThat(arrivedElsewhere).hasValue(2);
    }

    private byte[] post() throws IOException, InterruptedException {
        return post(client);
    }

    private byte[] post(HttpClient client) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/"))
                .timeout(Duration.ofSeconds(1))
                .POST(HttpRequest.BodyPublishers.ofByteArray(BODY))
                .build();
        return client.send(request, HttpResponse.BodyHandlers.ofByteArray()).body();
    }
}
