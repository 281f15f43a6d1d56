package dev.quipu.model.segment;

/** Why a record is refused although its request is taken. The label is what the ledger keeps. */
public enum RejectReason {
    INVALID_TRACE_ID("invalid_trace_id", "traceId: expected 16 bytes that are not all zero"),
    INVALID_SPAN_ID("invalid_span_id", "spanId: expected 8 bytes that are not all zero"),
    INVALID_PARENT_SPAN_ID("invalid_parent_span_id", "parentSpanId: expected 8 bytes or none"),
    INVALID_LINK_ID("invalid_link_id", "link: expected a traceId of 16 bytes and a spanId of 8, or none"),
    INVALID_UTF8("invalid_utf8", "string: expected UTF-8"),
    VALUE_TOO_DEEP("value_too_deep", "attribute value: nested deeper than is taken"),
    INVALID_METRIC_NAME("invalid_metric_name", "metric name: expected one, got none"),
    INVALID_BUCKETS("invalid_buckets", "histogram: expected one bucket count more than bounds, or no counts");

    private final String label;
    private final String sentence;

    RejectReason(String label, String sentence) {
        this.label = label;
        this.sentence = sentence;
    }

    public String label() {
        return label;
    }

    /** What was expected, for the sender. */
    public String sentence() {
        return sentence;
    }
}
