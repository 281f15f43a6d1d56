package dev.quipu.benchmarks.query;

import dev.quipu.benchmarks.CommandRun;
import dev.quipu.benchmarks.load.Door;
import dev.quipu.benchmarks.load.LoadPlan;
import dev.quipu.benchmarks.load.LoadRun;
import dev.quipu.benchmarks.report.JsonLines;
import dev.quipu.benchmarks.spans.WorkloadBuilder;
import dev.quipu.benchmarks.storage.Database;
import dev.quipu.benchmarks.storage.DatabaseOptions;
import dev.quipu.benchmarks.storage.LedgerCounts;
import dev.quipu.benchmarks.storage.StorageClient;
import dev.quipu.benchmarks.storage.StoredSpans;
import dev.quipu.benchmarks.workload.Workload;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code benchmarks/query}: fills storage up to a number of spans and times questions over them, one at a time. */
@Command(
        name = "query",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        description = "Times what people ask storage, with random choices from what is stored.")
public final class Query implements Callable<Integer> {

    private static final int SPANS_PER_REQUEST = 512;
    private static final int DIFFERENT_SPANS = 131_072;

    @Option(names = "--url", description = "where to send what is missing; a loopback address")
    private URI url = URI.create("http://127.0.0.1:4318");

    @Option(names = "--storage-url")
    private URI storageUrl = URI.create("http://127.0.0.1:8082");

    @Option(names = "--spans", description = "how many spans storage is filled up to; 0 to take it as it is")
    private long spans = 5_000_000;

    @Option(names = "--settle", description = "seconds to wait at most for the database to stop changing")
    private int settleSeconds = 300;

    @Option(names = "--warmup", description = "answers to each question before any is timed")
    private int warmup = 50;

    @Option(names = "--repeat", description = "timed answers to each question")
    private int repeat = 200;

    /** Which questions. */
    enum Ask {
        SEARCH,
        CONTRAST
    }

    @Option(names = "--ask", description = "what is asked: ${COMPLETION-CANDIDATES}")
    private Ask ask = Ask.SEARCH;

    @Option(names = "--seed")
    private long seed = 1;

    @Mixin
    private final DatabaseOptions databaseOptions = new DatabaseOptions();

    @Option(names = "--json", description = "append the report to this file, a line of JSON for each question")
    private @Nullable Path jsonFile;

    public static void main(String[] arguments) {
        CommandRun.exit(new Query(), arguments);
    }

    @Override
    public Integer call() throws Exception {
        StorageClient storage = new StorageClient(storageUrl);
        fillUp(LedgerCounts.read(storage, "traces").stored());
        Optional<Database> database = databaseOptions.database();
        if (database.isPresent()) {
            database.get().awaitSettled(Duration.ofSeconds(settleSeconds));
        }
        long stored = LedgerCounts.read(storage, "traces").stored();
        StoredSpans choices = StoredSpans.of(storage, seed);
        Timing timing = new Timing(storage, storageUrl.getPort(), warmup);
        List<QuestionReport> reports = new ArrayList<>();
        for (Question question : ask == Ask.SEARCH ? Question.all() : Question.contrasts()) {
            reports.add(timing.time(question, choices, repeat, stored));
        }
        System.out.printf("%,d spans stored%n%s", stored, QuestionReport.MARKDOWN_HEADER);
        reports.forEach(report -> System.out.println(report.toMarkdownRow()));
        if (jsonFile != null) {
            JsonLines.append(
                    jsonFile, reports.stream().map(QuestionReport::toJson).toList());
        }
        return 0;
    }

    private void fillUp(long stored) throws InterruptedException {
        if (stored + SPANS_PER_REQUEST > spans) {
            return;
        }
        Workload workload = new WorkloadBuilder(seed, Door.HTTP.encoding(), SPANS_PER_REQUEST)
                .build(System.currentTimeMillis(), DIFFERENT_SPANS);
        LoadPlan plan = new LoadPlan(
                url,
                Door.HTTP,
                8,
                SPANS_PER_REQUEST,
                OptionalLong.empty(),
                Duration.ZERO,
                Duration.ofHours(1),
                spans - stored,
                false);
        new LoadRun(plan, workload, Map.of()).run();
    }
}
