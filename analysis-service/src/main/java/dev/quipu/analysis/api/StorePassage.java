package dev.quipu.analysis.api;

import dev.quipu.analysis.client.StorageForwarder;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.smallrye.mutiny.Multi;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.NotFoundException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jboss.resteasy.reactive.RestMulti;

/** Hands the request that is answered, one below {@code /store}, on to storage, and its answers back. */
@ApplicationScoped
class StorePassage {

    static final String WHERE =
            "Path below `/v1` of storage, as its own OpenAPI document has it, with its query parameters.";

    static final String AS_STORAGE = "As storage answers.";

    private static final String PREFIX = "/store";

    /** Of the request. */
    private static final List<String> HEADERS =
            List.of("Accept", "Content-Type", "If-Match", "If-None-Match", "Last-Event-ID");

    private final StorageForwarder storage;
    private final CurrentVertxRequest current;

    StorePassage(StorageForwarder storage, CurrentVertxRequest current) {
        this.storage = storage;
        this.current = current;
    }

    /** The path as it came, where it says nothing else than what was looked at: with no step back and no empty step. */
    private static String plain(HttpServerRequest request) {
        String raw = request.path();
        if (!raw.startsWith(PREFIX + "/v1/")
                || raw.contains("//")
                || raw.contains("..")
                || raw.toLowerCase(Locale.ROOT).contains("%2e")) {
            throw new NotFoundException("path: expected one without empty steps or steps back, got '" + raw + "'");
        }
        return request.uri().substring(PREFIX.length());
    }

    Multi<byte[]> forward(Tenant tenant) {
        return forward(tenant, new byte[0]);
    }

    /** The same. @param body empty for none */
    Multi<byte[]> forward(Tenant tenant, byte[] body) {
        HttpServerRequest request = current.getCurrent().request();
        Map<String, String> headers = new LinkedHashMap<>();
        for (String name : HEADERS) {
            Optional.ofNullable(request.getHeader(name)).ifPresent(value -> headers.put(name, value));
        }
        StorageForwarder.Request forwarded = new StorageForwarder.Request(
                HttpMethod.valueOf(request.method().name()), Tenant.of(tenant.header()), plain(request), headers, body);
        return RestMulti.fromUniResponse(
                storage.forward(forwarded),
                StorageForwarder.Answer::body,
                StorageForwarder.Answer::headers,
                StorageForwarder.Answer::status);
    }
}
