package dev.quipu.collector.client;

import dev.quipu.access.AccessConfig;
import dev.quipu.access.TransportSecurity;
import dev.quipu.collector.CollectorConfig;
import dev.quipu.model.TenantName;
import dev.quipu.model.segment.Segment;
import dev.quipu.model.segment.SegmentParcel;
import io.netty.buffer.Unpooled;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Speaks with storage-service over a few kept connections: one exchange a call, each within a time, none repeated. The
 * futures never fail: trouble on the way is an answer too. Any thread.
 */
@Singleton
public final class StorageClient {

    private static final int ASIDE_CONNECTIONS = 4;

    private final HttpClient http;
    /** For what must not wait behind segments. */
    private final HttpClient aside;

    /** Tells storage who asks; goes to nobody else. */
    private final Optional<String> authorization;

    private final RequestOptions target;
    private final StorageReachability reachability;
    private final long limitMillis;

    @Inject
    public StorageClient(
            CollectorConfig.Storage config,
            AccessConfig access,
            TransportSecurity security,
            StorageReachability reachability) {
        this.reachability = reachability;
        authorization = access.serviceKey().map(key -> "Bearer " + key);
        limitMillis = config.requestTimeout().toMillis();
        URI url = URI.create(config.url());
        boolean tls = "https".equals(url.getScheme());
        target = new RequestOptions()
                .setHost(url.getHost())
                .setPort(url.getPort() >= 0 ? url.getPort() : tls ? 443 : 80)
                .setSsl(tls)
                .setConnectTimeout(limitMillis)
                .setIdleTimeout(limitMillis);
        HttpClientOptions options = new HttpClientOptions()
                .setConnectTimeout((int) config.connectTimeout().toMillis())
                .setKeepAlive(true)
                .setTcpNoDelay(true);
        http = security.client(options, new PoolOptions().setHttp1MaxSize(config.connections()));
        aside = security.client(options, new PoolOptions().setHttp1MaxSize(ASIDE_CONNECTIONS));
    }

    /** Offers one framed segment ({@code POST /v1/segments}). The bytes must not change until the answer is there. */
    public Future<StorageAnswer> postSegment(String tenant, byte[] framed) {
        RequestOptions options = request(HttpMethod.POST, "/v1/segments")
                .putHeader("Content-Type", Segment.MEDIA_TYPE)
                .putHeader(TenantName.HEADER, tenant);
        return exchange(options, Buffer.buffer(Unpooled.wrappedBuffer(framed)));
    }

    /** Hands over a parcel that storage can not take as a segment ({@code POST /v1/quarantine}). */
    public Future<StorageAnswer> postQuarantine(SegmentParcel parcel, String reason) {
        RequestOptions options = request(HttpMethod.POST, "/v1/quarantine?reason=" + encoded(reason))
                .putHeader("Content-Type", SegmentParcel.MEDIA_TYPE)
                .putHeader(TenantName.HEADER, parcel.tenant());
        return exchange(options, Buffer.buffer(parcel.toBytes()));
    }

    /** Tells what a collector's spool holds ({@code PUT /v1/spools/…}). */
    public Future<StorageAnswer> putSpool(String collector, JsonObject report) {
        RequestOptions options = request(HttpMethod.PUT, "/v1/spools/" + encoded(collector))
                .putHeader("Content-Type", "application/json");
        return exchange(options, report.toBuffer());
    }

    /** Tells the ledger of records that come with no segment ({@code POST /v1/ledger}). */
    public Future<StorageAnswer> postLedger(String tenant, JsonObject entry) {
        RequestOptions options = request(HttpMethod.POST, "/v1/ledger")
                .putHeader("Content-Type", "application/json")
                .putHeader(TenantName.HEADER, tenant);
        return exchange(options, entry.toBuffer());
    }

    /** Asks for leases of targets ({@code POST /v1/scrape/leases}); empty when storage does not give an answer. */
    public Future<Optional<JsonObject>> renewLeases(JsonObject request) {
        RequestOptions options =
                request(HttpMethod.POST, "/v1/scrape/leases").putHeader("Content-Type", "application/json");
        return open(aside, options)
                .compose(opened -> opened.send(request.toBuffer())
                        .compose(response -> response.body().map(text -> leases(response, text))))
                .timeout(limitMillis, TimeUnit.MILLISECONDS)
                .otherwise(Optional.empty());
    }

    /** Gives the leases of a collector back ({@code DELETE /v1/scrape/leases/…}); never fails. */
    public Future<Void> returnLeases(String collector) {
        return exchange(request(HttpMethod.DELETE, "/v1/scrape/leases/" + encoded(collector)), Buffer.buffer())
                .mapEmpty();
    }

    /**
     * Asks for a list that storage keeps of all tenants ({@code GET} of the path); never fails.
     *
     * @param version of the one that is known already
     */
    public Future<ListAnswer> list(String path, Optional<String> version) {
        RequestOptions options = request(HttpMethod.GET, path);
        version.ifPresent(known -> options.putHeader("If-None-Match", known));
        return open(aside, options)
                .compose(opened ->
                        opened.send().compose(response -> response.body().map(text -> list(response, text))))
                .timeout(limitMillis, TimeUnit.MILLISECONDS)
                .otherwise(ListAnswer.of(ListAnswer.Kind.UNAVAILABLE));
    }

    private static ListAnswer list(HttpClientResponse response, Buffer text) {
        return switch (response.statusCode()) {
            case 200 ->
                new ListAnswer(ListAnswer.Kind.TOLD, text.toString(), Optional.ofNullable(response.getHeader("ETag")));
            case 304 -> ListAnswer.of(ListAnswer.Kind.SAME);
            case 404 -> ListAnswer.of(ListAnswer.Kind.NO_SUCH_DOOR);
            default -> ListAnswer.of(ListAnswer.Kind.UNAVAILABLE);
        };
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static Optional<JsonObject> leases(HttpClientResponse response, Buffer text) {
        try {
            return response.statusCode() == 200 ? Optional.of(new JsonObject(text)) : Optional.empty();
        } catch (DecodeException e) {
            return Optional.empty();
        }
    }

    /** Asks whether storage can store ({@code GET /v1/readiness}). */
    Future<StorageAnswer> askReady() {
        return exchange(request(HttpMethod.GET, "/v1/readiness"), Buffer.buffer());
    }

    private RequestOptions request(HttpMethod method, String path) {
        RequestOptions options = new RequestOptions(target).setMethod(method).setURI(path);
        authorization.ifPresent(value -> options.putHeader(HttpHeaders.AUTHORIZATION, value));
        return options;
    }

    private Future<StorageAnswer> exchange(RequestOptions options, Buffer body) {
        return open(http, options)
                .compose(request ->
                        request.send(body).compose(response -> response.body().map(text -> answer(response, text))))
                .timeout(limitMillis, TimeUnit.MILLISECONDS)
                .otherwise(StorageAnswers::unreached)
                .onSuccess(reachability::heard);
    }

    /** What follows runs on the request's own event loop, or it could miss the answer. */
    private static Future<HttpClientRequest> open(HttpClient client, RequestOptions options) {
        try {
            return client.request(options);
        } catch (IllegalStateException e) {
            return Future.failedFuture(e); // the client is closed
        }
    }

    private static StorageAnswer answer(HttpClientResponse response, Buffer text) {
        return StorageAnswers.of(response.statusCode(), response.getHeader("Retry-After"), text);
    }

    @PreDestroy
    void close() {
        http.close();
        aside.close();
    }
}
