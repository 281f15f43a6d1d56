package dev.quipu.benchmarks.rig.scenario;

import dev.quipu.benchmarks.load.Door;
import dev.quipu.benchmarks.load.LoadPlan;
import dev.quipu.benchmarks.load.LoadRun;
import dev.quipu.benchmarks.machine.ProcessUsage;
import dev.quipu.benchmarks.machine.ProcessWatch;
import dev.quipu.benchmarks.machine.Processes;
import dev.quipu.benchmarks.rig.check.Check;
import dev.quipu.benchmarks.rig.check.ErasureProof;
import dev.quipu.benchmarks.rig.cluster.Postgres;
import dev.quipu.benchmarks.rig.cluster.Service;
import dev.quipu.benchmarks.spans.MarkedWorkload;
import dev.quipu.benchmarks.spans.WorkloadBuilder;
import dev.quipu.benchmarks.storage.LedgerCounts;
import dev.quipu.benchmarks.storage.StorageClient;
import dev.quipu.benchmarks.workload.SpreadWorkload;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** How long it takes to erase a value that some spans of a day say, and what is left of it afterwards. */
public final class EraseScenario implements Scenario {

    private static final String KEY = "user.id";
    private static final int CONNECTIONS = 16;
    private static final int SPANS_PER_REQUEST = 512;
    private static final int DIFFERENT_SPANS = 131_072;
    private static final Duration PATIENCE = Duration.ofMinutes(15);
    private static final int POLL_MILLIS = 50;
    private static final int UNCHANGED_SECONDS = 30;
    private static final double MOST_SECONDS = 60;
    private static final String SEGMENTS =
            "SELECT count(*) AS segments, coalesce(sum(record_count), 0) AS records FROM segment WHERE record_count > 0";

    private final Setting setting;
    private final long spans;
    private final int carriers;
    private final Duration settle;
    private final String value;
    private final Console console = new Console(System.out);
    private final List<String> facts = new ArrayList<>();
    private final List<Check> checks = new ArrayList<>();

    /**
     * @param spans that are stored
     * @param carriers about how many of them say the value, spread over all of them
     * @param settle how long to wait at most until they are merged and mined, before the erasure
     */
    public EraseScenario(Setting setting, long spans, int carriers, Duration settle) {
        if (spans < SPANS_PER_REQUEST || carriers < 1 || carriers > spans / SPANS_PER_REQUEST) {
            throw new IllegalArgumentException("carriers: expected at most one of " + SPANS_PER_REQUEST + " of " + spans
                    + " spans, got " + carriers);
        }
        this.setting = setting;
        this.spans = spans;
        this.carriers = carriers;
        this.settle = settle;
        this.value = "canary-" + Long.toHexString(setting.seed() * 0x9e3779b97f4a7c15L);
    }

    @Override
    public Outcome run() throws InterruptedException, TimeoutException, IOException, SQLException {
        Path home = Home.fresh(setting.home());
        try (Stage stage = new Stage(setting.checkout(), home, setting.ports(), Map.of())) {
            stage.start();
            long marked = fill(stage);
            settle(stage);
            analyze(stage.cluster().postgres());
            checks.addAll(ErasureProof.before(stage.cluster(), KEY, value, marked));
            erase(stage, marked);
            ErasureProof proof = ErasureProof.of(stage.cluster(), KEY, value);
            console.say("looked for what is left");
            facts.addAll(proof.facts());
            checks.addAll(proof.checks());
            checks.add(Check.equal(
                    "services that ended by themselves", 0, stage.cluster().endedByThemselves()));
        }
        return new Outcome(
                "Erasure",
                "A value that one span in some requests says, as an attribute, in an event and in its name, is erased from"
                        + " the spans of a day: from the request until it is done, while nothing else is asked. Then it is"
                        + " searched for, in every row and every decoded segment, and in the files.",
                facts,
                checks);
    }

    private long fill(Stage stage) throws InterruptedException {
        long requests = spans / SPANS_PER_REQUEST;
        MarkedWorkload marked = new MarkedWorkload(
                new WorkloadBuilder(setting.seed(), Door.HTTP.encoding(), SPANS_PER_REQUEST)
                        .build(setting.seed(), DIFFERENT_SPANS),
                setting.seed(),
                Math.toIntExact(requests / carriers),
                KEY,
                value);
        LoadPlan plan = new LoadPlan(
                stage.cluster().of(Service.COLLECTOR).url(),
                Door.HTTP,
                CONNECTIONS,
                SPANS_PER_REQUEST,
                OptionalLong.empty(),
                Duration.ZERO,
                Duration.ofHours(1),
                spans,
                false);
        new LoadRun(plan, new SpreadWorkload(marked, requests), Map.of()).run();
        console.say("spans are stored");
        return marked.marked();
    }

