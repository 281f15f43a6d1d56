package dev.quipu.benchmarks.scrape;

import dev.quipu.benchmarks.CommandRun;
import dev.quipu.benchmarks.machine.Listener;
import dev.quipu.benchmarks.machine.ProcessUsage;
import dev.quipu.benchmarks.machine.ProcessWatch;
import dev.quipu.benchmarks.machine.Processes;
import dev.quipu.benchmarks.report.JsonLines;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code benchmarks/scrape}: serves pages of metrics to a collector and looks at when they are fetched. */
@Command(
        name = "scrape",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        description =
                "Serves targets, names them in a file that the collector discovers, and tells how punctual it is.")
public final class ScrapeRun implements Callable<Integer> {

    @Option(names = "--targets")
    private int targets = 500;

    @Option(names = "--series", description = "on each page")
    private int series = 500;

    @Option(names = "--interval", description = "seconds from fetch to fetch")
    private int intervalSeconds = 10;

    @Option(names = "--warmup", description = "seconds before anything is measured")
    private int warmupSeconds = 30;

    @Option(names = "--seconds", description = "seconds that are measured")
    private int seconds = 180;

    @Option(names = "--file", required = true, description = "the file that the collector was told to read")
    private Path file = Path.of("targets.json");

    @Option(names = "--collector-url")
    private URI collectorUrl = URI.create("http://127.0.0.1:4318");

    @Option(names = "--storage-url")
    private URI storageUrl = URI.create("http://127.0.0.1:8082");

    @Option(names = "--json", description = "append the report to this file, as one line of JSON")
    private @Nullable Path jsonFile;

    public static void main(String[] arguments) {
        CommandRun.exit(new ScrapeRun(), arguments);
    }

    @Override
    public Integer call() throws Exception {
        try (Targets served = new Targets(targets, series)) {
            Files.writeString(file, groups(served.port()).encode());
            TimeUnit.SECONDS.sleep(warmupSeconds);
            List<Integer> before =
                    served.fetchedMillis().stream().map(List::size).toList();
            try (ProcessWatch watch = new ProcessWatch(processes())) {
                TimeUnit.SECONDS.sleep(seconds);
                List<List<Long>> all = served.fetchedMillis();
                List<List<Long>> measured = java.util.stream.IntStream.range(0, targets)
                        .mapToObj(i ->
                                all.get(i).subList(before.get(i), all.get(i).size()))
                        .toList();
                return report(Punctuality.of(measured, intervalSeconds * 1_000L), watch.usage());
            }
        } finally {
            Files.writeString(file, "[]");
        }
    }

    private JsonArray groups(int port) {
        JsonArray groups = new JsonArray();
        for (int i = 0; i < targets; i++) {
            groups.add(new JsonObject()
                    .put("targets", new JsonArray().add("127.0.0.1:" + port))
                    .put(
                            "labels",
                            new JsonObject()
                                    .put("__metrics_path__", "/metrics/" + i)
                                    .put("__scrape_interval__", intervalSeconds + "s")
                                    .put("job", "bench")
                                    .put("instance", "target-" + i)));
        }
        return groups;
    }

    private Map<String, Long> processes() {
        Map<String, Long> processes = new LinkedHashMap<>();
        Listener.on(collectorUrl.getPort()).ifPresent(pid -> processes.put("collector", pid));
        processes.putAll(Processes.ofStorage(storageUrl.getPort()));
        return processes;
    }

    private int report(Punctuality found, List<ProcessUsage> usage) throws java.io.IOException {
        JsonObject json = new JsonObject()
                .put("name", "scrape")
                .put("targets", targets)
                .put("series", series)
                .put("intervalSeconds", intervalSeconds)
                .put("fetches", found.fetches())
                .put("lateMillisP99", found.lateMillis().getValueAtPercentile(99))
                .put("lateMillisMax", found.lateMillis().getMaxValue())
                .put("missed", found.missed())
                .put("doubled", found.doubled());
        usage.forEach(process -> json.put(process.name() + "CpuSeconds", process.cpuSeconds())
                .put(process.name() + "PeakMib", process.peakResidentBytes() >> 20));
        System.out.println(json.encodePrettily());
        if (jsonFile != null) {
            JsonLines.append(jsonFile, List.of(json));
        }
        return found.missed() == 0 && found.doubled() == 0 ? 0 : 1;
    }
}
