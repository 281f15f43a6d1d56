package dev.quipu.analysis.client;

import dev.quipu.model.rollup.RollupCodec;
import dev.quipu.model.segment.Segment;
import io.netty.handler.codec.http.QueryStringEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * A question to storage: tenant, path and query parameters. Its name is that of the operation in storage's OpenAPI
 * document.
 */
final class StorageQuery {

    static final String JSON = "application/json";
    static final String SEGMENT = Segment.MEDIA_TYPE;
    static final String ROLLUP = RollupCodec.MEDIA_TYPE;
    static final String PROTOBUF = "application/x-protobuf";

    private final String question;
    private final String tenant;
    private final String accept;
    private final QueryStringEncoder uri;
    private Optional<String> known = Optional.empty();

    StorageQuery(String question, String tenant, String path, String accept) {
        this.question = question;
        this.tenant = tenant;
        this.accept = accept;
        this.uri = new QueryStringEncoder(path, StandardCharsets.UTF_8);
    }

    StorageQuery with(String parameter, String value) {
        uri.addParam(parameter, value);
        return this;
    }

    StorageQuery withIfPresent(String parameter, String value) {
        return value.isEmpty() ? this : with(parameter, value);
    }

    /** Only asks for what is not known. @param tag of what is: an ETag of storage's */
    StorageQuery unlessStill(Optional<String> tag) {
        known = tag;
        return this;
    }

    Optional<String> known() {
        return known;
    }

    String question() {
        return question;
    }

    String tenant() {
        return tenant;
    }

    String accept() {
        return accept;
    }

    String uri() {
        return uri.toString();
    }
}
