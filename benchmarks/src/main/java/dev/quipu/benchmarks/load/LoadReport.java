package dev.quipu.benchmarks.load;

import dev.quipu.benchmarks.machine.ProcessUsage;
import dev.quipu.benchmarks.storage.Database;
import dev.quipu.benchmarks.storage.LedgerCounts;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What a load showed.
 *
 * @param name what the reader knows this load by
 * @param disk growth of the database from before the load to after its last answer, where it could be read
 * @param settledDisk the same after compaction, where that was waited for
 * @param ledger what storage's ledger counted meanwhile, where there is one
 */
record LoadReport(
        String name,
        LoadPlan plan,
        LoadRun.Finished finished,
        Optional<Database.Size> disk,
        Optional<Database.Size> settledDisk,
        Optional<LedgerCounts> ledger) {

    /** The name under which the driver's own cost stands, apart from the others'. */
    static final String DRIVER = "driver";

    static final String MARKDOWN_HEADER = """
            | load | door | spans/s offered | spans/s acknowledged | ack p50 / p99 / max ms | CPU s per M spans | of it | driver | peak MiB | wire B/span | disk B/span | settled | stored = acknowledged |
            |---|---|---|---|---|---|---|---|---|---|---|---|---|
            """;

    private static final double MILLION = 1e6;
    private static final double MIB = 1 << 20;

    double recordsPerSecond() {
        return finished.tally().measuredRecords() / seconds();
    }

    /** Of everything but the driver. */
    double cpuSecondsPerMillionRecords() {
        return others().stream().mapToDouble(this::perMillion).sum();
    }

    /**
     * Whether storage counted as stored what the door acknowledged, its ledger holds, and no request was left
     * unanswered. A load that had nothing acknowledged in its measured window shows nothing, and does not hold.
     */
    boolean holds() {
        Tally tally = finished.tally();
        return tally.measuredRecords() > 0
                && tally.unansweredRecords() == 0
                && ledger.map(counts -> counts.holds() && counts.stored() == tally.acknowledgedRecords())
                        .orElse(true);
    }

    JsonObject toJson() {
        Tally tally = finished.tally();
        JsonObject json = new JsonObject()
                .put("name", name)
                .put("door", plan.door().name())
                .put("connections", plan.connections())
                .put("recordsPerRequest", plan.recordsPerRequest())
                .put("gzip", plan.gzip())
                .put("warmupSeconds", plan.warmup().toSeconds())
                .put("measuredSeconds", seconds())
                .put("offeredRecords", tally.offeredRecords())
                .put("acknowledgedRecords", tally.acknowledgedRecords())
                .put("rejectedRecords", tally.rejectedRecords())
                .put("refusedRecords", tally.refusedRecords())
                .put("unansweredRecords", tally.unansweredRecords())
                .put("retries", tally.retries())
                .put("recordsPerSecond", recordsPerSecond())
                .put(
                        "recordsBySecond",
                        new JsonArray(Arrays.stream(tally.measuredRecordsBySecond())
                                .boxed()
                                .toList()))
                .put("ackMillisP50", ackMillis(50))
                .put("ackMillisP99", ackMillis(99))
                .put("ackMillisMax", ackMillis(100))
                .put("cpuSecondsPerMillionRecords", cpuSecondsPerMillionRecords())
                .put("wireBytesPerRecord", wireBytesPerRecord());
        plan.recordsPerSecond().ifPresent(rate -> json.put("scheduledRecordsPerSecond", rate));
        json.put(
                "processes",
                new JsonArray(finished.usage().stream().map(this::toJson).toList()));
        disk.ifPresent(grown -> json.put("diskBytesPerRecord", perRecord(grown.tableBytes()))
                .put("walBytesPerRecord", perRecord(grown.walBytes())));
        settledDisk.ifPresent(grown -> json.put("settledDiskBytesPerRecord", perRecord(grown.tableBytes())));
        ledger.ifPresent(counts -> json.put("storedRecords", counts.stored()).put("ledgerHolds", counts.holds()));
        return json.put("holds", holds()).put("troubles", new JsonObject(new TreeMap<>(tally.troubles())));
    }

    String toMarkdownRow() {
        return format(
                "| %s | %s, %d spans a request, %d connections%s | %s | %,.0f | %.0f / %.0f / %.0f | %.1f | %s | %.1f | %s | %.0f | %s | %s | %s |",
                name,
                plan.door().name().toLowerCase(Locale.ROOT),
                plan.recordsPerRequest(),
                plan.connections(),
                plan.gzip() ? ", gzip" : "",
                plan.recordsPerSecond().isPresent()
                        ? format("%,d", plan.recordsPerSecond().getAsLong())
                        : "as answered",
                recordsPerSecond(),
                ackMillis(50),
                ackMillis(99),
                ackMillis(100),
                cpuSecondsPerMillionRecords(),
                listed(others(), usage -> format("%s %.1f", usage.name(), perMillion(usage))),
                perMillion(driver()),
                listed(others(), usage -> format("%s %.0f", usage.name(), usage.peakResidentBytes() / MIB)),
                wireBytesPerRecord(),
                bytesOnDisk(disk),
                bytesOnDisk(settledDisk),
                verdict());
    }

    private String verdict() {
        Tally tally = finished.tally();
        String stored = ledger.map(counts -> format("%,d", counts.stored())).orElse("not asked");
        return format("%s: %s = %,d", holds() ? "yes" : "NO", stored, tally.acknowledgedRecords());
    }

    private String bytesOnDisk(Optional<Database.Size> size) {
        return size.map(grown -> format("%.0f", perRecord(grown.tableBytes()))).orElse("-");
    }

    private JsonObject toJson(ProcessUsage usage) {
        return new JsonObject()
                .put("name", usage.name())
                .put("pid", usage.pid())
                .put("cpuSeconds", usage.cpuSeconds())
                .put("cpuSecondsPerMillionRecords", perMillion(usage))
                .put("peakResidentBytes", usage.peakResidentBytes());
    }

    private List<ProcessUsage> others() {
        return finished.usage().stream()
                .filter(usage -> !usage.name().equals(DRIVER))
                .toList();
    }

    private List<ProcessUsage> driver() {
        return finished.usage().stream()
                .filter(usage -> usage.name().equals(DRIVER))
                .toList();
    }

    private double perMillion(List<ProcessUsage> usages) {
        return usages.stream().mapToDouble(this::perMillion).sum();
    }

    private double perMillion(ProcessUsage usage) {
        long spans = finished.tally().measuredRecords();
        return spans == 0 ? 0 : usage.cpuSeconds() * MILLION / spans;
    }

    private double perRecord(long bytes) {
        return (double) bytes / Math.max(1, finished.tally().acknowledgedRecords());
    }

    private double wireBytesPerRecord() {
        return (double) finished.tally().offeredBytes()
                / Math.max(1, finished.tally().offeredRecords());
    }

    private double ackMillis(double percentile) {
        return finished.tally().ackMicros().getValueAtPercentile(percentile) / 1_000.0;
    }

    private double seconds() {
        return Math.max(1e-3, finished.measured().toNanos() / 1e9);
    }

    private static String listed(List<ProcessUsage> usages, Function<ProcessUsage, String> text) {
        return usages.stream().map(text).collect(Collectors.joining(", "));
    }

    private static String format(String format, Object... arguments) {
        return String.format(Locale.ROOT, format, arguments);
    }
}
