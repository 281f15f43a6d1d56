package dev.quipu.analysis.client;

import dev.quipu.analysis.AnalysisConfig;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Map;

/** Posts to webhooks of other people. Redirects are not followed; what is answered beside the status is not read. */
@ApplicationScoped
public class WebhookClient {

    private static final int MAX_CONNECTIONS = 4;

    private final HttpClient client;
    private final Duration timeout;

    WebhookClient(Vertx vertx, AnalysisConfig config) {
        this.timeout = config.analysis().alerts().deliveryTimeout();
        this.client = vertx.createHttpClient(
                new HttpClientOptions().setConnectTimeout((int) timeout.toMillis()),
                new PoolOptions().setHttp1MaxSize(MAX_CONNECTIONS));
    }

    /** The other side did not answer. The message says why. */
    public static final class UndeliveredException extends RuntimeException {
        private static final long serialVersionUID = 1;

        UndeliveredException(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** The status that is answered; fails with {@link UndeliveredException}. */
    public Uni<Integer> post(String url, Map<String, String> headers, byte[] json) {
        return Uni.createFrom()
                .<Integer>emitter(status -> {
                    RequestOptions options = new RequestOptions()
                            .setAbsoluteURI(url)
                            .setMethod(HttpMethod.POST)
                            .setTimeout(timeout.toMillis())
                            .putHeader(HttpHeaders.CONTENT_TYPE, StorageQuery.JSON);
                    headers.forEach(options::putHeader);
                    client.request(options)
                            .compose(request ->
                                    request.send(Buffer.buffer(json)).map(response -> statusOf(request, response)))
                            .onSuccess(status::complete)
                            .onFailure(status::fail);
                })
                .ifNoItem()
                .after(timeout)
                .fail()
                .onFailure()
                .transform(failure -> new UndeliveredException(
                        failure.getMessage() == null ? "no answer within " + timeout : failure.getMessage(), failure));
    }

    /** The rest of the answer is not wanted. */
    private static int statusOf(HttpClientRequest request, HttpClientResponse response) {
        request.reset();
        return response.statusCode();
    }
}
