package dev.quipu.benchmarks.evaluate;

import dev.quipu.benchmarks.CommandRun;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Critical paths of CRISP's test traces (Uber, USENIX ATC 2022) against the ones that CRISP expects, by operation. CRISP
 * counts the time of spans that overlap by a hundredth twice, Quipu once.
 */
@Command(name = "critical-path", mixinStandardHelpOptions = true, showDefaultValues = true)
public final class CriticalPathEvaluation implements Callable<Integer> {

    private static final long SEED = 1;
    private static final int OVERLAP_ALLOWED_ONE_IN = 50;

    @Option(names = "--data", required = true, description = "where the traces were unpacked")
    private Path data = Path.of(".");

    @Mixin
    private final Services services = new Services();

    public static void main(String[] arguments) {
        CommandRun.exit(new CriticalPathEvaluation(), arguments);
    }

    /** Microseconds on the path, by "[service] span name"; zero times are left out. */
    private record Case(String name, SortedMap<String, Long> expected, SortedMap<String, Long> found, long rootMicros) {

        /** The same operations, each with the same time but for what overlaps by a hundredth of the root's. */
        boolean isRight() {
            return expected.keySet().equals(found.keySet())
                    && largestDifference() <= Math.max(1, rootMicros / OVERLAP_ALLOWED_ONE_IN);
        }

        long largestDifference() {
            return expected.entrySet().stream()
                    .mapToLong(time -> Math.abs(time.getValue() - found.getOrDefault(time.getKey(), 0L)))
                    .max()
                    .orElse(0);
        }
    }

    @Override
    public Integer call() throws Exception {
        Random random = new Random(SEED);
        List<Path> files;
        try (Stream<Path> all = Files.walk(data)) {
            files = all.filter(file -> file.toString().endsWith(".json"))
                    .sorted(Comparator.comparingInt(CriticalPathEvaluation::number))
                    .toList();
        }
        if (files.isEmpty()) {
            throw new IllegalArgumentException("--data: expected traces in " + data + ", found none");
        }
        StringBuilder rows = new StringBuilder();
        int right = 0;
        for (Path file : files) {
            Case one = evaluate(file, random);
            right += one.isRight() ? 1 : 0;
            rows.append("| %s | %s | %s | %s | %d |%n"
                    .formatted(
                            one.name(),
                            String.join(", ", one.expected().keySet()),
                            String.join(", ", one.found().keySet()),
                            one.isRight() ? "yes" : "NO",
                            one.largestDifference()));
        }
        services.publish("""
                # Evaluation: critical path, CRISP's traces

                `benchmarks/evaluate --only critical-path`: %d of %d paths as CRISP expects them: the same operations on the
                path, and each as long, but for a fiftieth of the root's duration, as CRISP counts children that overlap by a
                hundredth twice.

                | trace | expected | found | right | largest difference, us |
                |---|---|---|---|---|
                %s""".formatted(right, files.size(), rows));
        return right == files.size() ? 0 : Services.SHORT_OF_AIM;
    }

    private static int number(Path file) {
        return Integer.parseInt(file.getFileName().toString().replaceAll("\\D", ""));
    }

    private Case evaluate(Path file, Random random) throws IOException, InterruptedException {
        JaegerFile trace = new JaegerFile(file, random);
        services.send("/v1/traces", trace.request());
        JsonObject answer = services.ask("/v1/traces/" + trace.traceIdHex() + "/critical-path");
        SortedMap<String, Long> found = new TreeMap<>();
        for (Object element : answer.getJsonArray("sections")) {
            JsonObject section = (JsonObject) element;
            JsonObject operation = section.getJsonObject("operation");
            long micros = TimeUnit.NANOSECONDS.toMicros(section.getLong("toNanos") - section.getLong("fromNanos"));
            found.merge(
                    "[" + operation.getString("component") + "] " + operation.getString("spanName"), micros, Long::sum);
        }
        SortedMap<String, Long> expected = expected(trace.content());
        String root = "[" + answer.getJsonObject("root").getString("component") + "] "
                + answer.getJsonObject("root").getString("spanName");
        // The root is on every path; CRISP takes time from it that it counts twice elsewhere.
        expected.putIfAbsent(root, 0L);
        found.putIfAbsent(root, 0L);
        found.values().removeIf(micros -> micros == 0);
        found.putIfAbsent(root, 0L);
        return new Case(
                file.getFileName().toString(),
                expected,
                found,
                TimeUnit.NANOSECONDS.toMicros(answer.getLong("durationNanos")));
    }

    /** A file's figures, or the first of a list of them; of the operations or under their own name. */
    private static SortedMap<String, Long> expected(JsonObject content) {
        Object testing = content.getValue("testing");
        JsonObject figures =
                testing instanceof JsonArray list ? list.getJsonObject(0) : content.getJsonObject("testing");
        JsonObject times = figures.getJsonObject("opTimeExclusive", figures);
        SortedMap<String, Long> expected = new TreeMap<>();
        for (Map.Entry<String, Object> time : times) {
            long micros = ((Number) time.getValue()).longValue();
            if (micros > 0) {
                expected.put(time.getKey(), micros);
            }
        }
        return expected;
    }
}
