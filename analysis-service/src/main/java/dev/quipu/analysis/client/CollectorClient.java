package dev.quipu.analysis.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.quipu.analysis.AnalysisConfig;
import dev.quipu.model.TenantName;
import dev.quipu.model.TraceId;
import io.smallrye.mutiny.TimeoutException;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.impl.VertxInternal;
import io.vertx.core.net.SocketAddress;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Asks collectors what they hold of a trace. Their addresses come from others: nothing but {@code GET /v1/fate/{traceId}}
 * and {@code GET /v1/spool} is asked, no redirect is followed, answers are bounded in bytes and time and count as bytes
 * in flight, and nothing of an answer that is not as expected is passed on.
 */
@ApplicationScoped
public class CollectorClient {

    private static final int CONNECTIONS_PER_COLLECTOR = 2;
    private static final int MAX_WAITING = 64;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofMillis(500);

    private final VertxInternal vertx;
    private final HttpClient client;
    private final StorageHttp storage;
    private final ObjectMapper mapper;
    private final Duration timeout;
    private final int maxAnswerBytes;

    CollectorClient(Vertx vertx, StorageHttp storage, ObjectMapper mapper, AnalysisConfig config) {
        AnalysisConfig.Fate settings = config.analysis().fate();
        this.vertx = (VertxInternal) vertx;
        this.storage = storage;
        this.mapper = mapper;
        timeout = settings.timeout();
        maxAnswerBytes = (int) Math.min(settings.maxAnswerSize().asLongValue(), Integer.MAX_VALUE - 8);
        client = vertx.createHttpClient(
                new HttpClientOptions().setConnectTimeout((int) timeout.toMillis()),
                new PoolOptions().setHttp1MaxSize(CONNECTIONS_PER_COLLECTOR).setMaxWaitQueueSize(MAX_WAITING));
    }

    /**
     * What a collector says that it holds of a trace.
     *
     * @param collector who answered
     * @param segments those with records of the trace; none when it found none
     */
    public record Found(String collector, List<FateEvidence.SpooledSegment> segments) {
        public Found {
            segments = List.copyOf(segments);
        }
    }

    /**
     * The state of a collector's spool.
     *
     * @param collector who answered
     * @param isConfigured whether it has a spool at all
     * @param damaged places of it that cannot be read
     */
    public record SpoolState(String collector, boolean isConfigured, long damaged) {}

    /** Fails with {@link CollectorTroubleException}; a collector that is busy is asked again while there is time. */
    public Uni<Found> find(String tenant, TraceId traceId, String url) {
        return ask(tenant, url, "/v1/fate/" + traceId.hex(), answer -> {
            List<FateEvidence.SpooledSegment> segments = new ArrayList<>();
            answer.required("segments")
                    .forEach(segment -> segments.add(new FateEvidence.SpooledSegment(
                            segment.required("id").asText(),
                            segment.required("records").asLong(),
                            segment.path("collectedAt").asText())));
            return new Found(answer.required("collector").asText(), segments);
        });
    }

    /** Fails with {@link CollectorTroubleException}. */
    public Uni<SpoolState> spool(String tenant, String url) {
        return ask(
                tenant,
                url,
                "/v1/spool",
                answer -> new SpoolState(
                        answer.required("collector").asText(),
                        answer.required("configured").asBoolean(),
                        answer.path("damaged").asLong()));
    }

    private <T> Uni<T> ask(String tenant, String url, String path, Function<JsonNode, T> reader) {
        return Uni.createFrom()
                .item(() -> CollectorAddress.parse(url))
                .chain(collector -> resolve(collector).map(address -> options(collector, address, path, tenant)))
                .chain(options -> exchange(options, reader)
                        .onFailure(
                                failure -> failure instanceof CollectorTroubleException trouble && trouble.isPassing())
                        .retry()
                        .withBackOff(FIRST_PAUSE, LONGEST_PAUSE)
                        .expireIn(timeout.toMillis()))
                .ifNoItem()
                .after(timeout)
                .fail()
                .onFailure(failure -> !(failure instanceof CollectorTroubleException))
                .transform(this::trouble);
    }

    private Uni<InetAddress> resolve(CollectorAddress collector) {
        return Uni.createFrom()
                .<InetAddress>emitter(found -> vertx.resolveAddress(collector.host(), result -> {
                    if (result.succeeded()) {
                        found.complete(result.result());
                    } else {
                        found.fail(new CollectorTroubleException("its address: the host is not known", false));
                    }
                }))
                .map(CollectorAddress::checked);
    }

    /** Connects to the address that was checked, and not to what the host's name stands for by then. */
    private RequestOptions options(CollectorAddress collector, InetAddress address, String path, String tenant) {
        return new RequestOptions()
                .setMethod(HttpMethod.GET)
                .setServer(SocketAddress.inetSocketAddress(new InetSocketAddress(address, collector.port())))
                .setHost(collector.host())
                .setPort(collector.port())
                .setSsl(collector.isTls())
                .setURI(path)
                .setFollowRedirects(false)
                .setConnectTimeout(timeout.toMillis())
                .putHeader(HttpHeaders.ACCEPT, StorageQuery.JSON)
                .putHeader(TenantName.HEADER, tenant);
    }

    private <T> Uni<T> exchange(RequestOptions options, Function<JsonNode, T> reader) {
        return Uni.createFrom().deferred(() -> {
            BytesInFlight.Share share = storage.openShare();
            return Exchange.of(
                            client,
                            options,
                            new Exchange.Limits(maxAnswerBytes, share, (status, retryAfter, body) -> trouble(status)))
                    .map(answer -> read(answer, reader))
                    .onTermination()
                    .invoke(share::close);
        });
    }

    private <T> T read(StorageAnswer answer, Function<JsonNode, T> reader) {
        if (!answer.found()) {
            throw trouble(404);
        }
        try {
            return reader.apply(mapper.readTree(answer.body()));
        } catch (IOException | IllegalArgumentException e) {
            throw new CollectorTroubleException("its answer is not that of a collector", false);
        }
    }

    private static CollectorTroubleException trouble(int status) {
        return new CollectorTroubleException("it answered with status " + status, status == 503);
    }

    private CollectorTroubleException trouble(Throwable failure) {
        if (failure.getCause() instanceof CollectorTroubleException lastOfSeveral) {
            return lastOfSeveral;
        }
        if (failure instanceof AnswerTooLargeException) {
            return new CollectorTroubleException("its answer is larger than " + maxAnswerBytes + " bytes", false);
        }
        if (failure instanceof BusyException) {
            return new CollectorTroubleException("this service is busy", false);
        }
        if (failure instanceof TimeoutException || failure instanceof java.util.concurrent.TimeoutException) {
            return new CollectorTroubleException("it did not answer within " + timeout.toMillis() + " ms", false);
        }
        return new CollectorTroubleException("it cannot be reached", false);
    }
}
