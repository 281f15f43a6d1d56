package dev.quipu.benchmarks.evaluate;

import com.google.protobuf.ByteString;
import dev.quipu.benchmarks.CommandRun;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.metrics.v1.Gauge;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import io.opentelemetry.proto.metrics.v1.ResourceMetrics;
import io.opentelemetry.proto.metrics.v1.ScopeMetrics;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Root causes in PetShop (CLeaR 2024), low traffic: metrics of nodes as gauges, the graph of calls as one small trace
 * for each call. A window is ten minutes, two rows; baselines are rows of five in which no issue was.
 */
@Command(name = "petshop", mixinStandardHelpOptions = true, showDefaultValues = true)
public final class PetShopEvaluation implements Callable<Integer> {

    private static final long SEED = 1;
    private static final String SYMPTOM = "PetSite";
    private static final long ROW_SECONDS = 300;
    private static final long WINDOW_SECONDS = 2 * ROW_SECONDS;

    /** What an issue leaves behind is gone by then. */
    private static final long ISSUE_SECONDS = 1500;

    private static final double TARGET_FIRST = 0.95;
    private static final double TARGET_LATENCY = 0.8;
    private static final int NORMAL_EVERY_ROWS = 5;
    private static final int NORMAL_BASELINE_ROWS = 48;
    private static final int NORMAL_GUARD_ROWS = 2;

    /** Of "metric statistic" in the files: the gauge, what tells it from its like, and what a value is multiplied by. */
    private record Gauged(String metric, String stat, double factor) {}

    private static final Map<String, Gauged> GAUGES = Map.of(
            "latency Average", new Gauged("latency_seconds", "average", 1),
            "latency p90", new Gauged("latency_seconds", "p90", 1),
            "availability Average", new Gauged("availability_ratio", "average", 0.01),
            "requests Sum", new Gauged("requests_per_second", "average", 1.0 / ROW_SECONDS));

    @Option(names = "--data", required = true, description = "where the issues were unpacked")
    private Path data = Path.of(".");

    @Mixin
    private final Services services = new Services();

    private final Random random = new Random(SEED);

    public static void main(String[] arguments) {
        CommandRun.exit(new PetShopEvaluation(), arguments);
    }

    /** A table of metrics. @param seconds of its rows, not shifted */
    private record Table(List<List<String>> heads, List<Long> seconds, List<List<String>> rows) {}

    private record Issue(String name, long seconds, String metric, String cause, Table table) {}

    @Override
    public Integer call() throws Exception {
        Path root = root();
        Table normal = table(root.resolve("noissue/metrics.csv"));
        List<Issue> issues = issues(root);
        long shift = shift(normal, issues);
        List<List<String>> graph = Csv.rows(Files.readString(root.resolve("graph.csv"), StandardCharsets.UTF_8));
        for (Issue issue : issues) {
            send(issue.table(), shift);
            sendCalls(graph, issue.seconds() + shift);
        }
        send(normal, shift);
        StringBuilder misses = new StringBuilder();
        int first = 0;
        int third = 0;
        for (Issue issue : issues) {
            JsonArray causes = ask(issue, issues, shift);
            int rank = rank(causes, issue.cause());
            first += rank == 1 ? 1 : 0;
            third += rank >= 1 && rank <= 3 ? 1 : 0;
            if (rank != 1) {
                misses.append("| %s, %s | %s | %s | %s |%n"
                        .formatted(
                                issue.name(),
                                issue.metric(),
                                issue.cause(),
                                rank == 0 ? "not named" : rank,
                                named(causes)));
            }
        }
        return publish(
                issues.size(),
                first,
                third,
                silent(normal, graph, shift, "latency"),
                silent(normal, graph, shift, "availability"),
                misses);
    }

    private Path root() throws IOException {
        try (Stream<Path> files = Files.walk(data)) {
            return files.filter(file -> file.endsWith("graph.csv"))
                    .findFirst()
                    .orElseThrow(() -> new IOException(data + ": expected graph.csv in it, found none"))
                    .resolveSibling("");
        }
    }

    private static Table table(Path file) throws IOException {
        List<List<String>> all = Csv.rows(Files.readString(file, StandardCharsets.UTF_8));
        List<List<String>> rows = all.subList(3, all.size()).stream()
                .filter(row -> row.get(0).matches("[0-9.]+"))
                .toList();
        return new Table(
                all.subList(0, 3),
                rows.stream().map(row -> (long) Double.parseDouble(row.get(0))).toList(),
                rows);
    }

