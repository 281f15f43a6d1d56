package dev.quipu.analysis.cause;

import java.util.Locale;

/** Says in a sentence what stands out. */
final class EvidenceText {

    private static final double NANOS_PER_MILLI = 1e6;

    private EvidenceText() {}

    static String of(Deviation deviation) {
        Indicator indicator = deviation.indicator();
        double value = indicator.value();
        double usual = deviation.median();
        return switch (indicator.kind()) {
            case DURATION -> indicator.detail() + " took " + millis(value, usual);
            case DURATION_TAIL -> "one in ten of " + indicator.detail() + " took " + millis(value, usual) + " or more";
            case SELF_TIME -> indicator.detail() + " itself held requests up for " + millis(value, usual);
            case CALL_GAP ->
                "calls by " + indicator.detail() + " took longer for the caller than for the callee by "
                        + millis(value, usual);
            case ERRORS -> "of " + indicator.detail() + " " + share(value, usual) + " failed";
            case AVAILABILITY -> "of requests " + share(value, usual) + " were answered well";
            case LOG_TEMPLATE -> "\"" + indicator.detail() + "\" was logged " + number(value, usual) + " times a span";
            case LOG_SHARE -> "\"" + indicator.detail() + "\" was " + share(value, usual) + " of what was logged there";
            case UTILISATION -> indicator.detail() + " was " + number(value, usual);
            case REQUEST_RATE -> "requests came " + number(value, usual) + " times a second";
        };
    }

    private static String millis(double value, double usual) {
        return text(value / NANOS_PER_MILLI) + " ms where " + text(usual / NANOS_PER_MILLI) + " ms is usual";
    }

    private static String share(double value, double usual) {
        return text(100 * value) + " % where " + text(100 * usual) + " % is usual";
    }

    private static String number(double value, double usual) {
        return text(value) + " where " + text(usual) + " is usual";
    }

    private static String text(double value) {
        return String.format(Locale.ROOT, Math.abs(value) >= 100 ? "%.0f" : "%.3g", value);
    }
}
