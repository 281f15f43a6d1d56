package dev.quipu.collector.exposition;

import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The formats of pages that are read here. */
public enum PageFormat {
    /** Prometheus' text format 0.0.4. */
    TEXT,
    /** OpenMetrics 1.0 text. */
    OPENMETRICS;

    /** What to ask a target for, in Prometheus' order of preference. */
    public static final String ACCEPT = "application/openmetrics-text;version=1.0.0;q=0.6,"
            + "application/openmetrics-text;version=0.0.1;q=0.5,text/plain;version=0.0.4;q=0.4,*/*;q=0.1";

    /** The text format when the target says nothing or something that any text may be called. Empty for other types. */
    public static Optional<PageFormat> of(@Nullable String contentType) {
        if (contentType == null || contentType.isBlank()) {
            return Optional.of(TEXT);
        }
        int parameters = contentType.indexOf(';');
        String type = parameters < 0 ? contentType : contentType.substring(0, parameters);
        return switch (type.strip().toLowerCase(Locale.ROOT)) {
            case "application/openmetrics-text" -> Optional.of(OPENMETRICS);
            case "text/plain", "application/octet-stream", "*/*" -> Optional.of(TEXT);
            default -> Optional.empty();
        };
    }
}
