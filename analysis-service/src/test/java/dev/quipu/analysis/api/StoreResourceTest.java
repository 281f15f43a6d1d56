package dev.quipu.analysis.api;

import static io.restassured.RestAssured.get;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.anyOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import dev.quipu.analysis.StoragePeer;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(StoragePeer.class)
class StoreResourceTest {

    @BeforeEach
    void storageHasNothing() {
        StoragePeer.reset();
    }

    @Test
    void handsOnWhatIsAskedAndWhatIsAnswered() {
        StoragePeer.at("/v1/logs", request -> request.json(200, "{\"logs\":[]}"));
        given().urlEncodingEnabled(false)
                .header("Quipu-Tenant", "shop")
                .get("/store/v1/logs?q=severity+%3E%3D+error&limit=5")
                .then()
                .statusCode(200)
                .header("Content-Type", containsString("application/json"))
                .body("logs.size()", equalTo(0));
        StoragePeer.Request asked = StoragePeer.requests("/v1/logs").get(0);
        assertThat(asked.tenant()).isEqualTo("shop");
        assertThat(asked.parameter("q")).isEqualTo("severity >= error");
        assertThat(asked.parameter("limit")).isEqualTo("5");
    }

    @Test
    void longAnswersComeWhole() {
        byte[] body = new byte[5_000_000];
        Arrays.fill(body, (byte) 'x');
        StoragePeer.at("/v1/traces/0af7651916cd43dd8448eb211c80319c", request -> request.send(200, body));
        assertThat(get("/store/v1/traces/0af7651916cd43dd8448eb211c80319c").asByteArray())
                .isEqualTo(body);
    }

    @Test
    void problemsAreHandedOnAsTheyAre() {
        StoragePeer.at("/v1/logs", request -> request.problem(400, "q: expected a field"));
        given().urlEncodingEnabled(false)
                .get("/store/v1/logs?q=%3D")
                .then()
                .statusCode(400)
                .header("Content-Type", containsString("application/problem+json"))
                .body("detail", equalTo("q: expected a field"));
    }

    @Test
    void whatPeopleSetIsHandedOn() {
        StoragePeer.at("/v1/silences", request -> {
            assertThat(request.exchange().getRequestBody().readAllBytes())
                    .asString()
                    .isEqualTo("{\"comment\":\"x\"}");
            request.json(201, "{\"id\":7}");
        });
        given().contentType("application/json")
                .body("{\"comment\":\"x\"}")
                .post("/store/v1/silences")
                .then()
                .statusCode(201)
                .body("id", equalTo(7));
        StoragePeer.at("/v1/silences/7", request -> request.send(204, new byte[0]));
        given().delete("/store/v1/silences/7").then().statusCode(204);
    }

    @Test
    void noOtherPageSetsAnything() {
        StoragePeer.at("/v1/silences", request -> request.json(201, "{\"id\":7}"));
        for (String origin : List.of("http://elsewhere.example", "null", "http://127.0.0.1:1")) {
            given().header("Origin", origin)
                    .body("{}")
                    .post("/store/v1/silences")
                    .then()
                    .statusCode(403);
        }
        assertThat(StoragePeer.requests("/v1/silences")).isEmpty();
        given().header("Origin", RestAssured.baseURI + ":" + RestAssured.port)
                .contentType("application/json")
                .body("{}")
                .post("/store/v1/silences")
                .then()
                .statusCode(201);
    }

