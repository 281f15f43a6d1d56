package dev.quipu.collector.loki;

import dev.quipu.collector.intake.Converted;
import dev.quipu.model.otlp.OtlpFormatException;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The forms of a push (Loki HTTP API, "Ingest logs"). */
public enum LokiForm {
    /** {@code logproto.PushRequest}, as one block of Snappy on the wire. */
    PROTOBUF,
    JSON;

    /** Protobuf when the sender says nothing, as Loki has it. Empty for any other type. */
    public static Optional<LokiForm> of(@Nullable String contentType) {
        if (contentType == null) {
            return Optional.of(PROTOBUF);
        }
        int parameters = contentType.indexOf(';');
        String type = parameters < 0 ? contentType : contentType.substring(0, parameters);
        return switch (type.strip().toLowerCase(Locale.ROOT)) {
            case "application/x-protobuf" -> Optional.of(PROTOBUF);
            case "application/json" -> Optional.of(JSON);
            default -> Optional.empty();
        };
    }

    /**
     * The same entries as {@code ExportLogsServiceRequest}. A stream whose labels cannot be read is rejected alone.
     *
     * @throws OtlpFormatException when the body is not a push in this form
     */
    public Converted toOtlp(byte[] body, int length) {
        return switch (this) {
            case PROTOBUF -> LokiProtobuf.convert(body, length);
            case JSON -> LokiJson.convert(body, length);
        };
    }
}
