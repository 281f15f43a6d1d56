package dev.quipu.analysis.client;

import dev.quipu.access.TransportSecurity;
import dev.quipu.analysis.AnalysisConfig;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Asks storage over HTTP. Every answer is bounded in bytes and time. A connection that storage had closed meanwhile is
 * tried once more: all questions are safe to repeat.
 */
@ApplicationScoped
public class StorageHttp {

    private final HttpClient client;
    private final URI url;
    private final Introduction introduction;
    private final Duration timeout;
    private final int maxAnswerBytes;
    private final BytesInFlight bytesInFlight;
    private final MeterRegistry metrics;

    StorageHttp(TransportSecurity security, AnalysisConfig config, Introduction introduction, MeterRegistry metrics) {
        AnalysisConfig.Client settings = config.analysis().client();
        url = config.storage().url();
        this.introduction = introduction;
        timeout = settings.timeout();
        maxAnswerBytes = (int) Math.min(settings.maxAnswerSize().asLongValue(), Integer.MAX_VALUE - 8);
        bytesInFlight = new BytesInFlight(Math.max(settings.maxBytesInFlight().asLongValue(), maxAnswerBytes));
        client = security.client(
                new HttpClientOptions()
                        .setConnectTimeout((int) settings.connectTimeout().toMillis()),
                new PoolOptions()
                        .setHttp1MaxSize(settings.maxConnections())
                        .setMaxWaitQueueSize(settings.maxWaiting()));
        this.metrics = metrics;
        metrics.gauge("quipu.analysis.bytes.in.flight", bytesInFlight, BytesInFlight::held);
    }

    /** A share of the bytes that answers may hold; whoever opens it closes it. */
    BytesInFlight.Share openShare() {
        return bytesInFlight.open();
    }

    /**
     * Fails with {@link StorageUnavailableException}, {@link StorageRefusedException}, {@link StorageAnswerException},
     * {@link AnswerTooLargeException} or {@link BusyException}.
     */
    Uni<StorageAnswer> get(StorageQuery query, BytesInFlight.Share share) {
        return exchange(query, options(query).setMethod(HttpMethod.GET), share, null);
    }

    /** Puts JSON; it has to be safe to repeat. Fails as {@link #get}, and with {@link StorageConflictException}. */
    Uni<StorageAnswer> put(StorageQuery query, byte[] json, BytesInFlight.Share share) {
        return send(HttpMethod.PUT, query, json, share);
    }

    /** Posts JSON, likewise. */
    Uni<StorageAnswer> post(StorageQuery query, byte[] json, BytesInFlight.Share share) {
        return send(HttpMethod.POST, query, json, share);
    }

    Uni<StorageAnswer> delete(StorageQuery query, BytesInFlight.Share share) {
        return exchange(query, options(query).setMethod(HttpMethod.DELETE), share, null);
    }

    private Uni<StorageAnswer> send(HttpMethod method, StorageQuery query, byte[] json, BytesInFlight.Share share) {
        RequestOptions options =
                options(query).setMethod(method).putHeader(HttpHeaders.CONTENT_TYPE, StorageQuery.JSON);
        return exchange(query, options, share, Buffer.buffer(json));
    }

    private Uni<StorageAnswer> exchange(
            StorageQuery query, RequestOptions options, BytesInFlight.Share share, @Nullable Buffer sends) {
        Timer.Sample sample = Timer.start(metrics);
        return Exchange.of(client, options, new Exchange.Limits(maxAnswerBytes, share, StorageTrouble::of), sends)
                .onFailure(HttpClosedException.class)
                .retry()
                .atMost(1)
                .ifNoItem()
                .after(timeout)
                .fail()
                .onFailure()
                .transform(failure -> StorageTrouble.of(failure, timeout))
                .onItemOrFailure()
                .invoke((answer, failure) -> sample.stop(timer(query, failure)));
    }

    /** How long storage took, by question, and by what went wrong as OpenTelemetry's {@code error.type}. */
    private Timer timer(StorageQuery query, @Nullable Throwable failure) {
        String errorType = failure == null ? "" : failure.getClass().getSimpleName();
        return metrics.timer("quipu.analysis.storage.requests", "question", query.question(), "error.type", errorType);
    }

    private RequestOptions options(StorageQuery query) {
        RequestOptions options = new RequestOptions()
                .setAbsoluteURI(url.resolve(query.uri()).toString())
                .setConnectTimeout(timeout.toMillis())
                .putHeader(HttpHeaders.ACCEPT, query.accept());
        query.known().ifPresent(tag -> options.putHeader(HttpHeaders.IF_NONE_MATCH, tag));
        return introduction.of(options, query.tenant());
    }
}
