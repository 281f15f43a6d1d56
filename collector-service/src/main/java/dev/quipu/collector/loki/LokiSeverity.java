package dev.quipu.collector.loki;

import java.util.List;
import java.util.Locale;

/** Which label or structured metadata tells a severity, and the number that OTLP has for its usual names. */
final class LokiSeverity {

    /** From the best to the worst informed: OTLP's own, Loki's guess and what agents write. */
    static final List<String> NAMES = List.of("severity_text", "severity", "level", "detected_level", "lvl");

    private LokiSeverity() {}

    /** By OpenTelemetry's appendix B of the log data model; 0 for a name that is none of the usual ones. */
    static int numberOf(String name) {
        return switch (name.strip().toLowerCase(Locale.ROOT)) {
            case "trace" -> 1;
            case "debug", "dbg" -> 5;
            case "info", "information", "informational" -> 9;
            case "notice" -> 10;
            case "warn", "warning" -> 13;
            case "error", "err", "eror" -> 17;
            case "critical", "crit" -> 18;
            case "alert", "panic" -> 19;
            case "fatal", "emergency", "emerg" -> 21;
            default -> 0;
        };
    }
}
