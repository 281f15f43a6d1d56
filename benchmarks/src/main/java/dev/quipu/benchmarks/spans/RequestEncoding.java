package dev.quipu.benchmarks.spans;

import java.util.List;

/** A wire form in which one instance sends its spans. */
public enum RequestEncoding {
    /** An {@code ExportTraceServiceRequest}. */
    OTLP {
        @Override
        RequestTemplate encode(List<GeneratedSpan> spans) {
            return OtlpRequest.encode(spans);
        }
    },
    /** Zipkin's {@code ListOfSpans}. */
    ZIPKIN {
        @Override
        RequestTemplate encode(List<GeneratedSpan> spans) {
            return ZipkinRequest.encode(spans);
        }
    };

    /** @param spans of one instance, at least one */
    abstract RequestTemplate encode(List<GeneratedSpan> spans);

    static int newestWave(List<GeneratedSpan> spans) {
        return spans.stream().mapToInt(GeneratedSpan::wave).max().orElseThrow();
    }
}