    private static List<Issue> issues(Path root) throws IOException {
        List<Issue> issues = new ArrayList<>();
        for (String part : List.of("train", "test")) {
            for (int i = 0; Files.exists(root.resolve(part + "/issue_" + i)); i++) {
                Path directory = root.resolve(part + "/issue_" + i);
                JsonObject truth = new JsonObject(Files.readString(directory.resolve("target.json")));
                JsonObject target = truth.getJsonObject("target");
                issues.add(new Issue(
                        part + " " + i,
                        target.getLong("timestamp"),
                        target.getString("metric"),
                        truth.getJsonObject("root_cause").getString("node"),
                        table(directory.resolve("metrics.csv"))));
            }
        }
        return issues;
    }

    /** By whole hours, so that the last row was yesterday. */
    private static long shift(Table normal, List<Issue> issues) {
        long last = Stream.concat(
                        normal.seconds().stream(), issues.stream().flatMap(issue -> issue.table().seconds().stream()))
                .max(Long::compare)
                .orElseThrow();
        long hour = TimeUnit.HOURS.toSeconds(1);
        return (Instant.now().getEpochSecond() - TimeUnit.DAYS.toSeconds(1) - last) / hour * hour;
    }

    private void send(Table table, long shift) throws IOException, InterruptedException {
        ExportMetricsServiceRequest.Builder request = ExportMetricsServiceRequest.newBuilder();
        for (int column = 1; column < table.heads().get(0).size(); column++) {
            String what = table.heads().get(1).get(column) + " "
                    + table.heads().get(2).get(column);
            Gauged gauged = GAUGES.get(what);
            if (gauged != null) {
                request.addResourceMetrics(ResourceMetrics.newBuilder()
                        .setResource(Otlp.resource(table.heads().get(0).get(column), ""))
                        .addScopeMetrics(ScopeMetrics.newBuilder()
                                .addMetrics(Metric.newBuilder()
                                        .setName(gauged.metric())
                                        .setGauge(gauge(table, column, gauged, shift)))));
            }
        }
        services.send("/v1/metrics", request.build());
    }

    private static Gauge gauge(Table table, int column, Gauged gauged, long shift) {
        Gauge.Builder gauge = Gauge.newBuilder();
        for (int row = 0; row < table.rows().size(); row++) {
            List<String> cells = table.rows().get(row);
            if (cells.size() > column && !cells.get(column).isEmpty()) {
                gauge.addDataPoints(NumberDataPoint.newBuilder()
                        .addAttributes(Otlp.attribute("stat", gauged.stat()))
                        .setTimeUnixNano(
                                TimeUnit.SECONDS.toNanos(table.seconds().get(row) + shift))
                        .setAsDouble(Double.parseDouble(cells.get(column)) * gauged.factor()));
            }
        }
        return gauge.build();
    }

    private void sendCalls(List<List<String>> graph, long seconds) throws IOException, InterruptedException {
        ExportTraceServiceRequest.Builder request = ExportTraceServiceRequest.newBuilder();
        List<String> names = graph.get(0);
        for (List<String> row : graph.subList(1, graph.size())) {
            for (int column = 1; column < row.size(); column++) {
                if (Double.parseDouble(row.get(column)) > 0) {
                    ByteString trace = id(2);
                    ByteString client = id(1);
                    request.addResourceSpans(span(row.get(0), trace, client, ByteString.EMPTY, seconds));
                    request.addResourceSpans(span(names.get(column), trace, id(1), client, seconds));
                }
            }
        }
        services.send("/v1/traces", request.build());
    }

    private ByteString id(int longs) {
        ByteBuffer bytes = ByteBuffer.allocate(longs * Long.BYTES);
        for (int i = 0; i < longs; i++) {
            bytes.putLong(random.nextLong() | 1);
        }
        return ByteString.copyFrom(bytes.flip());
    }