    @Test
    void doorsBetweenServicesStayShut() {
        get("/store/v1/segments/1").then().statusCode(404).body("detail", containsString("'segments/1'"));
        given().body("{}").put("/store/v1/feed/consumers/analysis").then().statusCode(404);
        given().body("{}").post("/store/v1/alert-notices/claims").then().statusCode(404);
        given().delete("/store/v1/traces/1").then().statusCode(404);
        for (String kind : List.of("redaction-rules", "erasures", "quotas")) {
            StoragePeer.at("/v1/" + kind + "/all", request -> request.json(200, "{}"));
            for (String all : List.of("all", "all/", "%61ll", "all;x=1", "1/../all")) {
                given().urlEncodingEnabled(false)
                        .get("/store/v1/" + kind + "/" + all)
                        .then()
                        .statusCode(anyOf(equalTo(404), equalTo(405)));
            }
            assertThat(StoragePeer.requests("/v1/" + kind + "/all")).isEmpty();
        }
        get("/store/v1/access/keys").then().statusCode(404);
        assertThat(StoragePeer.requests("/v1/segments/1")).isEmpty();
    }

    /** As a browser would never ask, but others do: on a bare socket, so that nothing is put in order on the way. */
    @Test
    void noPathLeadsElsewhere() throws IOException {
        try (ServerSocket elsewhere = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String foreign = "//127.0.0.1:" + elsewhere.getLocalPort();
            for (String path : List.of(
                    "/store" + foreign + "/../v1/traces",
                    "/store" + foreign + "/%2e%2e/%2E%2e/store/v1/traces",
                    "/store/v1/traces/../segments/1",
                    "/store/v1/traces/%2e%2e/segments/1",
                    "/store/v1//segments/1",
                    "/store/v1/logs/..%2fsegments/1")) {
                assertThat(status(path)).as(path).isEqualTo(404);
            }
            elsewhere.setSoTimeout(200);
            assertThatExceptionOfType(SocketTimeoutException.class).isThrownBy(elsewhere::accept);
        }
        assertThat(StoragePeer.requests("/v1/segments/1")).isEmpty();
    }

