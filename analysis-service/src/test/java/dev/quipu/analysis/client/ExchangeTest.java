package dev.quipu.analysis.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One connection, so that one that is not given back is missed at once. */
class ExchangeTest {

    private static final int MAX_BYTES = 100_000;
    private static Vertx vertx;

    private final AtomicInteger closedConnections = new AtomicInteger();
    private final BytesInFlight bytes = new BytesInFlight(MAX_BYTES);
    private final BytesInFlight.Share share = bytes.open();
    private HttpServer server;
    private HttpClient client;
    private volatile Handler<HttpServerRequest> answer =
            request -> request.response().end("hello");

    @BeforeAll
    static void start() {
        vertx = Vertx.vertx();
    }

    @AfterAll
    static void stop() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    @BeforeEach
    void open() throws Exception {
        server = vertx.createHttpServer()
                .connectionHandler(connection -> connection.closeHandler(closed -> closedConnections.incrementAndGet()))
                .requestHandler(request -> answer.handle(request))
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
        client = vertx.createHttpClient(new PoolOptions().setHttp1MaxSize(1).setMaxWaitQueueSize(10));
    }

    @AfterEach
    void close() {
        client.close();
        server.close();
    }

    @Test
    void readsABodyAndCountsIt() {
        StorageAnswer read = get(exchange());
        assertThat(new String(read.body(), StandardCharsets.UTF_8)).isEqualTo("hello");
        assertThat(read.found()).isTrue();
        assertThat(read.truncated()).isFalse();
        assertThat(bytes.held()).isEqualTo(5);
        share.close();
        assertThat(bytes.held()).isZero();
    }

    @Test
    void readsABodyOfUnknownLength() {
        answer = request -> {
            request.response().setChunked(true);
            for (int i = 0; i < 90; i++) {
                request.response().write("x".repeat(1_000));
            }
            request.response().end();
        };
        assertThat(get(exchange()).body()).hasSize(90_000);
        assertThat(bytes.held()).isBetween(90_000L, (long) MAX_BYTES);
    }

    @Test
    void stopsReadingABodyThatIsTooLarge() {
        answer = request -> {
            request.response().setChunked(true);
            for (int i = 0; i < 101; i++) {
                request.response().write("x".repeat(1_000));
            }
        };
        assertThatThrownBy(() -> get(exchange())).isInstanceOf(AnswerTooLargeException.class);
        await().untilAtomic(closedConnections, equalTo(1));
        connectionIsFree();
    }

    @Test
    void refusesABodyThatDoesNotFitBesideOthers() {
        BytesInFlight.Share other = bytes.open();
        other.grow(MAX_BYTES - 4);
        assertThatThrownBy(() -> get(exchange())).isInstanceOf(BusyException.class);
        assertThat(bytes.held()).isEqualTo(MAX_BYTES - 4);
        connectionIsFree();
    }

    @Test
    void takesARequestBackWhileItWaitsForItsAnswer() {
        List<HttpServerRequest> received = new ArrayList<>();
        answer = received::add;
        Cancellable waiting = exchange().subscribe().with(never -> {});
        await().until(() -> !received.isEmpty());
        waiting.cancel();
        await().untilAtomic(closedConnections, equalTo(1));
        connectionIsFree();
    }

    @Test
    void takesARequestBackInTheMiddleOfItsBody() {
        answer = request -> request.response().setChunked(true).write("x");
        Cancellable reading = exchange().subscribe().with(never -> {});
        await().until(() -> bytes.held() > 0);
        reading.cancel();
        await().untilAtomic(closedConnections, equalTo(1));
        connectionIsFree();
    }

    @Test
    void givesBackAConnectionThatComesTooLate() {
        List<HttpServerRequest> received = new ArrayList<>();
        answer = received::add;
        exchange().subscribe().with(first -> {});
        await().until(() -> !received.isEmpty());
        Cancellable waiting = exchange().subscribe().with(never -> {});
        waiting.cancel();
        received.get(0).response().end();
        connectionIsFree();
        assertThat(received).hasSize(1);
    }

    @Test
    void tellsAbsenceFromTrouble() {
        answer = request -> request.response().setStatusCode(404).end();
        assertThat(get(exchange()).found()).isFalse();
        answer = request -> request.response()
                .setStatusCode(429)
                .putHeader("Retry-After", "Sun, 22 Nov 2026 10:00:00 GMT")
                .end();
        assertThatThrownBy(() -> get(exchange()))
                .isInstanceOfSatisfying(
                        StorageUnavailableException.class,
                        trouble -> assertThat(trouble.retryAfter()).isEqualTo(Duration.ofSeconds(2)));
    }

    private void connectionIsFree() {
        answer = request -> request.response().end("hello");
        assertThat(get(Exchange.of(
                                client,
                                options(),
                                new Exchange.Limits(
                                        MAX_BYTES, new BytesInFlight(MAX_BYTES).open(), StorageTrouble::of)))
                        .body())
                .hasSize(5);
    }

    private Uni<StorageAnswer> exchange() {
        return Exchange.of(client, options(), new Exchange.Limits(MAX_BYTES, share, StorageTrouble::of));
    }

    private RequestOptions options() {
        return new RequestOptions()
                .setHost("127.0.0.1")
                .setPort(server.actualPort())
                .setURI("/");
    }

    private static StorageAnswer get(Uni<StorageAnswer> answer) {
        return answer.await().atMost(Duration.ofSeconds(10));
    }
}
