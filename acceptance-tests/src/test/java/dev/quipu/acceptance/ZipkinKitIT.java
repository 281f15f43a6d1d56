package dev.quipu.acceptance;

import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.TestInfo;
import zipkin2.storage.ITAutocompleteTags;
import zipkin2.storage.ITDependencies;
import zipkin2.storage.ITDependenciesHeavy;
import zipkin2.storage.ITServiceAndSpanNames;
import zipkin2.storage.ITSpanStore;
import zipkin2.storage.ITSpanStoreHeavy;
import zipkin2.storage.ITTraces;
import zipkin2.storage.StorageComponent;

/**
 * The kits with which Zipkin tests storages, against the running services. Two are left out, because they test modes of
 * Zipkin's server that Quipu does not have: {@code ITStrictTraceIdFalse} (a trace is found by the low half of its id;
 * here ids are compared whole, as OTLP has them) and {@code ITSearchEnabledFalse} (search can be switched off).
 */
class ZipkinKitIT {

    private static Cluster cluster;

    @BeforeAll
    static void start() {
        cluster = Cluster.start(Map.of("QUIPU_ANALYSIS_ZIPKIN_AUTOCOMPLETE_KEYS", "http.host"));
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @Nested
    class Traces extends ITTraces<ZipkinAdapter> {
        @Override
        protected StorageComponent.Builder newStorageBuilder(TestInfo test) {
            return ZipkinAdapter.builder(cluster);
        }

        @Override
        protected void clear() {
            storage.clear();
        }
    }

    @Nested
    class Search extends ITSpanStore<ZipkinAdapter> {
        @Override
        protected StorageComponent.Builder newStorageBuilder(TestInfo test) {
            return ZipkinAdapter.builder(cluster);
        }

        @Override
        protected void clear() {
            storage.clear();
        }
    }

    @Nested
    class SearchOfMany extends ITSpanStoreHeavy<ZipkinAdapter> {
        @Override
        protected StorageComponent.Builder newStorageBuilder(TestInfo test) {
            return ZipkinAdapter.builder(cluster);
        }

        @Override
        protected void clear() {
            storage.clear();
        }
    }

    @Nested
    class Names extends ITServiceAndSpanNames<ZipkinAdapter> {
        @Override
        protected StorageComponent.Builder newStorageBuilder(TestInfo test) {
            return ZipkinAdapter.builder(cluster);
        }

        @Override
        protected void clear() {
            storage.clear();
        }
    }

    @Nested
    class Tags extends ITAutocompleteTags<ZipkinAdapter> {
        @Override
        protected StorageComponent.Builder newStorageBuilder(TestInfo test) {
            return ZipkinAdapter.builder(cluster);
        }

        @Override
        protected void clear() {
            storage.clear();
        }
    }

    @Nested
    class Links extends ITDependencies<ZipkinAdapter> {
        @Override
        protected StorageComponent.Builder newStorageBuilder(TestInfo test) {
            return ZipkinAdapter.builder(cluster);
        }

        @Override
        protected void clear() {
            storage.clear();
        }
    }

    @Nested
    class ManyLinks extends ITDependenciesHeavy<ZipkinAdapter> {
        @Override
        protected StorageComponent.Builder newStorageBuilder(TestInfo test) {
            return ZipkinAdapter.builder(cluster);
        }

        @Override
        protected void clear() {
            storage.clear();
        }
    }
}
