package dev.quipu.storage;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/** Everything that can be set for the storage service, beside Quarkus' own keys. */
@ConfigMapping(prefix = "quipu")
public interface StorageConfig {

    /** The PostgreSQL that this service runs itself when {@code quarkus.datasource.reactive.url} is not set. */
    Database database();

    Storage storage();

    interface Database {
        /** Where the embedded PostgreSQL keeps its binaries, its password and its data; survives restarts. */
        @WithDefault("${user.home}/.quipu/postgresql")
        Path directory();

        /**
         * Where the embedded PostgreSQL's write-ahead log is kept a second time, best on another disk; nothing is
         * acknowledged before it is there, too. Not kept when absent.
         */
        Optional<Path> archiveDirectory();

        /** Loopback port of the embedded PostgreSQL; fixed, so that a server left behind by a killed process is found. */
        @WithDefault("15432")
        int port();

        /** How long the embedded PostgreSQL may take to accept connections, recovery after a crash included. */
        @WithDefault("60s")
        Duration startTimeout();

        /** How often the embedded PostgreSQL is looked at; a dead one is started again. */
        @WithDefault("500ms")
        Duration watchInterval();

        /** {@code shared_buffers} of the embedded PostgreSQL, in PostgreSQL's notation. */
        @WithDefault("128MB")
        String sharedBuffers();

        /** {@code max_wal_size} of the embedded PostgreSQL, in PostgreSQL's notation: what recovery after a crash reads again. */
        @WithDefault("1GB")
        String maxWalSize();

        /** {@code max_connections} of the embedded PostgreSQL. */
        @WithDefault("60")
        int maxConnections();

        /** Whether the tables are spread over the workers of a Citus cluster, whose coordinator the datasource is. */
        @WithDefault("false")
        boolean citus();
    }

    interface Storage {
        /** Whether PostgreSQL itself shows each tenant only its own rows; it needs a role, quipu_tenant, for that. */
        @WithDefault("true")
        boolean rowLevelSecurity();

        Segments segments();

        Search search();

        Metrics metrics();

        Catalog catalog();

        Feed feed();

        Partitions partitions();

        Compaction compaction();

        Retention retention();

        Producers producers();

        Ledger ledger();

        Fate fate();

        Rollups rollups();

        Audit audit();

        Erasure erasure();
    }

    interface Erasure {
        /** How often it is looked for what is to be erased, and for what came that was erased before. */
        @WithDefault("1s")
        Duration interval();

        /** Days that an erasure is held against what comes later, from spools or quarantine. */
        @WithDefault("30")
        int keepDays();

        /** Whether tables are written anew so that no erased byte is in their files; who uses them waits meanwhile. */
        @WithDefault("true")
        boolean rewriteTables();

        /** File of what was erased, so that it is erased again after a restore; an embedded database has one. */
        Optional<Path> log();
    }

    interface Audit {
        /** Ed25519 key, PKCS#8 in PEM, that checkpoints and certificates are signed by; made by an embedded database. */
        Optional<Path> signingKey();

        /** How often the audit is signed when it has grown. */
        @WithDefault("1m")
        Duration checkpointInterval();

        /** Whether it is also written who read what. */
        @WithDefault("false")
        boolean reads();
    }

    interface Rollups {
        /** How often what analysis added is merged into longer periods. */
        @WithDefault("30s")
        Duration mergeInterval();

        /** Days that rates, errors and durations in steps of 10 s are kept. */
        @WithDefault("2")
        int tenSecondDays();

        /** Days that those in steps of a minute are kept. */
        @WithDefault("30")
        int minuteDays();

        /** Days that those in steps of an hour are kept. */
        @WithDefault("400")
        int hourDays();
    }

    interface Segments {
        /** Largest body of {@code POST /v1/segments}; a larger one is answered 413. */
        @WithDefault("64M")
        MemorySize maxBodySize();

        /** Bytes of posted segments held at once; what does not fit is answered 503 and may be retried. */
        @WithDefault("96M")
        MemorySize maxInFlightSize();

        /** Segments being verified or in a transaction at once; the others wait their turn. */
        @WithDefault("4")
        int concurrency();

        /** How long storing one segment may take before it is answered 503 and may be retried. */
        @WithDefault("30s")
        Duration timeout();

        /** Heads kept parsed in memory, by their encoded size. */
        @WithDefault("48M")
        MemorySize headCacheSize();
    }

    interface Metrics {
        /** Most series in one answer. */
        @WithDefault("10000")
        int maxSeries();

        /** Most samples read for one answer; a histogram counts as several. */
        @WithDefault("3000000")
        long maxSamples();

        /** Most points in one answer of points as they came. */
        @WithDefault("100000")
        int maxPoints();
    }

