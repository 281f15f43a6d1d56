package dev.quipu.collector;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Everything that can be set about taking records in. Keys are kebab-case under {@code quipu.collector}. */
@ConfigMapping(prefix = "quipu.collector")
public interface CollectorConfig {

    /** The OTLP/gRPC door. */
    Grpc grpc();

    /** The door for Zipkin's spans. */
    Zipkin zipkin();

    /** What a request body may cost. */
    Body body();

    /** How requests are collected into segments. */
    Segments segments();

    /** Where segments are durable while storage can not be reached. */
    Spool spool();

    /** What one record and one request may hold; more is rejected with a reason. */
    Records records();

    /** What this service fetches by itself. */
    Scrape scrape();

    /** How this service tells that storage can be reached. */
    Probe probe();

    /** Request bodies held at once, over all doors, from their first byte until their outcome is known. */
    @WithDefault("64M")
    MemorySize maxBytesInFlight();

    /** Longest time that a request waits for room among the bytes in flight before it is refused. */
    @WithDefault("2s")
    Duration admissionTimeout();

    /** Threads that inflate, hash, read and encode; 0 is one per processor. */
    @WithDefault("0")
    int workers();

    /**
     * How long a sender waits for its records to be durable before it is told to come again. Below the ten seconds
     * after which OpenTelemetry SDKs give up on a request, so that they hear the answer.
     */
    @WithDefault("8s")
    Duration ackTimeout();

    /** When a sender that was refused for our own trouble shall come again. */
    @WithDefault("2s")
    Duration retryAfter();

    /** Pause between two looks at what storage has of tenants' quotas and erasures. */
    @WithDefault("1s")
    Duration refresh();

    /** How long a shutdown waits for the records that were taken to become durable. */
    @WithDefault("20s")
    Duration drainTimeout();

    interface Grpc {
        /** Address to listen on. */
        @WithDefault("${quarkus.http.host:127.0.0.1}")
        String host();

        /** Port to listen on. */
        @WithDefault("4317")
        int port();

        /** Calls that one connection may have open. */
        @WithDefault("128")
        int maxConcurrentStreams();
    }

    interface Zipkin {
        /** Whether to listen. */
        @WithDefault("true")
        boolean enabled();

        /** Address to listen on. */
        @WithDefault("${quarkus.http.host:127.0.0.1}")
        String host();

        /** Port to listen on. */
        @WithDefault("9411")
        int port();
    }

    interface Body {
        /** Largest body as sent. */
        @WithDefault("20M")
        MemorySize maxBytes();

        /** Largest body after inflating it. */
        @WithDefault("20M")
        MemorySize maxInflatedBytes();

        /** Longest time from a request's head to the end of its body. */
        @WithDefault("15s")
        Duration readTimeout();
    }

    interface Segments {
        /** A segment is sealed once its requests hold this many bytes. */
        @WithDefault("4M")
        MemorySize maxBytes();

        /** A segment is sealed once it holds this many requests. */
        @WithDefault("1024")
        int maxRequests();

        /** A segment is sealed once its oldest request has waited this long. */
        @WithDefault("20ms")
        Duration linger();

        /** Segments of one tenant and signal on their way at once; beyond them requests collect. */
        @WithDefault("4")
        int inFlight();

        /** Buckets that records spread over by trace id; the number that storage was set up with. */
        @WithDefault("1")
        int buckets();
    }

    interface Spool {
        /**
         * Directory of the spool, of this process alone and kept across its restarts; without one, records are
         * acknowledged only while storage takes them.
         */
        Optional<Path> directory();

        /** Most bytes of all its files; beyond them requests are refused until storage has taken some. */
        @WithDefault("4G")
        MemorySize maxBytes();

        /** A file is followed by another once it has this many bytes; it is deleted once storage has all of it. */
        @WithDefault("64M")
        MemorySize fileBytes();

        /** How long storage may take to answer before a segment is spooled. */
        @WithDefault("2s")
        Duration patience();

        /** A spooled segment is sealed once its oldest request has waited this long: fewer and larger ones drain sooner. */
        @WithDefault("250ms")
        Duration linger();

        /** Spooled segments on their way to storage at once, at most. */
        @WithDefault("4")
        int inFlight();

        /** Pause between two reports to storage of what is held. */
        @WithDefault("5s")
        Duration reportInterval();

        /** Address that is reported, at which others may ask this process what it holds. */
        Optional<String> advertisedUrl();
    }

    interface Records {
        /** Most records in one request; a request with more is refused whole. */
        @WithDefault("250000")
        int maxPerRequest();

        /** Deepest nesting of an attribute value; a record with a deeper one is rejected. */
        @WithDefault("64")
        int maxValueDepth();
    }

