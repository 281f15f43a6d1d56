package dev.quipu.fuzzing;

import dev.quipu.collector.api.FuzzBodies;
import dev.quipu.collector.exposition.FuzzPages;
import dev.quipu.model.Signal;
import dev.quipu.model.segment.FuzzChunks;
import dev.quipu.model.segment.FuzzSegments;
import dev.quipu.storage.api.FuzzParameters;
import java.util.Arrays;
import java.util.Locale;

/** What is fuzzed. A target's name in lower case, with hyphens, names its directory of seeds. */
public enum FuzzTarget {
    OTLP_TRACES(input -> FuzzRequests.read(Signal.TRACES, input)),
    OTLP_LOGS(input -> FuzzRequests.read(Signal.LOGS, input)),
    OTLP_METRICS(input -> FuzzRequests.read(Signal.METRICS, input)),
    /** Each signal's JSON, of the same bytes. */
    OTLP_JSON(FuzzRequests::readJson),
    /** A frame as it is, and the same one with its checksums made right, read and merged as a whole. */
    SEGMENT(FuzzSegments::read),
    /** The decoders of single columns: a byte for which one, a byte for how many values, the chunk. */
    SEGMENT_CHUNKS(FuzzChunks::read),
    /** Versions 1 and 2. */
    ZIPKIN_JSON(FuzzConversions::zipkinJson),
    /** Protobuf and Thrift. */
    ZIPKIN_BINARY(FuzzConversions::zipkinBinary),
    /** Versions 1 and 2. */
    REMOTE_WRITE(FuzzConversions::remoteWrite),
    /** Protobuf and JSON. */
    LOKI(FuzzConversions::loki),
    /** Prometheus' text format and OpenMetrics. */
    EXPOSITION(FuzzPages::read),
    /** Gzip and deflate: a byte for how the body is cut, the body. */
    BODY_GZIP(FuzzBodies::gzip),
    BODY_ZSTD(FuzzBodies::zstd),
    /** Blocks of Snappy, and messages of gRPC. */
    BODY_SNAPPY(FuzzBodies::snappy),
    /** Filters and groupings of each signal, selectors and functions of series. */
    QUERY(FuzzQueries::parse),
    /** Times, durations, limits, cursors and ids in the parameters of requests. */
    PARAMETERS(FuzzParameters::parse);

    /** Takes one input. */
    @FunctionalInterface
    interface Body {
        void accept(byte[] input) throws Exception;
    }

    private final Body body;

    FuzzTarget(Body body) {
        this.body = body;
    }

    void run(byte[] input) throws Exception {
        body.accept(input);
    }

    String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static FuzzTarget labelled(String label) {
        return Arrays.stream(values())
                .filter(target -> target.label().equals(label))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no such target: " + label));
    }
}
