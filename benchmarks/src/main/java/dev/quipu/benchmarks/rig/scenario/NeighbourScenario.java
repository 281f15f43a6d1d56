package dev.quipu.benchmarks.rig.scenario;

import dev.quipu.benchmarks.load.Door;
import dev.quipu.benchmarks.load.LoadPlan;
import dev.quipu.benchmarks.load.LoadRun;
import dev.quipu.benchmarks.machine.ProcessUsage;
import dev.quipu.benchmarks.machine.ProcessWatch;
import dev.quipu.benchmarks.machine.Processes;
import dev.quipu.benchmarks.report.Spread;
import dev.quipu.benchmarks.rig.check.Check;
import dev.quipu.benchmarks.rig.cluster.Service;
import dev.quipu.benchmarks.spans.WorkloadBuilder;
import dev.quipu.benchmarks.storage.StorageClient;
import dev.quipu.benchmarks.storage.StoredSpans;
import dev.quipu.benchmarks.workload.SpreadWorkload;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.HdrHistogram.Histogram;

/**
 * What a tenant's worst searches do to the small questions of another: these are timed by turns alone and beside them, so
 * that whatever else the machine does meets both alike.
 */
public final class NeighbourScenario implements Scenario {

    private static final String QUIET = "quiet";
    private static final String LOUD = "loud";
    private static final int SPANS_PER_REQUEST = 512;
    private static final int DIFFERENT_SPANS = 65_536;
    private static final int CONNECTIONS = 8;
    private static final long QUIET_SPANS = 100_000;
    private static final int CHOICES = 40;
    private static final int PAUSE_MILLIS = 10;
    private static final long MAX_MICROS = TimeUnit.MINUTES.toMicros(2);
    private static final double MOST_TIMES = 2;
    private static final List<String> WORST = List.of(
            "/v1/spans?from=0&order=slowest&limit=1000&q="
                    + StorageClient.encoded(".url.full contains \"nowhere to be found\" || name contains \"nowhere\""),
            "/v1/spans/contrast?from=0&selected=" + StorageClient.encoded("duration > 300ms"));

    private final Setting setting;
    private final long spans;
    private final int askers;
    private final int rounds;
    private final Duration turn;
    private final Console console = new Console(System.out);

    /** Of one turn. @param worst how many of the loud one's searches ended meanwhile */
    private record Turn(double p50, double p99, long answers, int worst, String cpu) {}

    /**
     * @param spans of the tenant that is loud, a day of them
     * @param askers how many searches it has under way at any time
     * @param turn how long the other one asks alone, and again beside it, in each round
     */
    public NeighbourScenario(Setting setting, long spans, int askers, int rounds, Duration turn) {
        this.setting = setting;
        this.spans = spans;
        this.askers = askers;
        this.rounds = rounds;
        this.turn = turn;
    }

    @Override
    public Outcome run() throws InterruptedException, TimeoutException, IOException {
        Path home = Home.fresh(setting.home());
        List<Turn> alone = new ArrayList<>();
        List<Turn> beside = new ArrayList<>();
        try (Stage stage =
                new Stage(setting.checkout(), home, setting.ports(), Map.of("QUIPU_ANALYSIS_FEED_ENABLED", "false"))) {
            stage.start();
            fill(stage, QUIET, QUIET_SPANS);
            fill(stage, LOUD, spans);
            console.say("spans are stored");
            List<String> questions = questions(client(stage, QUIET));
            ask(stage, questions, 0);
            for (int round = 0; round < rounds; round++) {
                alone.add(ask(stage, questions, 0));
                console.say("alone: " + alone.get(round));
                beside.add(ask(stage, questions, askers));
                console.say("beside: " + beside.get(round));
            }
        }
        return outcome(alone, beside);
    }

    private Outcome outcome(List<Turn> alone, List<Turn> beside) {
        Spread p99Alone = Spread.of(alone.stream().map(Turn::p99).toList());
        Spread p99Beside = Spread.of(beside.stream().map(Turn::p99).toList());
        List<String> facts = List.of(
                "ms p50 of the small questions, alone: "
                        + Spread.of(alone.stream().map(Turn::p50).toList()).text(1) + "; beside: "
                        + Spread.of(beside.stream().map(Turn::p50).toList()).text(1),
                "ms p99, alone: " + p99Alone.text(1) + "; beside: " + p99Beside.text(1),
                "worst searches answered in a turn: "
                        + beside.stream()
                                .map(one -> Integer.toString(one.worst()))
                                .toList(),
                "CPU in the last turn alone: " + alone.get(alone.size() - 1).cpu() + "; beside: "
                        + beside.get(beside.size() - 1).cpu());
        return new Outcome(
                "Neighbours",
                "One tenant asks for traces and the newest spans of services, one question after the other; another has "
                        + askers + " searches under way at any time that read a day of " + spans
                        + " spans to the end and find nothing, or compare all of them. Medians of " + rounds
                        + " rounds, with the least and the most.",
                facts,
                List.of(Check.atMost(
                        "p99 beside, in multiples of that alone", MOST_TIMES, p99Beside.median() / p99Alone.median())));
    }

