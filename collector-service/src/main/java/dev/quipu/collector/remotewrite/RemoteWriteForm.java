package dev.quipu.collector.remotewrite;

import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The two messages of remote write (Prometheus Remote-Write 2.0 specification, "Content-Type"). */
public enum RemoteWriteForm {
    /** {@code prometheus.WriteRequest} of version 1.0. */
    V1,
    /** {@code io.prometheus.write.v2.Request} of version 2.0. */
    V2;

    /** What a receiver here understands, for the sender of something else. */
    public static final String KNOWN =
            "application/x-protobuf;proto=io.prometheus.write.v2.Request or application/x-protobuf";

    /** Empty for any other type or message. */
    public static Optional<RemoteWriteForm> of(@Nullable String contentType) {
        if (contentType == null) {
            return Optional.empty();
        }
        String[] parts = contentType.split(";", -1);
        if (!parts[0].strip().toLowerCase(Locale.ROOT).equals("application/x-protobuf")) {
            return Optional.empty();
        }
        for (int i = 1; i < parts.length; i++) {
            String parameter = parts[i].strip();
            if (parameter.toLowerCase(Locale.ROOT).startsWith("proto=")) {
                return ofMessage(
                        parameter.substring("proto=".length()).replace("\"", "").strip());
            }
        }
        return Optional.of(V1);
    }

    private static Optional<RemoteWriteForm> ofMessage(String name) {
        return switch (name) {
            case "prometheus.WriteRequest" -> Optional.of(V1);
            case "io.prometheus.write.v2.Request" -> Optional.of(V2);
            default -> Optional.empty();
        };
    }
}
