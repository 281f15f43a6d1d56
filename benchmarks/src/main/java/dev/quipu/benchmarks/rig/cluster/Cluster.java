package dev.quipu.benchmarks.rig.cluster;

import dev.quipu.benchmarks.storage.StorageClient;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The three services and their PostgreSQL. A service that ends by itself is started again, and counted. */
public final class Cluster implements AutoCloseable {

    private static final Duration START = Duration.ofSeconds(180);
    private static final int WATCH_INTERVAL_MILLIS = 200;

    private final Map<Service, ServiceProcess> processes = new EnumMap<>(Service.class);
    private final Map<Service, ServiceProcess> seconds = new EnumMap<>(Service.class);
    private final Path launcher;
    private final Path home;
    private final Ports ports;
    private final Postgres postgres;
    private final Thread atExit = new Thread(this::stopAll, "rig-stop");
    private final ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "rig-watch");
        thread.setDaemon(true);
        return thread;
    });

    /**
     * Nothing runs yet.
     *
     * @param checkout where the launcher is
     * @param home of data and logs; made when absent
     * @param settings environment variables of all services
     */
    public Cluster(Path checkout, Path home, Ports ports, Map<String, String> settings) throws IOException {
        this.home = home.toAbsolutePath();
        this.ports = ports;
        this.launcher = checkout.toAbsolutePath().resolve("quipu");
        this.postgres = new Postgres(this.home.resolve("data"), ports.database());
        Files.createDirectories(this.home.resolve("logs"));
        for (Service service : Service.values()) {
            processes.put(service, process(service, service.label(), ports, settings));
            seconds.put(service, process(service, service.label() + "-2", ports.second(), settings));
        }
        Runtime.getRuntime().addShutdownHook(atExit);
    }

    private ServiceProcess process(Service service, String name, Ports its, Map<String, String> settings) {
        Map<String, String> environment = new HashMap<>(settings);
        environment.put("QUIPU_HOME", home.toString());
        environment.put("QUIPU_JAVA_HOME", System.getProperty("java.home"));
        environment.putAll(its.environment(service));
        return new ServiceProcess(service, launcher, its, home.resolve("logs").resolve(name + ".log"), environment);
    }

    /**
     * Starts a second replica of a service on the database, and waits until it is ready. It is not watched: what ends
     * it is seen by what it no longer does.
     */
    public ServiceProcess startSecond(Service service) throws InterruptedException, TimeoutException, IOException {
        ServiceProcess second = ofNotNull(seconds, service);
        switch (service) {
            case STORAGE -> {
                second.set("QUARKUS_DATASOURCE_REACTIVE_URL", "postgresql://127.0.0.1:" + ports.database() + "/quipu");
                second.set("QUARKUS_DATASOURCE_USERNAME", "quipu");
                second.set("QUARKUS_DATASOURCE_PASSWORD", postgres.password());
            }
            case COLLECTOR -> {
                second.set("QUIPU_SPOOL", home.resolve("spool-2").toString());
                second.set("QUIPU_STORAGE_PORT", Integer.toString(ports.wireToStorage()));
            }
            case ANALYSIS -> second.set("QUIPU_STORAGE_PORT", Integer.toString(ports.storage()));
        }
        second.start();
        second.awaitReady(START);
        return second;
    }

    /** Starts all, waits until all are ready, and watches them from then on. */
    public void start() throws InterruptedException, TimeoutException {
        List.copyOf(processes.values()).forEach(ServiceProcess::start);
        awaitReady(START);
        watch.scheduleWithFixedDelay(
                () -> processes.values().forEach(ServiceProcess::startIfEndedByItself),
                WATCH_INTERVAL_MILLIS,
                WATCH_INTERVAL_MILLIS,
                TimeUnit.MILLISECONDS);
    }

    /** @param atMost for all together */
    public void awaitReady(Duration atMost) throws InterruptedException, TimeoutException {
        long deadline = System.nanoTime() + atMost.toNanos();
        for (Service service : List.of(Service.STORAGE, Service.ANALYSIS, Service.COLLECTOR)) {
            of(service).awaitReady(Duration.ofNanos(Math.max(0, deadline - System.nanoTime())));
        }
    }

    public ServiceProcess of(Service service) {
        return ofNotNull(processes, service);
    }

    private static ServiceProcess ofNotNull(Map<Service, ServiceProcess> processes, Service service) {
        ServiceProcess process = processes.get(service);
        if (process == null) {
            throw new IllegalStateException(service + " is not part of the cluster");
        }
        return process;
    }

    public Postgres postgres() {
        return postgres;
    }

    public Ports ports() {
        return ports;
    }

    public Path home() {
        return home;
    }

    /** Storage's API, past the wire. */
    public StorageClient storageApi() {
        return new StorageClient(of(Service.STORAGE).url());
    }

    /** What the collector's spool holds; empty when it has none or does not answer. */
    public Optional<JsonObject> spool() throws InterruptedException {
        return of(Service.COLLECTOR)
                .get("/v1/spool")
                .filter(answer -> answer.statusCode() == 200)
                .map(answer -> new JsonObject(answer.body()))
                .filter(spool -> spool.getBoolean("configured", true));
    }

    /** How often services ended although nobody asked them to. */
    public int endedByThemselves() {
        return processes.values().stream()
                .mapToInt(ServiceProcess::endedByItself)
                .sum();
    }

    @Override
    public void close() {
        stopAll();
        Runtime.getRuntime().removeShutdownHook(atExit);
    }

    /** In an order in which each still finds what it needs. */
    private void stopAll() {
        watch.shutdownNow();
        postgres.thaw();
        for (Service service : Service.values()) {
            ofNotNull(seconds, service).stop();
            of(service).stop();
        }
        postgres.kill();
    }
}
