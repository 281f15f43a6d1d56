package dev.quipu.benchmarks.load;

import dev.quipu.benchmarks.CommandRun;
import dev.quipu.benchmarks.logs.LogWorkload;
import dev.quipu.benchmarks.machine.Listener;
import dev.quipu.benchmarks.machine.Processes;
import dev.quipu.benchmarks.metrics.MetricMix;
import dev.quipu.benchmarks.metrics.MetricWorkload;
import dev.quipu.benchmarks.report.JsonLines;
import dev.quipu.benchmarks.spans.WorkloadBuilder;
import dev.quipu.benchmarks.storage.Database;
import dev.quipu.benchmarks.storage.DatabaseOptions;
import dev.quipu.benchmarks.storage.LedgerCounts;
import dev.quipu.benchmarks.storage.StorageClient;
import dev.quipu.benchmarks.workload.Workload;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code benchmarks/load}: sends generated records to a running backend and prints what that showed. */
@Command(
        name = "load",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        description = "Sends generated records to a backend on this machine and prints rates, latencies and costs.")
public final class Load implements Callable<Integer> {

    @Option(names = "--name", description = "what to call this load in the report")
    private String name = "load";

    @Option(names = "--url", description = "where to send to; a loopback address")
    private URI url = URI.create("http://127.0.0.1:4318");

    @Option(names = "--door", description = "${COMPLETION-CANDIDATES}")
    private Door door = Door.HTTP;

    @Option(names = "--connections", description = "each has one request under way at most")
    private int connections = 32;

    @Option(names = "--records-per-request", description = "of metrics it is always 8000")
    private int recordsPerRequest = 512;

    @Option(names = "--rate", description = "records a second on a schedule; without it, as fast as answers come")
    private @Nullable Long rate;

    @Option(names = "--warmup", description = "seconds before anything is measured")
    private int warmupSeconds = 10;

    @Option(names = "--seconds", description = "seconds that are measured")
    private int seconds = 60;

    @Option(names = "--max-records", description = "ends the load early when that many are sent")
    private long maxRecords = Long.MAX_VALUE;

    @Option(names = "--mix", description = "of metrics: ${COMPLETION-CANDIDATES}")
    private MetricMix mix = MetricMix.ALL_KINDS;

    @Option(names = "--gzip", description = "compress bodies")
    private boolean gzip;

    @Option(names = "--seed", description = "the same seed gives the same spans")
    private long seed = 1;

    @Option(names = "--different-records", description = "how many to encode ahead; then the same come with other ids")
    private int differentRecords = 131_072;

    @Option(
            names = "--storage-url",
            description = "of the storage service, for its ledger; empty for a backend without one")
    private String storageUrl = "http://127.0.0.1:8082";

    @Option(
            names = "--watch",
            description = "process to account for beside the door's, storage's and its database: NAME=PORT")
    private Map<String, Integer> watched = new LinkedHashMap<>();

    @Option(names = "--settle", description = "seconds to wait after the load for compaction, to see the size then")
    private int settleSeconds;

    @Mixin
    private final DatabaseOptions databaseOptions = new DatabaseOptions();

    @Option(names = "--json", description = "append the report to this file, as one line of JSON")
    private @Nullable Path jsonFile;

    public static void main(String[] arguments) {
        CommandRun.exit(new Load(), arguments);
    }

    @Override
    public Integer call() throws Exception {
        LoadPlan plan = plan();
        Workload workload = workload();
        System.out.printf(
                "%,d records in %,d requests encoded, %d bytes a record%n",
                workload.records(), workload.requests(), workload.bytes() / workload.records());

        Optional<Database> database = databaseOptions.database();
        Optional<LedgerCounts> ledgerBefore = ledger();
        Optional<Database.Size> sizeBefore = database.map(Database::size);
        LoadRun.Finished finished = new LoadRun(plan, workload, processes()).run();
        Optional<LedgerCounts> ledger = ledger().flatMap(after -> ledgerBefore.map(after::since));
        Optional<Database.Size> disk = growth(database, sizeBefore);
        if (database.isPresent() && settleSeconds > 0) {
            database.get().awaitSettled(Duration.ofSeconds(settleSeconds));
        }
        Optional<Database.Size> settled = settleSeconds > 0 ? growth(database, sizeBefore) : Optional.empty();

        LoadReport report = new LoadReport(name, plan, finished, disk, settled, ledger);
        print(report);
        return report.holds() ? 0 : 1;
    }

    private Workload workload() {
        return switch (door) {
            case HTTP, GRPC, ZIPKIN ->
                new WorkloadBuilder(seed, door.encoding(), recordsPerRequest)
                        .build(System.currentTimeMillis(), differentRecords);
            case LOGS -> new LogWorkload(seed, recordsPerRequest, differentRecords);
            case METRICS -> new MetricWorkload(seed, mix, TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis()));
        };
    }

    private LoadPlan plan() {
        return new LoadPlan(
                url,
                door,
                connections,
                door == Door.METRICS ? MetricWorkload.POINTS_PER_REQUEST : recordsPerRequest,
                rate == null ? OptionalLong.empty() : OptionalLong.of(rate),
                Duration.ofSeconds(warmupSeconds),
                Duration.ofSeconds(seconds),
                maxRecords,
                gzip);
    }

    /** Each process under the name that the report gives it; those that do not run are left out. */
    private Map<String, Long> processes() {
        Map<String, Long> processes = new LinkedHashMap<>();
        String target = storageUrl.isEmpty() ? door.name().toLowerCase(Locale.ROOT) : "collector";
        Listener.on(url.getPort()).ifPresent(pid -> processes.put(target, pid));
        if (!storageUrl.isEmpty()) {
            processes.putAll(Processes.ofStorage(URI.create(storageUrl).getPort()));
        }
        watched.forEach((watchedName, port) -> Listener.on(port).ifPresent(pid -> processes.put(watchedName, pid)));
        processes.put(LoadReport.DRIVER, ProcessHandle.current().pid());
        return processes;
    }

    private Optional<LedgerCounts> ledger() throws InterruptedException {
        return storageUrl.isEmpty()
                ? Optional.empty()
                : Optional.of(LedgerCounts.read(new StorageClient(URI.create(storageUrl)), door.signal()));
    }

    private static Optional<Database.Size> growth(Optional<Database> database, Optional<Database.Size> before) {
        return database.flatMap(it -> before.map(earlier -> it.size().since(earlier)));
    }

    private void print(LoadReport report) throws IOException {
        System.out.println(report.toJson().encodePrettily());
        System.out.print(LoadReport.MARKDOWN_HEADER);
        System.out.println(report.toMarkdownRow());
        if (jsonFile != null) {
            JsonLines.append(jsonFile, List.of(report.toJson()));
        }
    }
}