    private static ResourceSpans.Builder span(
            String service, ByteString trace, ByteString id, ByteString parent, long seconds) {
        long start = TimeUnit.SECONDS.toNanos(seconds);
        return ResourceSpans.newBuilder()
                .setResource(Otlp.resource(service, ""))
                .addScopeSpans(ScopeSpans.newBuilder()
                        .addSpans(Span.newBuilder()
                                .setTraceId(trace)
                                .setSpanId(id)
                                .setParentSpanId(parent)
                                .setName("call")
                                .setKind(
                                        parent.isEmpty()
                                                ? Span.SpanKind.SPAN_KIND_CLIENT
                                                : Span.SpanKind.SPAN_KIND_SERVER)
                                .setStartTimeUnixNano(start)
                                .setEndTimeUnixNano(start + 1000)));
    }

    private JsonArray ask(Issue issue, List<Issue> issues, long shift) throws IOException, InterruptedException {
        List<Long> begins = new ArrayList<>();
        for (Issue other : issues) {
            for (long begin : other.table().seconds()) {
                boolean isClear = issues.stream()
                        .noneMatch(one ->
                                begin + ROW_SECONDS > one.seconds() + 20 && begin < one.seconds() + ISSUE_SECONDS);
                if (isClear) {
                    begins.add(begin);
                }
            }
        }
        long from = issue.table().seconds().stream()
                .filter(begin -> begin >= issue.seconds())
                .findFirst()
                .orElse(issue.seconds());
        return ask(from, begins.stream().distinct().toList(), issue.metric(), shift);
    }

    /** @param begins of baseline rows */
    private JsonArray ask(long from, List<Long> begins, String metric, long shift)
            throws IOException, InterruptedException {
        StringBuilder question = new StringBuilder("/v1/causes?from=" + Instant.ofEpochSecond(from + shift) + "&to="
                + Instant.ofEpochSecond(from + shift + WINDOW_SECONDS) + "&component=" + SYMPTOM + "&symptom="
                + (metric.equals("latency") ? "latency" : "errors"));
        for (long begin : begins) {
            question.append("&baseline=")
                    .append(URLEncoder.encode(
                            Instant.ofEpochSecond(begin + shift) + "/"
                                    + Instant.ofEpochSecond(begin + shift + ROW_SECONDS),
                            StandardCharsets.UTF_8));
        }
        return services.ask(question.toString()).getJsonArray("causes");
    }

    /** Share of normal windows in which nobody is named. */
    private double silent(Table normal, List<List<String>> graph, long shift, String metric)
            throws IOException, InterruptedException {
        int asked = 0;
        int silent = 0;
        int begin = NORMAL_BASELINE_ROWS + NORMAL_GUARD_ROWS;
        for (int row = begin; row + 1 < normal.rows().size(); row += NORMAL_EVERY_ROWS) {
            if (metric.equals("latency")) {
                sendCalls(graph, normal.seconds().get(row) + shift);
            }
            List<Long> before = normal.seconds().subList(row - begin, row - NORMAL_GUARD_ROWS);
            asked++;
            silent += ask(normal.seconds().get(row), before, metric, shift).isEmpty() ? 1 : 0;
        }
        return (double) silent / asked;
    }

    private static int rank(JsonArray causes, String truth) {
        for (int i = 0; i < causes.size(); i++) {
            if (causes.getJsonObject(i).getString("component").equals(truth)) {
                return i + 1;
            }
        }
        return 0;
    }

    private static String named(JsonArray causes) {
        return causes.isEmpty() ? "nobody" : causes.getJsonObject(0).getString("component");
    }

    private int publish(int issues, int first, int third, double latency, double availability, StringBuilder misses)
            throws IOException {
        boolean holds =
                first >= TARGET_FIRST * issues && third == issues && latency >= TARGET_LATENCY && availability >= 1;
        services.publish("""
                # Evaluation: root causes, PetShop with low traffic

                `benchmarks/evaluate --only causes-petshop`: %d issues, ten minutes of each, and normal time; one set of parameters
                for all. Published: traversal 65 / 83 (of 52 issues); specificity .33 and 1.00. The ranking was developed with
                these issues at hand: on others expect less. A baseline window is one row of five minutes, as there are too few of
                ten.

                | | first | among 3 |
                |---|---|---|
                | node | %d of %d | %d of %d |

                | normal time: nobody named | share |
                |---|---|
                | latency | %.3f |
                | availability | %.3f |

                At least 95, 100, .80 and 1.00: %s.

                | not first | truth | rank | named first |
                |---|---|---|---|
                %s""".formatted(
                        issues, first, issues, third, issues, latency, availability, holds ? "yes" : "NO", misses));
        return holds ? 0 : Services.SHORT_OF_AIM;
    }
}
