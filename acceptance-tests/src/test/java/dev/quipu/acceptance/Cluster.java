package dev.quipu.acceptance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The three services and their embedded PostgreSQL, on free ports and with data of their own. */
final class Cluster implements AutoCloseable {

    private static Cluster shared;
    private static RuntimeException whyNotShared;

    private final Path home;
    private final ServiceProcess storage;
    private final ServiceProcess collector;
    private final ServiceProcess analysis;
    private final int grpcPort;
    private final int zipkinPort;
    private final Map<String, String> environment;
    private final Thread atExit = new Thread(this::stopAll);

    private Cluster(Path home, Map<String, String> settings) {
        List<Integer> ports = Ports.free(9);
        this.home = home;
        this.grpcPort = ports.get(1);
        this.zipkinPort = ports.get(5);
        this.environment = new HashMap<>(settings);
        environment.put("QUIPU_HOME", home.toString());
        environment.put("QUIPU_JAVA_HOME", System.getProperty("java.home"));
        environment.put("QUIPU_COLLECTOR_PORT", ports.get(0).toString());
        environment.put("QUIPU_COLLECTOR_GRPC_PORT", ports.get(1).toString());
        environment.put("QUIPU_COLLECTOR_ZIPKIN_PORT", ports.get(5).toString());
        environment.put("QUIPU_STORAGE_PORT", ports.get(2).toString());
        environment.put("QUIPU_ANALYSIS_PORT", ports.get(3).toString());
        environment.put("QUIPU_DATABASE_PORT", ports.get(4).toString());
        environment.put("QUIPU_COLLECTOR_MANAGEMENT_PORT", ports.get(6).toString());
        environment.put("QUIPU_STORAGE_MANAGEMENT_PORT", ports.get(7).toString());
        environment.put("QUIPU_ANALYSIS_MANAGEMENT_PORT", ports.get(8).toString());
        this.collector = new ServiceProcess("collector", ports.get(0), environment, home.resolve("collector.log"));
        this.storage = new ServiceProcess("storage", ports.get(2), environment, home.resolve("storage.log"));
        this.analysis = new ServiceProcess("analysis", ports.get(3), environment, home.resolve("analysis.log"));
    }

    /** The cluster that all tests use which break nothing; started once, stopped when the JVM ends. */
    static synchronized Cluster shared() {
        if (whyNotShared != null) {
            throw whyNotShared;
        }
        if (shared == null) {
            try {
                shared = start(Map.of());
            } catch (RuntimeException e) {
                whyNotShared = new IllegalStateException("the shared cluster did not start", e);
                throw whyNotShared;
            }
        }
        return shared;
    }

    /**
     * A cluster of its own, for tests that break it.
     *
     * @param settings environment variables of all three services
     */
    static Cluster start(Map<String, String> settings) {
        Cluster cluster = new Cluster(newHome(), settings);
        Runtime.getRuntime().addShutdownHook(cluster.atExit);
        try {
            List.of(cluster.storage, cluster.collector, cluster.analysis).forEach(ServiceProcess::start);
            List.of(cluster.storage, cluster.collector, cluster.analysis).forEach(ServiceProcess::awaitReady);
            // Until then the collector spools: what it acknowledges is durable, but not yet in any answer.
            cluster.collector.awaitHealth("storageHeardMillisAgo");
            return cluster;
        } catch (RuntimeException e) {
            cluster.close();
            throw e;
        }
    }

    private static Path newHome() {
        try {
            return Files.createTempDirectory(Files.createDirectories(Checkout.TARGET), "cluster");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where data and logs are. */
    Path home() {
        return home;
    }

    ServiceProcess storage() {
        return storage;
    }

    ServiceProcess collector() {
        return collector;
    }

    ServiceProcess analysis() {
        return analysis;
    }

    /** A second collector of this cluster, not started; who starts it stops it. */
    ServiceProcess anotherCollector() {
        return anotherCollector(Map.of());
    }

    /** The same, with environment variables of its own. */
    ServiceProcess anotherCollector(Map<String, String> settings) {
        List<Integer> ports = Ports.free(4);
        Map<String, String> other = new HashMap<>(environment);
        other.put("QUIPU_COLLECTOR_PORT", ports.get(0).toString());
        other.put("QUIPU_COLLECTOR_GRPC_PORT", ports.get(1).toString());
        other.put("QUIPU_COLLECTOR_ZIPKIN_PORT", ports.get(2).toString());
        other.put("QUIPU_COLLECTOR_MANAGEMENT_PORT", ports.get(3).toString());
        other.put("QUIPU_SPOOL", home.resolve("spool-2").toString());
        other.putAll(settings);
        return new ServiceProcess("collector", ports.get(0), other, home.resolve("collector-2.log"));
    }

    /** A second analysis of this cluster, not started; who starts it stops it. */
    ServiceProcess anotherAnalysis(Map<String, String> settings) {
        List<Integer> ports = Ports.free(2);
        Map<String, String> other = new HashMap<>(environment);
        other.put("QUIPU_ANALYSIS_PORT", ports.get(0).toString());
        other.put("QUIPU_ANALYSIS_MANAGEMENT_PORT", ports.get(1).toString());
        other.putAll(settings);
        return new ServiceProcess("analysis", ports.get(0), other, home.resolve("analysis-2.log"));
    }

    OtlpHttp otlpHttp() {
        return new OtlpHttp(collector.url());
    }

    OtlpGrpc otlpGrpc() {
        return new OtlpGrpc(grpcPort);
    }

    StorageApi storageApi() {
        return new StorageApi(storage.url());
    }

    int databasePort() {
        return Integer.parseInt(environment.get("QUIPU_DATABASE_PORT"));
    }

    /** {@code ./quipu} as whoever looks after this cluster runs it. */
    Launcher launcher() {
        return new Launcher(home, environment);
    }

    int grpcPort() {
        return grpcPort;
    }

    /** Where Zipkin's clients send to. */
    URI zipkin() {
        return URI.create("http://127.0.0.1:" + zipkinPort);
    }

    /** SIGKILL to PostgreSQL's postmaster; its children end when they see it gone. */
    void killPostgres() {
        postmaster().orElseThrow().destroyForcibly();
    }

    /** PostgreSQL's processes as they are now. */
    List<Long> postgresPids() {
        ProcessHandle postmaster = postmaster().orElseThrow();
        return Stream.concat(Stream.of(postmaster), postmaster.descendants())
                .map(ProcessHandle::pid)
                .toList();
    }

    private Optional<ProcessHandle> postmaster() {
        if (!Files.isDirectory(home.resolve("data"))) {
            return Optional.empty();
        }
        try (Stream<Path> files = Files.find(home.resolve("data"), 3, (file, is) -> file.endsWith("postmaster.pid"))) {
            Optional<Path> pidFile = files.findFirst();
            return pidFile.isEmpty()
                    ? Optional.empty()
                    : ProcessHandle.of(Long.parseLong(
                            Files.readAllLines(pidFile.get()).get(0).strip()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All three, in order; what they keep stays. */
    void stop() {
        stopAll();
    }

    /** Again, with what they keep. */
    void startAgain() {
        List.of(storage, collector, analysis).forEach(ServiceProcess::start);
        List.of(storage, collector, analysis).forEach(ServiceProcess::awaitReady);
    }

    @Override
    public void close() {
        stopAll();
        Runtime.getRuntime().removeShutdownHook(atExit);
    }

    /** The collector first, so that what it holds still finds storage. */
    private void stopAll() {
        collector.stop();
        analysis.stop();
        storage.stop();
        postmaster().ifPresent(ProcessHandle::destroyForcibly);
    }
}