    private static Map<String, String> headers(String tenant) {
        return Map.of("Quipu-Tenant", tenant);
    }

    private static StorageClient client(Stage stage, String tenant) {
        return new StorageClient(stage.cluster().of(Service.STORAGE).url(), headers(tenant));
    }

    private void fill(Stage stage, String tenant, long count) throws InterruptedException {
        URI collector = stage.cluster().of(Service.COLLECTOR).url();
        LoadPlan plan = new LoadPlan(
                collector,
                Door.HTTP,
                CONNECTIONS,
                SPANS_PER_REQUEST,
                OptionalLong.empty(),
                Duration.ZERO,
                Duration.ofHours(1),
                count,
                false);
        SpreadWorkload day = new SpreadWorkload(
                new WorkloadBuilder(setting.seed(), Door.HTTP.encoding(), SPANS_PER_REQUEST)
                        .build(tenant.hashCode(), DIFFERENT_SPANS),
                count / SPANS_PER_REQUEST);
        new LoadRun(plan.withHeaders(headers(tenant)), day, Map.of()).run();
    }

    private List<String> questions(StorageClient storage) throws InterruptedException {
        StoredSpans stored = StoredSpans.of(storage, setting.seed());
        List<String> questions = new ArrayList<>();
        for (int i = 0; i < CHOICES; i++) {
            questions.add("/v1/traces/" + stored.traceId());
            questions.add("/v1/spans?from=0&order=newest&limit=20&q="
                    + StorageClient.encoded("service = \"" + stored.service() + "\""));
        }
        return questions;
    }

    private Turn ask(Stage stage, List<String> questions, int loudAskers) throws InterruptedException {
        AtomicBoolean isOver = new AtomicBoolean();
        AtomicInteger worst = new AtomicInteger();
        ExecutorService loud = Executors.newFixedThreadPool(Math.max(1, loudAskers));
        int port = stage.cluster().of(Service.STORAGE).url().getPort();
        try (ProcessWatch watch = new ProcessWatch(Processes.ofStorage(port))) {
            for (int i = 0; i < loudAskers; i++) {
                int first = i;
                loud.submit(() -> askWorst(client(stage, LOUD), first, isOver, worst));
            }
            Histogram micros = askSmall(client(stage, QUIET), questions);
            List<String> cpu =
                    watch.usage().stream().map(NeighbourScenario::text).toList();
            return new Turn(
                    micros.getValueAtPercentile(50) / 1e3,
                    micros.getValueAtPercentile(99) / 1e3,
                    micros.getTotalCount(),
                    worst.get(),
                    String.join(", ", cpu));
        } finally {
            isOver.set(true);
            loud.shutdown();
            if (!loud.awaitTermination(2, TimeUnit.MINUTES)) {
                throw new IllegalStateException("the loud tenant's searches: expected them answered, they are not");
            }
        }
    }

    private static String text(ProcessUsage usage) {
        return String.format(Locale.ROOT, "%s %.1f s", usage.name(), usage.cpuSeconds());
    }

    private Histogram askSmall(StorageClient storage, List<String> questions) throws InterruptedException {
        Histogram micros = new Histogram(MAX_MICROS, 3);
        long end = System.nanoTime() + turn.toNanos();
        for (int i = 0; System.nanoTime() - end < 0; i++) {
            long begin = System.nanoTime();
            storage.bytes(questions.get(i % questions.size()), "application/json");
            micros.recordValue(Math.min(MAX_MICROS, TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - begin)));
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        }
        return micros;
    }

    /** One that is turned away is asked again: that is what a loud tenant does. */
    private static boolean askWorst(StorageClient storage, int first, AtomicBoolean isOver, AtomicInteger answered)
            throws InterruptedException {
        for (int i = first; !isOver.get(); i++) {
            try {
                storage.bytes(WORST.get(i % WORST.size()), "application/json");
                answered.incrementAndGet();
            } catch (IllegalStateException turnedAway) {
                TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
            }
        }
        return true;
    }

    @Override
    public String again() {
        return "./quipu rig neighbours --spans " + spans + " --askers " + askers + " --rounds " + rounds + " --seconds "
                + turn.toSeconds();
    }
}
