package dev.quipu.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A page of the web in the browser of somebody who has Quipu on this machine: it may send requests here, under its own
 * name or under a name that it has lead here, and is refused at every door. No browser speaks gRPC without TLS.
 */
class ForeignPagesIT {

    private static final String FOREIGN = "evil.example";

    private static Stream<URI> doors() {
        Cluster cluster = Cluster.shared();
        return Stream.of(
                cluster.collector().url().resolve("/v1/traces"),
                cluster.collector().url().resolve("/v1/spool"),
                cluster.storage().url().resolve("/v1/traces"),
                cluster.analysis().url().resolve("/"),
                cluster.analysis().url().resolve("/v1/rates"),
                cluster.analysis().url().resolve("/store/v1/spans"),
                cluster.analysis().url().resolve("/q/openapi"));
    }

    /** What browsers of other origins may ask there they cannot read, and it changes nothing. */
    private static Stream<URI> allDoors() {
        Cluster cluster = Cluster.shared();
        return Stream.concat(
                doors(),
                Stream.of(
                        cluster.collector().management().resolve("/q/health/ready"),
                        cluster.storage().management().resolve("/q/metrics")));
    }

    @ParameterizedTest
    @MethodSource("allDoors")
    void refusesANameThatIsNotItsOwn(URI door) throws IOException {
        assertThat(ask(door, "GET", "Host: " + FOREIGN + ":" + door.getPort()))
                .startsWith("HTTP/1.1 403")
                .contains("quipu.access.hosts");
    }

    @Test
    void refusesANameThatIsNotItsOwnAtZipkinsPort() throws IOException {
        URI door = Cluster.shared().zipkin().resolve("/api/v2/spans");
        assertThat(ask(door, "POST", "Host: " + FOREIGN))
                .startsWith("HTTP/1.1 403")
                .contains("quipu.access.hosts");
        assertThat(ask(door, "POST", "Host: localhost")).startsWith("HTTP/1.1 202");
    }

    @ParameterizedTest
    @MethodSource("doors")
    void refusesAnotherOrigin(URI door) throws IOException {
        String host = "Host: localhost:" + door.getPort();
        for (String method : new String[] {"GET", "POST", "DELETE"}) {
            assertThat(ask(door, method, host + "\r\nOrigin: http://" + FOREIGN))
                    .startsWith("HTTP/1.1 403");
            assertThat(ask(door, method, host + "\r\nOrigin: null")).startsWith("HTTP/1.1 403");
        }
        assertThat(ask(
                        door,
                        "OPTIONS",
                        host + "\r\nOrigin: http://" + FOREIGN + "\r\nAccess-Control-Request-Method: POST"))
                .startsWith("HTTP/1.1 403")
                .doesNotContainIgnoringCase("access-control-allow-origin");
    }

    @ParameterizedTest
    @MethodSource("doors")
    void letsItsOwnPagePass(URI door) throws IOException {
        String own = "localhost:" + door.getPort();
        assertThat(ask(door, "GET", "Host: " + own + "\r\nOrigin: http://" + own))
                .doesNotStartWith("HTTP/1.1 403");
    }

    private static String ask(URI door, String method, String headers) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", door.getPort())) {
            socket.setSoTimeout(30_000);
            String request = "%s %s HTTP/1.1\r\n%s\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
                    .formatted(method, door.getPath(), headers);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