    interface Search {
        /** Threads that decode columns, beside one that no tenant has alone; as many as there are processors when absent. */
        OptionalInt workers();

        /** Queries read at once; the others wait their turn. */
        @WithDefault("6")
        int concurrency();

        /** Queries that may wait for their turn; beyond it a query is answered 503. */
        @WithDefault("64")
        int maxWaiting();

        /** How long one query may take, waiting included, before it is answered 503. */
        @WithDefault("30s")
        Duration timeout();

        /** Bytes of columns that one query fetches ahead of their decoding. */
        @WithDefault("8M")
        MemorySize fetchSize();

        /** Results in one answer when the request names no limit. */
        @WithDefault("20")
        int defaultLimit();

        /** Most results that a request can ask for in one answer. */
        @WithDefault("1000")
        int maxLimit();

        /** How far back a search looks when the request names no start. */
        @WithDefault("1h")
        Duration defaultLookback();

        /** Most spans in one answer of whole traces; what is beyond is left out and {@code Quipu-Truncated} says so. */
        @WithDefault("200000")
        int maxTraceSpans();

        /** Most trace ids in one request for several traces. */
        @WithDefault("1000")
        int maxTraceIds();
    }

    interface Catalog {
        /** Components and span names kept in memory to know that they are in the catalog already. */
        @WithDefault("100000")
        int cacheEntries();

        /** Span names kept for one service; further ones can be searched but are not listed. */
        @WithDefault("1000")
        int maxSpanNamesPerService();

        /** Metrics kept for one service; further ones can be asked for but are not listed. */
        @WithDefault("5000")
        int maxMetricsPerService();

        /** How often last-seen times are written back. */
        @WithDefault("60s")
        Duration refreshInterval();

        /** How old the attributes of a component may grow before a stored segment refreshes them. */
        @WithDefault("1m")
        Duration attributesInterval();

        /** Values kept of one attribute of one component, to see its changes; of all its attributes twenty times as many. */
        @WithDefault("100")
        int maxAttributeValues();

        /** A component of which nothing came for so long is silent; longer than last-seen times take to be written back. */
        @WithDefault("5m")
        Duration silentAfter();
    }

    interface Feed {
        /** Segments in one page of the feed when the request names no limit. */
        @WithDefault("100")
        int defaultLimit();

        /** Most segments that a request can ask for in one page of the feed. */
        @WithDefault("1000")
        int maxLimit();

        /** How far a consumer may lag before compaction stops waiting for it. */
        @WithDefault("6h")
        Duration maxLag();
    }

    interface Partitions {
        /** Days for which partitions are made ahead of their first record. */
        @WithDefault("3")
        int daysAhead();

        /** How often partitions are made ahead. */
        @WithDefault("1h")
        Duration interval();
    }

    interface Compaction {
        /** Whether small segments are merged into large ones in the background. */
        @WithDefault("true")
        boolean enabled();

        /** How often compaction looks for work. */
        @WithDefault("5s")
        Duration interval();

        /** A segment is left alone for so long, so that those who follow what is stored see it as it came. */
        @WithDefault("5s")
        Duration minAge();

        /** Records in a segment that compaction aims at; larger ones are left as they are. */
        @WithDefault("100000")
        int targetRecords();

        /** The same for metrics, whose points take a fraction of the bytes of other records. */
        @WithDefault("260000")
        int targetPoints();

        /** Encoded bytes merged at once, which bounds the memory of a merge. */
        @WithDefault("16M")
        MemorySize maxMergeSize();

        /** Segments merged at once at most. */
        @WithDefault("256")
        int maxMergeSegments();

        /** Records stored in a second above which merging waits, as long as there are not too many small segments. */
        @WithDefault("20000")
        int yieldAbove();

        /** Age at which small segments are merged even when together they do not reach the target. */
        @WithDefault("2m")
        Duration maxAge();
    }

    interface Retention {
        /** Days that records are kept when no rule says otherwise. */
        @WithDefault("14")
        int days();

        /** How often expired records are looked for. */
        @WithDefault("10m")
        Duration interval();

        /** Days that request keys are remembered, so that a late retry is still known as a duplicate. */
        @WithDefault("3")
        int requestKeyDays();

        /** Days that the ledger is kept. */
        @WithDefault("400")
        int ledgerDays();
    }

    interface Producers {
        /** How long a producer's batch may be on its way after later ones, or after nothing, before it counts as lost. */
        @WithDefault("60s")
        Duration grace();
    }

    interface Ledger {
        /** Spans looked at to infer which were lost; of more a sample of traces is, and of over ten times as many none. */
        @WithDefault("5000000")
        int maxInferredSpans();
    }

    interface Fate {
        /** Days that it is known which traces were let go, rejected or repeated. */
        @WithDefault("30")
        int keepDays();
    }
}
