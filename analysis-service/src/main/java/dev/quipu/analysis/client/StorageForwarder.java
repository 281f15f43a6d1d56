package dev.quipu.analysis.client;

import dev.quipu.access.TransportSecurity;
import dev.quipu.analysis.AnalysisConfig;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.MultiEmitter;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Hands requests on to storage and its answers back as they are, piece by piece as fast as they are taken: answers have
 * no bound here, those that never end neither. When an answer is not wanted any longer its request is reset.
 */
@ApplicationScoped
public class StorageForwarder {

    /** Of the answer; what is not named is storage's own business. */
    private static final List<String> HEADERS =
            List.of("Content-Type", "Cache-Control", "ETag", "Location", "Retry-After", "Quipu-Truncated");

    private static final int HTTP = 80;
    private static final int HTTPS = 443;
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

    private final HttpClient client;
    private final URI url;
    private final Introduction introduction;
    private final Duration timeout;

    StorageForwarder(TransportSecurity security, AnalysisConfig config, Introduction introduction) {
        url = config.storage().url();
        this.introduction = introduction;
        timeout = config.analysis().client().timeout();
        client = security.client(
                new HttpClientOptions().setConnectTimeout((int) CONNECT_TIMEOUT.toMillis()),
                new PoolOptions()
                        .setHttp1MaxSize(config.analysis().page().maxConnections())
                        .setMaxWaitQueueSize(config.analysis().client().maxWaiting()));
    }

    /**
     * A request.
     *
     * @param uri path and query
     * @param headers that go with it
     * @param body empty for none
     */
    public record Request(HttpMethod method, String tenant, String uri, Map<String, String> headers, byte[] body) {}

    /** Storage's answer. @param body to be taken once */
    public record Answer(int status, Map<String, List<String>> headers, Multi<byte[]> body) {}

    /** Fails with {@link StorageUnavailableException} or {@link BusyException}; any answer of storage's is one. */
    public Uni<Answer> forward(Request request) {
        RequestOptions options = new RequestOptions()
                .setHost(url.getHost())
                .setPort(port())
                .setSsl(isSecure())
                .setURI(request.uri())
                .setMethod(request.method());
        request.headers().forEach(options::putHeader);
        introduction.of(options, request.tenant());
        return Uni.createFrom()
                .<Answer>emitter(emitter -> new Passage(emitter).send(options, Buffer.buffer(request.body())))
                .ifNoItem()
                .after(timeout)
                .fail()
                .onFailure()
                .transform(failure -> StorageTrouble.of(failure, timeout));
    }

    private boolean isSecure() {
        return "https".equals(url.getScheme());
    }

    private int port() {
        int usual = isSecure() ? HTTPS : HTTP;
        return url.getPort() < 0 ? usual : url.getPort();
    }

    /** One request on its way: reset when nobody waits for its answer any longer. Thread-safe. */
    private final class Passage {

        private final UniEmitter<? super Answer> emitter;
        private @Nullable HttpClientRequest sent;
        private boolean isOver;

        Passage(UniEmitter<? super Answer> emitter) {
            this.emitter = emitter;
            emitter.onTermination(this::abandon);
        }

        void send(RequestOptions options, Buffer body) {
            client.request(options).onFailure(this::fail).onSuccess(request -> {
                if (isWanted(request)) {
                    request.send(body).onFailure(this::fail).onSuccess(this::answered);
                }
            });
        }

        private synchronized boolean isWanted(HttpClientRequest request) {
            sent = request;
            if (isOver) {
                request.reset();
            }
            return !isOver;
        }

        private synchronized void answered(HttpClientResponse response) {
            if (!isOver) {
                isOver = true;
                response.pause();
                emitter.complete(answer(response));
            }
        }

        private synchronized void fail(Throwable failure) {
            if (!isOver) {
                isOver = true;
                emitter.fail(failure);
            }
        }

        private synchronized void abandon() {
            if (!isOver) {
                isOver = true;
                if (sent != null) {
                    sent.reset();
                }
            }
        }
    }

    private static Answer answer(HttpClientResponse response) {
        Map<String, List<String>> headers = new LinkedHashMap<>();
        for (String name : HEADERS) {
            Optional.ofNullable(response.getHeader(name)).ifPresent(value -> headers.put(name, List.of(value)));
        }
        return new Answer(response.statusCode(), headers, Multi.createFrom().emitter(pieces -> pass(response, pieces)));
    }

    private static void pass(HttpClientResponse response, MultiEmitter<? super byte[]> pieces) {
        AtomicBoolean isOver = new AtomicBoolean();
        response.handler(piece -> pieces.emit(piece.getBytes()));
        response.exceptionHandler(failure -> {
            isOver.set(true);
            pieces.fail(failure);
        });
        response.endHandler(end -> {
            isOver.set(true);
            pieces.complete();
        });
        pieces.onRequest(response::fetch);
        if (pieces.requested() > 0) {
            response.fetch(pieces.requested());
        }
        pieces.onTermination(() -> {
            if (!isOver.get()) {
                response.request().reset();
            }
        });
    }
}
