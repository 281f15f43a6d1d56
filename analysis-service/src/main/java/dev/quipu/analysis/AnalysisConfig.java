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

    Collector collector();

    Analysis analysis();

    interface Storage {
        /** Where storage-service listens: scheme, host and port. */
        @WithDefault("http://127.0.0.1:8082")
        URI url();
    }

    interface Collector {
        /** A collector, or the address that several share: it says what redaction rules would change. */
        @WithDefault("http://127.0.0.1:4318")
        URI url();
    }

    interface Analysis {
        Client client();

        Work work();

        Jaeger jaeger();

        Zipkin zipkin();

        Dependencies dependencies();

        Rates rates();

        Fate fate();

        Feed feed();

        Causes causes();

        Graph graph();

        Incidents incidents();

        Alerts alerts();

        Red red();

        Templates templates();

        Anomalies anomalies();

        Page page();

        Login login();
    }

    /** What people may do who sign in at the OpenID Connect provider of {@code quarkus.oidc}. */
    interface Login {
        /** Claim of the provider's token that names the tenant whose records somebody may see. */
        @WithDefault("quipu_tenant")
        String tenantClaim();

        /** The tenant of people whose token names none; when unset they may do nothing. */
        Optional<String> tenant();

        LoginRoles roles();
    }

    /** Of which groups one has which role; groups are in the claim that {@code quarkus.oidc.roles.role-claim-path} names. */
    interface LoginRoles {
        /** Groups whose members may do everything. */
        @WithDefault("admin")
        List<String> admin();

        /** Groups whose members also set what is looked for. */
        @WithDefault("analyst")
        List<String> analyst();

        /** Groups whose members read. */
        @WithDefault("reader")
        List<String> reader();
    }

    /** What stands out in series. */
    interface Anomalies {
        /** The window of a request that names no start. */
        @WithDefault("1h")
        Duration defaultLookback();

        /** How much before the window is learnt from when the request does not say. */
        @WithDefault("168h")
        Duration history();

        /** The most series looked at for one answer; a component has three. */
        @WithDefault("1000")
        int maxSeries();

        /** The most values looked at for one answer: series times steps. */
        @WithDefault("5000000")
        long maxValues();

        /** The most steps of history and window together. */
        @WithDefault("50000")
        int maxSteps();
    }

    /** Templates of log records. */
    interface Templates {
        /** The window of a request that names no start. */
        @WithDefault("1h")
        Duration defaultLookback();

        /** The most log records read for one answer, the newest of the window. */
        @WithDefault("50000")
        int maxRecords();

        /** How long reading may go on before the answer is given as truncated. */
        @WithDefault("10s")
        Duration timeLimit();
    }

    /** Looking for the causes of an incident. */
    interface Causes {
        /** The length of an incident of which the request names no start. */
        @WithDefault("5m")
        Duration defaultLength();

        /** The most log records read of one window, the newest. */
        @WithDefault("20000")
        int maxRecords();

        /** How long reading the log records of one window may go on. */
        @WithDefault("5s")
        Duration timeLimit();
    }

    /** Following what storage commits. */
    interface Feed {
        /** Whether this service digests what storage commits; without it nothing is analysed. */
        @WithDefault("true")
        boolean enabled();

        /** How often new segments are looked for. */
        @WithDefault("1s")
        Duration interval();

        /** About how many segments are digested and committed together. */
        @WithDefault("64")
        int segmentsPerStep();

        /** How far analysis may be behind before it is said in the log. */
        @WithDefault("30s")
        Duration maxLag();

        /**
         * Into how many slices, by trace id, spans are cut, 1 to 64: replicas share them, and each takes a core. The same
         * for all replicas.
         */
        @WithDefault("1")
        int slices();

        /** After so long without a word of it the parts that a replica follows are another's. */
        @WithDefault("6s")
        Duration lease();
    }

    /** Telling along the feed who calls whom. */
    interface Graph {
        /** The most spans remembered, so that what comes of a trace later is seen with what came before. */
        @WithDefault("200000")
        int maxSpans();

        /** How long spans are remembered. A trace that goes on later is read from storage. */
        @WithDefault("10m")
        Duration maxAge();
    }

    /** Finding incidents. */
    interface Incidents {
        /** Whether this service looks for incidents, when it is its turn; the same in every replica. */
        @WithDefault("true")
        boolean enabled();

        /** How often the last hour is looked at. */
        @WithDefault("30s")
        Duration interval();
    }

    /** Looking at alert rules, and telling of alerts. */
    interface Alerts {
        /** Whether this service looks at alert rules, when it is its turn, and delivers notices; the same in every replica. */
        @WithDefault("true")
        boolean enabled();

        /** How often rules are looked at. */
        @WithDefault("15s")
        Duration interval();

        /** How often notices are looked for that are to be delivered. */
        @WithDefault("2s")
        Duration deliveryInterval();

        /** How long a webhook may take to answer. */
        @WithDefault("10s")
        Duration deliveryTimeout();
    }

    /** Rate, errors and duration of spans. */
    interface Red {
        /** The window of a request that names no start. */
        @WithDefault("1h")
        Duration defaultLookback();

        /** The most points of one answer: lines times steps. */
        @WithDefault("100000")
        int maxPoints();
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

    /** The web page. */
    interface Page {
        /** Connections to storage for what the page reads there, live tails among it. */
        @WithDefault("64")
        int maxConnections();
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

    /** Asking collectors what they hold of a trace. */
    interface Fate {
        /** How long one answer of a collector may take; up to two are needed of each. */
        @WithDefault("2s")
        Duration timeout();

        /** The most collectors asked for one answer; of the others it is said that they were not. */
        @WithDefault("16")
        int maxCollectors();

        /** The largest body taken from a collector. */
        @WithDefault("256K")
        MemorySize maxAnswerSize();
    }
}