    interface Probe {
        /** Pause between two looks at storage's readiness while nothing else shows it. */
        @WithDefault("2s")
        Duration interval();

        /** How old the last sign of storage may be for this service to be ready. */
        @WithDefault("6s")
        Duration window();
    }

    interface Scrape {
        /** Whether to fetch targets at all: those below and those that storage keeps. */
        @WithDefault("true")
        boolean enabled();

        /** Pause from fetch to fetch of a target that has none of its own. */
        @WithDefault("1s")
        Duration interval();

        /** Longest time of a fetch; never more than the target's interval. */
        @WithDefault("10s")
        Duration timeout();

        /** Largest page, as sent and inflated. */
        @WithDefault("16M")
        MemorySize maxPageBytes();

        /** Most samples on a page. */
        @WithDefault("100000")
        int maxSamples();

        /** Whether to follow redirects, at most three, within the host and port of the target. */
        @WithDefault("false")
        boolean followRedirects();

        /** Whether to fetch from link-local, metadata, multicast and unspecified addresses. */
        @WithDefault("false")
        boolean allowLinkLocal();

        /** How long this service may fetch a target once storage has said so; asked for again after a third of it. */
        @WithDefault("3s")
        Duration lease();

        /** Name of this instance among those that share the targets; made up when absent. */
        Optional<String> instance();

        /**
         * Targets, each with a {@code url} and, where the defaults do not fit, {@code job}, {@code instance},
         * {@code interval}, {@code timeout}, {@code tenant}, {@code honor-labels} and {@code labels."name"}.
         */
        List<Target> targets();

        /** Targets in files of Prometheus' form. */
        Files files();

        /** Targets among the pods and services of a Kubernetes cluster. */
        Kubernetes kubernetes();

        interface Target {
            /** Where its page is; the path is {@code /metrics} when there is none. */
            String url();

            /** Becomes {@code service.name}; the host when absent. */
            Optional<String> job();

            /** Becomes {@code service.instance.id}; host and port when absent. */
            Optional<String> instance();

            /** Pause from fetch to fetch. */
            Optional<Duration> interval();

            /** Longest time of a fetch. */
            Optional<Duration> timeout();

            /** Whose records these are. */
            @WithDefault("default")
            String tenant();

            /** Whether labels of the page say whose series they are, as those of a gateway do. */
            @WithDefault("false")
            boolean honorLabels();

            /** Further attributes of the resource. */
            Map<String, String> labels();
        }

        interface Files {
            /** Paths, {@code *} and {@code ?} standing for any characters in names, of JSON or YAML files. */
            Optional<List<String>> paths();

            /** Pause between two looks at them. */
            @WithDefault("5s")
            Duration refresh();

            /** Whose records those of their targets are. */
            @WithDefault("default")
            String tenant();
        }

        interface Kubernetes {
            /** Whether to look for annotated pods and services. */
            @WithDefault("false")
            boolean enabled();

            /** Namespaces to look in; all when absent. */
            Optional<List<String>> namespaces();

            /** Pause between two looks. */
            @WithDefault("10s")
            Duration refresh();

            /** Whose records those of their targets are. */
            @WithDefault("default")
            String tenant();
        }
    }

    /** Where storage is and how to speak with it: {@code quipu.storage}. */
    @ConfigMapping(prefix = "quipu.storage")
    interface Storage {
        /** Address of storage-service. */
        @WithDefault("http://127.0.0.1:8082")
        String url();

        /** Connections kept to it. */
        @WithDefault("8")
        int connections();

        /** Longest time to open a connection. */
        @WithDefault("2s")
        Duration connectTimeout();

        /** Longest time from sending a request to the end of its answer. */
        @WithDefault("10s")
        Duration requestTimeout();

        /** First pause before a segment is sent again. */
        @WithDefault("100ms")
        Duration minBackoff();

        /** Longest pause before a segment is sent again. */
        @WithDefault("5s")
        Duration maxBackoff();
    }

    /** What tenants' rules take out of records: {@code quipu.redaction}. */
    @ConfigMapping(prefix = "quipu.redaction")
    interface Redaction {
        /** Whether to redact; without it rules are not even asked for, and records are stored as they come. */
        @WithDefault("true")
        boolean enabled();

        /** Pause between two looks at storage's rules. */
        @WithDefault("1s")
        Duration refresh();

        /**
         * Key of the hashes that stand for values, of 16 bytes or more; the same for all replicas, or equal values do
         * not have equal hashes. Made up when absent, and kept beside the spool.
         */
        Optional<String> hashKey();

        /** File with that key, instead. */
        Optional<Path> hashKeyFile();
    }
}
