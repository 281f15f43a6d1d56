package dev.quipu.analysis;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Everything an operator can set of this service, beside Quarkus' own keys. */
@ConfigMapping(prefix = "quipu")
public interface AnalysisConfig {

    Storage storage();

    Analysis analysis();

    interface Storage {
        /** Where storage-service listens: scheme, host and port. */
        @WithDefault("http://127.0.0.1:8082")
        URI url();
    }

    interface Analysis {
        Client client();

        Work work();

        Jaeger jaeger();

        Zipkin zipkin();

        Dependencies dependencies();

        Rates rates();
    }

    /** How storage is called. */
    interface Client {
        /** How long a connection to storage may take. */
        @WithDefault("2s")
        Duration connectTimeout();

        /** How long one answer of storage may take, its body included. */
        @WithDefault("30s")
        Duration timeout();

        /** Connections to storage held open at once. */
        @WithDefault("16")
        int maxConnections();

        /** Requests that may wait for a connection; more are refused as busy. */
        @WithDefault("256")
        int maxWaiting();

        /** The largest body taken from storage; a larger batch of traces is asked for in parts. */
        @WithDefault("64M")
        MemorySize maxAnswerSize();

        /** Bytes of storage's answers held at once by all requests; more are refused as busy. At least max-answer-size. */
        @WithDefault("64M")
        MemorySize maxBytesInFlight();
    }

    /** The pool that decodes and converts spans, away from the event loop. */
    interface Work {
        /** Threads that decode and convert. */
        @WithDefault("2")
        int threads();

        /** Pieces of work that may wait for a thread; more are refused as busy. */
        @WithDefault("256")
        int maxQueued();
    }

    /** The Jaeger read API. */
    interface Jaeger {
        /** How far back a search looks that names no start. */
        @WithDefault("48h")
        Duration defaultLookback();

        /** Traces given to a search that names no limit. */
        @WithDefault("100")
        int defaultLimit();

        /** The most traces one answer holds; a higher limit is lowered to it. */
        @WithDefault("1500")
        int maxTraces();

        /** The most spans one answer holds; what is left out is said in the answer. */
        @WithDefault("200000")
        int maxSpans();

        /** Traces asked of storage at once. */
        @WithDefault("50")
        int tracesPerBatch();
    }

    /** The Zipkin read API. */
    interface Zipkin {
        /** How far back a search looks that names no lookback. */
        @WithDefault("24h")
        Duration defaultLookback();

        /** Traces given to a search that names no limit. */
        @WithDefault("10")
        int defaultLimit();

        /** The most traces one answer holds; a higher limit is lowered to it. */
        @WithDefault("1500")
        int maxTraces();

        /** The most spans one answer holds; further traces are left out. */
        @WithDefault("200000")
        int maxSpans();

        /** Tags whose values the search form offers. */
        Optional<List<String>> autocompleteKeys();
    }

    /** What requests read that count or collect over stored traces, such as the calls between services. */
    interface Dependencies {
        /** How far back to count when the request names no lookback. */
        @WithDefault("24h")
        Duration defaultLookback();

        /** The most traces counted for one answer. */
        @WithDefault("2000")
        int maxTraces();

        /** The most spans counted for one answer. */
        @WithDefault("100000")
        int maxSpans();

        /** How long counting may go on before the answer is given as truncated. */
        @WithDefault("10s")
        Duration timeLimit();
    }

    /** The three rates of the ledger. */
    interface Rates {
        /** The window of a request that names no start, and of the exported metrics. */
        @WithDefault("1h")
        Duration window();

        /** How often the exported metrics are refreshed. */
        @WithDefault("15s")
        Duration metricsInterval();
    }
}