    private static int status(String path) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), RestAssured.port)) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream()
                    .write(("GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1:" + RestAssured.port
                                    + "\r\nConnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            String head = new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);
            return Integer.parseInt(head.substring(head.indexOf(' ') + 1));
        }
    }

    /** More than the door has connections for, each gone before its answer comes. */
    @Test
    void whoGoesAwayHoldsNoConnection() throws Exception {
        byte[] body = new byte[1_000_000];
        CountDownLatch gone = new CountDownLatch(1);
        StoragePeer.at("/v1/spans", request -> {
            try {
                gone.await(20, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            request.send(200, body);
        });
        StoragePeer.at("/v1/logs", request -> request.json(200, "{\"logs\":[]}"));
        List<Socket> clients = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            Socket client = new Socket(InetAddress.getLoopbackAddress(), RestAssured.port);
            client.getOutputStream()
                    .write("GET /store/v1/spans HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            clients.add(client);
        }
        await().until(() -> StoragePeer.requests("/v1/spans").size() >= 64);
        for (Socket client : clients) {
            client.close();
        }
        gone.countDown();
        await().untilAsserted(() -> get("/store/v1/logs").then().statusCode(200));
    }

    @Test
    void peopleReadUsageAndSetWhatIsRedacted() {
        StoragePeer.at("/v1/usage", request -> request.json(200, "{}"));
        StoragePeer.at("/v1/redaction-rules", request -> request.json(201, "{\"id\":7}"));
        get("/store/v1/usage").then().statusCode(200);
        given().contentType("application/json")
                .body("{}")
                .post("/store/v1/redaction-rules")
                .then()
                .statusCode(201)
                .body("id", equalTo(7));
    }

    @Test
    void administratorsReachKeysTheAuditErasuresAndQuotas() {
        String erasure = "3f0c5b6e-92f5-4f3e-8000-000000000001";
        for (String path : List.of(
                "api-keys",
                "audit",
                "audit/checkpoints",
                "encryption-keys",
                "erasures",
                "erasures/" + erasure,
                "erasures/" + erasure + "/certificate",
                "quotas")) {
            StoragePeer.at("/v1/" + path, request -> request.json(200, "{\"path\":\"" + path + "\"}"));
            get("/store/v1/" + path).then().statusCode(200).body("path", equalTo(path));
        }
        StoragePeer.at("/v1/api-keys/0123456789abcdef", request -> request.send(204, new byte[0]));
        given().delete("/store/v1/api-keys/0123456789abcdef").then().statusCode(204);
    }

    @Test
    void administratorsPlaceAndReleaseHolds() {
        StoragePeer.at("/v1/legal-holds", request -> {
            byte[] body = request.exchange().getRequestBody().readAllBytes();
            request.json(201, "{\"asked\":\"" + request.exchange().getRequestMethod() + body.length + "\"}");
        });
        StoragePeer.at("/v1/legal-holds/3", request -> request.send(204, new byte[0]));
        given().contentType("application/json")
                .body("{\"reason\":\"case 17\"}")
                .post("/store/v1/legal-holds")
                .then()
                .statusCode(201)
                .body("asked", equalTo("POST20"));
        given().delete("/store/v1/legal-holds/3").then().statusCode(204);
        get("/store/v1/legal-holds/3").then().statusCode(204);
    }

    @Test
    void administratorsRenewAndDestroyKeysOfEncryption() {
        StoragePeer.at("/v1/encryption-keys", request -> {
            byte[] body = request.exchange().getRequestBody().readAllBytes();
            request.json(200, "{\"asked\":\"" + request.exchange().getRequestMethod() + body.length + "\"}");
        });
        given().post("/store/v1/encryption-keys").then().statusCode(200).body("asked", equalTo("POST0"));
        given().contentType("application/json")
                .body("{\"tenant\":\"default\"}")
                .delete("/store/v1/encryption-keys")
                .then()
                .statusCode(200)
                .body("asked", equalTo("DELETE20"));
    }

    /** Storage waits for what the client has seen, and sends on until nobody takes it any longer. */
    @Test
    void eventsComeOneByOneFromWhereTheyEndedUntilTheClientGoesAway() throws Exception {
        CountDownLatch commentSeen = new CountDownLatch(1);
        CountDownLatch ended = new CountDownLatch(1);
        StoragePeer.at("/v1/spans/tail", request -> {
            request.exchange().getResponseHeaders().set("Content-Type", "text/event-stream");
            request.exchange().sendResponseHeaders(200, 0);
            OutputStream events = request.exchange().getResponseBody();
            send(events, ": nothing yet\n\n");
            try {
                commentSeen.await(20, TimeUnit.SECONDS);
                String last = request.exchange().getRequestHeaders().getFirst("Last-Event-ID");
                send(events, "id: " + last + "-and-one\ndata: {}\n\n");
                while (true) {
                    send(events, ": still here\n\n");
                }
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            } catch (IOException e) {
                ended.countDown();
            }
        });
        try (Socket client = new Socket(InetAddress.getLoopbackAddress(), RestAssured.port)) {
            client.setSoTimeout(10_000);
            client.getOutputStream()
                    .write(("GET /store/v1/spans/tail HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: text/event-stream\r\n"
                                    + "Accept-Encoding: gzip\r\nLast-Event-ID: 41\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            BufferedReader lines =
                    new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.US_ASCII));
            assertThat(lines.lines().anyMatch(": nothing yet"::equals)).isTrue();
            commentSeen.countDown();
            assertThat(lines.lines().anyMatch("id: 41-and-one"::equals)).isTrue();
        }
        assertThat(ended.await(20, TimeUnit.SECONDS)).isTrue();
    }

    private static void send(OutputStream events, String text) throws IOException {
        events.write(text.getBytes(StandardCharsets.US_ASCII));
        events.flush();
    }

    @Test
    void saysWhenStorageDoesNotAnswer() {
        StoragePeer.at("/v1/logs", request -> request.exchange().close());
        get("/store/v1/logs").then().statusCode(503).header("Retry-After", containsString(""));
    }
}
