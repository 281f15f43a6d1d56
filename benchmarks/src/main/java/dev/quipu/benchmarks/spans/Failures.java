package dev.quipu.benchmarks.spans;

import io.opentelemetry.proto.trace.v1.Span.SpanKind;

/** What a failed span has to say. */
final class Failures {

    private static final int FRAMES = 8;

    private Failures() {}

    static String type(SpanKind kind) {
        return kind == SpanKind.SPAN_KIND_CLIENT
                ? "java.net.SocketTimeoutException"
                : "java.lang.IllegalStateException";
    }

    static String message(String spanName) {
        return "could not finish " + spanName;
    }

    static String stacktrace(SpanKind kind, String spanName) {
        StringBuilder trace = new StringBuilder(type(kind)).append(": ").append(message(spanName));
        for (int frame = 0; frame < FRAMES; frame++) {
            trace.append("\n\tat com.example.shop.")
                    .append(spanName.replaceAll("[^A-Za-z]", ""))
                    .append(".step")
                    .append(frame)
                    .append("(Shop.java:")
                    .append(40 + frame * 17)
                    .append(')');
        }
        return trace.toString();
    }
}
