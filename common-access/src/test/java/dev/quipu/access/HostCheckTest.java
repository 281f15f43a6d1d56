package dev.quipu.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Over a connection of its own, as clients do not send whatever host they are told. */
class HostCheckTest {

    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void close() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Host: localhost:4318", "Host: 127.0.0.1", "Host: [::1]:4318", "Host: quipu.example"})
    void letsRequestsForItselfPass(String header) throws Exception {
        assertThat(answer("127.0.0.1", header)).startsWith("HTTP/1.1 200").endsWith("passed");
    }

    @ParameterizedTest
    @CsvSource({"Host: evil.example, evil.example", "Host: localhost.evil.example:4318, localhost.evil.example"})
    void refusesRequestsForAnotherAndSaysWhichNamesItHas(String header, String named) throws Exception {
        assertThat(answer("127.0.0.1", header))
                .startsWith("HTTP/1.1 403")
                .contains("application/problem+json")
                .contains("expected localhost, an address or a name in quipu.access.hosts, got '" + named + "'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Host:", "Host: a b", "Host: evil.example:port"})
    void refusesAHostThatIsNone(String header) throws Exception {
        assertThat(answer("127.0.0.1", header)).startsWith("HTTP/1.1 40");
    }

    @Test
    void leavesNamesToTheNetworkWhereOthersMayCome() throws Exception {
        assertThat(answer("0.0.0.0", "Host: quipu-storage.quipu.svc")).startsWith("HTTP/1.1 200");
    }

    private String answer(String listeningHost, String header) throws Exception {
        Router router = Router.router(vertx);
        router.get("/").handler(routing -> routing.response().end("passed"));
        new HostCheck(Settings.of(Map.of("quipu.access.hosts", "quipu.example")), listeningHost).mount(router);
        CompletableFuture<HttpServer> server = vertx.createHttpServer()
                .requestHandler(router)
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture();
        return exchange(server.get(10, TimeUnit.SECONDS).actualPort(), header);
    }

    private static String exchange(int port, String header) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.setSoTimeout(10_000);
            String request = "GET / HTTP/1.1\r\n" + header + "\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
