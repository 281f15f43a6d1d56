package dev.quipu.analysis.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.quipu.access.TransportSecurity;
import dev.quipu.analysis.AnalysisConfig;
import dev.quipu.model.TraceId;
import io.smallrye.mutiny.TimeoutException;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
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
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Asks collectors what they hold of a trace, and what redaction rules would change. Their addresses come from others:
 * nothing but {@code GET /v1/fate/{traceId}}, {@code GET /v1/spool} and {@code POST /v1/redaction/dry-run} is asked, no
 * redirect is followed, answers are bounded in bytes and time and count as bytes in flight, and nothing of an answer that
 * is not as expected is passed on.
 */
@ApplicationScoped
public class CollectorClient {

    private static final int CONNECTIONS_PER_COLLECTOR = 2;
    private static final int MAX_WAITING = 64;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofMillis(500);

    /** Longer than a collector lets a dry run take before it says so. */
    private static final Duration DRY_RUN_TIMEOUT = Duration.ofSeconds(12);

    private static final int MAX_DRY_RUN_BYTES = 4 << 20;
    private static final int MAX_DETAIL_LENGTH = 1_000;

    private final VertxInternal vertx;
    private final HttpClient client;
    private final StorageHttp storage;
    private final Introduction introduction;
    private final ObjectMapper mapper;
    private final Duration timeout;
    private final int maxAnswerBytes;

    CollectorClient(
            Vertx vertx,
            TransportSecurity security,
            StorageHttp storage,
            Introduction introduction,
            ObjectMapper mapper,
            AnalysisConfig config) {
        AnalysisConfig.Fate settings = config.analysis().fate();
        this.vertx = (VertxInternal) vertx;
        this.storage = storage;
        this.introduction = introduction;
        this.mapper = mapper;
        timeout = settings.timeout();
        maxAnswerBytes = (int) Math.min(settings.maxAnswerSize().asLongValue(), Integer.MAX_VALUE - 8);
        client = security.client(
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
        return ask(tenant, url, reading("/v1/fate/" + traceId.hex()), answer -> {
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
                reading("/v1/spool"),
                answer -> new SpoolState(
                        answer.required("collector").asText(),
                        answer.required("configured").asBoolean(),
                        answer.path("damaged").asLong()));
    }

    /**
     * What redaction rules would change.
     *
     * @param question in JSON, as collectors take it. Fails with {@link CollectorTroubleException}, or with
     *     {@link CollectorRefusedException} when the question is none
     */
    public Uni<DryRunAnswer> dryRun(String tenant, String url, byte[] question) {
        Question posed = new Question(
                HttpMethod.POST, "/v1/redaction/dry-run", Buffer.buffer(question), DRY_RUN_TIMEOUT, MAX_DRY_RUN_BYTES);
        return ask(tenant, url, posed, answer -> mapper.convertValue(answer, DryRunAnswer.class));
    }

    /** What is asked, and what the answer may be. @param sends null for none */
    private record Question(
            HttpMethod method, String path, @Nullable Buffer sends, Duration timeout, int maxAnswerBytes) {}

    private Question reading(String path) {
        return new Question(HttpMethod.GET, path, null, timeout, maxAnswerBytes);
    }

    private <T> Uni<T> ask(String tenant, String url, Question question, Function<JsonNode, T> reader) {
        return Uni.createFrom()
                .item(() -> CollectorAddress.parse(url))
                .chain(collector -> resolve(collector).map(address -> options(collector, address, question, tenant)))
                .chain(options -> exchange(options, question, reader)
                        .onFailure(failure -> question.sends() == null
                                && failure instanceof CollectorTroubleException trouble
                                && trouble.isPassing())
                        .retry()
                        .withBackOff(FIRST_PAUSE, LONGEST_PAUSE)
                        .expireIn(question.timeout().toMillis()))
                .ifNoItem()
                .after(question.timeout())
                .fail()
                .onFailure(failure ->
                        !(failure instanceof CollectorTroubleException || failure instanceof CollectorRefusedException))
                .transform(failure -> trouble(failure, question));
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
    private RequestOptions options(CollectorAddress collector, InetAddress address, Question question, String tenant) {
        RequestOptions options = new RequestOptions()
                .setMethod(question.method())
                .setServer(SocketAddress.inetSocketAddress(new InetSocketAddress(address, collector.port())))
                .setHost(collector.host())
                .setPort(collector.port())
                .setSsl(collector.isTls())
                .setURI(question.path())
                .setFollowRedirects(false)
                .setConnectTimeout(timeout.toMillis())
                .putHeader(HttpHeaders.ACCEPT, StorageQuery.JSON)
                .putHeader(HttpHeaders.CONTENT_TYPE, StorageQuery.JSON);
        return question.sends() == null ? introduction.ofItself(options, tenant) : introduction.of(options, tenant);
    }

    private <T> Uni<T> exchange(RequestOptions options, Question question, Function<JsonNode, T> reader) {
        return Uni.createFrom().deferred(() -> {
            BytesInFlight.Share share = storage.openShare();
            Exchange.Trouble trouble =
                    (status, retryAfter, body) -> question.sends() == null ? trouble(status) : refusal(status, body);
            return Exchange.of(
                            client,
                            options,
                            new Exchange.Limits(question.maxAnswerBytes(), share, trouble),
                            question.sends())
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

    /** Of what was sent: a question that is none is for whoever asked to put right. */
    private RuntimeException refusal(int status, byte[] body) {
        String detail = detail(body).orElse("it answered with status " + status);
        return switch (status) {
            case 400, 408, 413 -> new CollectorRefusedException(detail);
            case 429, 503 -> new CollectorTroubleException(detail, true);
            default -> trouble(status);
        };
    }

    private Optional<String> detail(byte[] body) {
        try {
            return Optional.of(mapper.readTree(body).path("detail").asText())
                    .filter(detail -> !detail.isEmpty() && detail.length() <= MAX_DETAIL_LENGTH);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static CollectorTroubleException trouble(Throwable failure, Question question) {
        if (failure.getCause() instanceof CollectorTroubleException lastOfSeveral) {
            return lastOfSeveral;
        }
        if (failure instanceof AnswerTooLargeException) {
            return new CollectorTroubleException(
                    "its answer is larger than " + question.maxAnswerBytes() + " bytes", false);
        }
        if (failure instanceof BusyException) {
            return new CollectorTroubleException("this service is busy", false);
        }
        if (failure instanceof TimeoutException || failure instanceof java.util.concurrent.TimeoutException) {
            return new CollectorTroubleException(
                    "it did not answer within " + question.timeout().toMillis() + " ms", false);
        }
        return new CollectorTroubleException("it cannot be reached", false);
    }
}
