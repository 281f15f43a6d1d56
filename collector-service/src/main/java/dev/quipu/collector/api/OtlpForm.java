package dev.quipu.collector.api;

import dev.quipu.collector.intake.Converted;
import dev.quipu.model.Signal;
import dev.quipu.model.otlp.OtlpJson;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The two forms of OTLP/HTTP. The answer has the form of the request. */
enum OtlpForm {
    PROTOBUF("application/x-protobuf"),
    JSON("application/json");

    private final String contentType;

    OtlpForm(String contentType) {
        this.contentType = contentType;
    }

    String contentType() {
        return contentType;
    }

    /** What a body in this form holds. */
    Reception.Content content(Signal signal) {
        return switch (this) {
            case PROTOBUF -> new Reception.Content(signal, Optional.empty());
            case JSON ->
                new Reception.Content(
                        signal,
                        Optional.of(
                                (body, length) -> Converted.whole(OtlpJson.requestToProtobuf(signal, body, length))));
        };
    }

    /** Reads a {@code Content-Type} header; parameters such as a charset are tolerated. Empty for any other type. */
    static Optional<OtlpForm> of(@Nullable String header) {
        if (header == null) {
            return Optional.empty();
        }
        int parameters = header.indexOf(';');
        String type = parameters < 0 ? header : header.substring(0, parameters);
        return switch (type.strip().toLowerCase(Locale.ROOT)) {
            case "application/x-protobuf" -> Optional.of(PROTOBUF);
            case "application/json" -> Optional.of(JSON);
            default -> Optional.empty();
        };
    }
}
