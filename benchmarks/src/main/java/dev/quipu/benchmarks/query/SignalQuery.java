package dev.quipu.benchmarks.query;

import dev.quipu.benchmarks.CommandRun;
import dev.quipu.benchmarks.load.Door;
import dev.quipu.benchmarks.load.LoadPlan;
import dev.quipu.benchmarks.load.LoadRun;
import dev.quipu.benchmarks.logs.LogWorkload;
import dev.quipu.benchmarks.report.JsonLines;
import dev.quipu.benchmarks.storage.Database;
import dev.quipu.benchmarks.storage.DatabaseOptions;
import dev.quipu.benchmarks.storage.LedgerCounts;
import dev.quipu.benchmarks.storage.StorageClient;
import dev.quipu.benchmarks.storage.StoredTimes;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code benchmarks/query-signals}: times questions about the logs, or about the metrics, that storage holds. */
@Command(
        name = "query-signals",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        description = "Times what people ask of logs and metrics; of logs, fills storage up first.")
public final class SignalQuery implements Callable<Integer> {

    private static final int RECORDS_PER_REQUEST = 512;
    private static final int DIFFERENT_RECORDS = 131_072;
    private static final int MOMENTS = 50;
    private static final long HOUR_NANOS = 3_600_000_000_000L;
    private static final String JSON = "application/json";
    private static final Pattern NUMBER = Pattern.compile("(?<![0-9])[0-9]{9}(?![0-9])");

    @Option(names = "--door", description = "LOGS or METRICS")
    private Door door = Door.LOGS;

    @Option(names = "--url", description = "where to send what is missing; a loopback address")
    private URI url = URI.create("http://127.0.0.1:4318");

    @Option(names = "--storage-url")
    private URI storageUrl = URI.create("http://127.0.0.1:8082");

    @Option(names = "--records", description = "how many log records storage is filled up to; 0 to take it as it is")
    private long records = 10_000_000;

    @Option(names = "--settle", description = "seconds to wait at most for the database to stop changing")
    private int settleSeconds = 300;

    @Option(names = "--warmup", description = "answers to each question before any is timed")
    private int warmup = 20;

    @Option(names = "--repeat", description = "timed answers to each question")
    private int repeat = 200;

    @Option(names = "--seed")
    private long seed = 1;

    @Mixin
    private final DatabaseOptions databaseOptions = new DatabaseOptions();

    @Option(names = "--json", description = "append the report to this file, a line of JSON for each question")
    private @Nullable Path jsonFile;

    public static void main(String[] arguments) {
        CommandRun.exit(new SignalQuery(), arguments);
    }

    @Override
    public Integer call() throws Exception {
        StorageClient storage = new StorageClient(storageUrl);
        if (door == Door.LOGS) {
            fillUp(LedgerCounts.read(storage, door.signal()).stored());
        }
        Optional<Database> database = databaseOptions.database();
        if (database.isPresent()) {
            database.get().awaitSettled(Duration.ofSeconds(settleSeconds));
        }
        long stored = LedgerCounts.read(storage, door.signal()).stored();
        StoredTimes times = StoredTimes.of(storage, door.signal());
        Timing timing = new Timing(storage, storageUrl.getPort(), warmup);
        QuestionReport report = door == Door.LOGS
                ? timing.time("a word of one log record, all data", JSON, words(storage, times), stored)
                : timing.time("rate over an hour of 1,000 series", JSON, rates(times), stored);
        System.out.printf("%,d records stored%n%s%s%n", stored, QuestionReport.MARKDOWN_HEADER, report.toMarkdownRow());
        if (jsonFile != null) {
            JsonLines.append(jsonFile, List.of(report.toJson()));
        }
        return 0;
    }

    private void fillUp(long stored) throws InterruptedException {
        if (stored + RECORDS_PER_REQUEST > records) {
            return;
        }
        LoadPlan plan = new LoadPlan(
                url,
                Door.LOGS,
                16,
                RECORDS_PER_REQUEST,
                OptionalLong.empty(),
                Duration.ZERO,
                Duration.ofHours(1),
                records - stored,
                false);
        new LoadRun(plan, new LogWorkload(seed + 1_000, RECORDS_PER_REQUEST, DIFFERENT_RECORDS), Map.of()).run();
    }

    /** Numbers of nine digits that stored records hold: nearly all of them once. */
    private List<String> words(StorageClient storage, StoredTimes times) throws InterruptedException {
        SplittableRandom random = new SplittableRandom(seed);
        List<String> numbers = new ArrayList<>();
        for (int moment = 0; moment < MOMENTS; moment++) {
            long before = random.nextLong(times.minUnixNano(), times.maxUnixNano() + 1);
            JsonObject page = storage.json("/v1/logs?from=0&limit=100&to=" + before);
            for (Object record : page.getJsonArray("logs")) {
                Matcher found = NUMBER.matcher(String.valueOf(((JsonObject) record).getValue("body")));
                while (found.find()) {
                    numbers.add(found.group());
                }
            }
        }
        List<String> requests = new ArrayList<>();
        for (int i = 0; i < warmup + repeat; i++) {
            String word = numbers.get(random.nextInt(numbers.size()));
            requests.add("/v1/logs?from=0&limit=20&q=" + StorageClient.encoded("body has \"" + word + "\""));
        }
        return requests;
    }

    /** Of hours that end within the last ten minutes of what is stored. */
    private List<String> rates(StoredTimes times) {
        SplittableRandom random = new SplittableRandom(seed);
        List<String> requests = new ArrayList<>();
        for (int i = 0; i < warmup + repeat; i++) {
            long to = times.maxUnixNano() - random.nextLong(HOUR_NANOS / 6);
            requests.add(
                    "/v1/metrics/query?match=http.server.requests&function=rate&aggregate=sum&by=service&step=1m&from="
                            + (to - HOUR_NANOS) + "&to=" + to);
        }
        return requests;
    }
}