    /** Until nothing was merged for a while, and all is mined. */
    private void settle(Stage stage) throws InterruptedException, SQLException, IOException {
        long deadline = System.nanoTime() + settle.toNanos();
        String before = "";
        int unchanged = 0;
        while (unchanged < UNCHANGED_SECONDS && System.nanoTime() - deadline < 0) {
            TimeUnit.SECONDS.sleep(1);
            String now = segments(stage.cluster().postgres()) + ", " + pending(stage) + " of them not mined yet";
            unchanged = now.equals(before) ? unchanged + 1 : 0;
            before = now;
        }
        String stored = segments(stage.cluster().postgres());
        facts.add("when it was asked for: " + stored + ", "
                + (unchanged == UNCHANGED_SECONDS ? "merged and mined" : "still merged and mined meanwhile"));
        console.say(stored);
    }

    /** As autovacuum does when it likes to: the planner's statistics hold values of columns. */
    private static void analyze(Postgres postgres) throws SQLException, IOException {
        try (Connection connection = postgres.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("ANALYZE");
        }
    }

    private static String segments(Postgres postgres) throws SQLException, IOException {
        try (Connection connection = postgres.connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(SEGMENTS)) {
            row.next();
            return String.format(
                    Locale.ROOT, "%,d spans in %,d segments", row.getLong("records"), row.getLong("segments"));
        }
    }

    private static long pending(Stage stage) throws InterruptedException {
        return stage.cluster()
                .storageApi()
                .json("/v1/ledger")
                .getJsonObject("identities")
                .getLong("pending");
    }

    private void erase(Stage stage, long marked) throws InterruptedException, TimeoutException {
        StorageClient storage = stage.cluster().storageApi();
        JsonObject wanted = new JsonObject()
                .put("reason", "rig")
                .put("attribute", new JsonObject().put("key", KEY).put("value", value));
        int port = stage.cluster().of(Service.STORAGE).url().getPort();
        try (ProcessWatch watch = new ProcessWatch(Processes.ofStorage(port))) {
            long begin = System.nanoTime();
            String path =
                    "/v1/erasures/" + storage.post("/v1/erasures", wanted, 202).getString("id");
            double searched = await(storage, path, begin, "segments");
            double done = await(storage, path, begin, "done");
            JsonObject erasure = storage.json(path);
            facts.add(String.format(
                    Locale.ROOT,
                    "segments looked at and written anew: %,d in %.1f s; then names, texts and files: %.1f s; CPU: %s",
                    erasure.getInteger("segmentsDone"),
                    searched,
                    done - searched,
                    String.join(
                            ", ",
                            watch.usage().stream().map(EraseScenario::text).toList())));
            checks.add(Check.atMost("seconds from the request until it is done", MOST_SECONDS, done));
            checks.add(Check.equal("spans erased", marked, erasure.getLong("recordsErased")));
        }
        LedgerCounts ledger = LedgerCounts.read(storage, "traces");
        checks.add(Check.equal("live spans by the ledger", ledger.stored() - marked, ledger.live()));
        checks.add(Check.equal("the ledger", "holds", ledger.holds() ? "holds" : "does not hold"));
    }

    private static String text(ProcessUsage usage) {
        return String.format(Locale.ROOT, "%s %.1f s", usage.name(), usage.cpuSeconds());
    }

    /** @param until {@code segments}: as many are done as are known of; {@code done}: it says so */
    private double await(StorageClient storage, String path, long beginNanos, String until)
            throws InterruptedException, TimeoutException {
        while (true) {
            JsonObject now = storage.json(path);
            boolean isDone = now.getString("state").equals("done");
            boolean isSearched = now.containsKey("startedAt")
                    && now.getInteger("segments") > 0
                    && now.getInteger("segmentsDone") >= now.getInteger("segments");
            double seconds = (System.nanoTime() - beginNanos) / 1e9;
            if (isDone || (until.equals("segments") && isSearched)) {
                console.say(until + ": " + now.encode());
                return seconds;
            }
            if (seconds > PATIENCE.toSeconds()) {
                throw new TimeoutException("erasure: expected it done within " + PATIENCE + ", it is " + now.encode());
            }
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        }
    }

    @Override
    public String again() {
        return "./quipu rig erase --seed " + setting.seed() + " --spans " + spans + " --carriers " + carriers
                + " --settle " + settle.toSeconds();
    }
}
