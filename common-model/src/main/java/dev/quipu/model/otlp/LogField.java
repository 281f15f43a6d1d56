package dev.quipu.model.otlp;

/** Field numbers of {@code LogRecord} (opentelemetry/proto/logs/v1/logs.proto). */
public final class LogField {

    public static final int TIME = 1;
    public static final int SEVERITY_NUMBER = 2;
    public static final int SEVERITY_TEXT = 3;
    public static final int BODY = 5;
    public static final int ATTRIBUTES = 6;
    public static final int DROPPED_ATTRIBUTES = 7;
    public static final int FLAGS = 8;
    public static final int TRACE_ID = 9;
    public static final int SPAN_ID = 10;
    public static final int OBSERVED_TIME = 11;
    public static final int EVENT_NAME = 12;

    private LogField() {}
}
