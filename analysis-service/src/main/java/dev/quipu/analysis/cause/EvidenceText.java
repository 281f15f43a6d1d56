package dev.quipu.analysis.cause;

import java.util.Locale;

/** Says in a sentence what stands out. */
final class EvidenceText {

    private static final double NANOS_PER_MILLI = 1e6;
    private static final double PER_CENT = 100;

    private EvidenceText() {}

    static String of(Deviation deviation) {
        Indicator indicator = deviation.indicator();
        String what = what(indicator.kind(), indicator.detail());
        String unit = unit(indicator.kind());
        double scale = scale(indicator.kind());
        return what + " " + text(indicator.value() * scale) + unit + " where " + text(deviation.median() * scale) + unit
                + " is usual";
    }

    private static String what(IndicatorKind kind, String detail) {
        return switch (kind) {
            case DURATION -> detail + " took";
            case DURATION_TAIL -> "the slowest tenth of " + detail + " took at least";
            case SELF_TIME -> detail + " itself held requests up for";
            case CALL_GAP -> "calls by " + detail + " took longer for the caller than for the callee by";
            case ERRORS -> "of " + detail + " there failed";
            case AVAILABILITY -> "of requests there were answered well";
            case LOG_TEMPLATE -> "records like \"" + detail + "\" for each span:";
            case LOG_SHARE -> "share of \"" + detail + "\" in what was logged there:";
            case UTILISATION -> detail + " was";
            case REQUEST_RATE -> "requests a second:";
        };
    }

    private static String unit(IndicatorKind kind) {
        return switch (kind) {
            case DURATION, DURATION_TAIL, SELF_TIME, CALL_GAP -> " ms";
            case ERRORS, AVAILABILITY, LOG_SHARE -> " %";
            case LOG_TEMPLATE, UTILISATION, REQUEST_RATE -> "";
        };
    }

    private static double scale(IndicatorKind kind) {
        return switch (kind) {
            case DURATION, DURATION_TAIL, SELF_TIME, CALL_GAP -> 1 / NANOS_PER_MILLI;
            case ERRORS, AVAILABILITY, LOG_SHARE -> PER_CENT;
            case LOG_TEMPLATE, UTILISATION, REQUEST_RATE -> 1;
        };
    }

    private static String text(double value) {
        return String.format(Locale.ROOT, Math.abs(value) >= PER_CENT ? "%.0f" : "%.3g", value);
    }
}
