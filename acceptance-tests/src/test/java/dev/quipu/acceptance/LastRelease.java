package dev.quipu.acceptance;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/**
 * What is kept of the last release: records, and the database that it made of them. {@code .ci/upgrade} says how that is made
 * anew, and has the release's own programs built.
 */
final class LastRelease {

    /** Where it is packaged; without it there are no programs of the last release. */
    private static final String CHECKOUT = "QUIPU_TEST_PREVIOUS";

    private static final List<String> TRACES = List.of("traces-1.json", "traces-2.json");
    private static final String LOGS = "logs.json";
    private static final String METRICS = "metrics.json";
    private static final String DATABASE = "database.sql.gz";

    /** Whose records it erased. */
    private static final String ERASED = "user-3";

    private LastRelease() {}

    static Optional<Path> checkout() {
        return Optional.ofNullable(System.getenv(CHECKOUT)).map(Path::of);
    }

    /** Makes the database that the last release left, in an empty one. */
    static void restore(Postgres postgres) {
        try (InputStream dump = new GZIPInputStream(open(DATABASE))) {
            postgres.run(new String(dump.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        // Segments name the transactions that wrote them: those to come have higher numbers, as after pg_upgrade.
        postgres.passTransactions(postgres.number("SELECT max(feed_xid) FROM segment"));
    }

    /** What it was sent, the path of the door first. */
    static Stream<String[]> requests() {
        return Stream.concat(
                TRACES.stream().map(traces -> new String[] {"/v1/traces", read(traces)}),
                Stream.of(new String[] {"/v1/logs", read(LOGS)}, new String[] {"/v1/metrics", read(METRICS)}));
    }

    static List<OtlpSpan> spansSent() {
        return TRACES.stream()
                .flatMap(traces -> OtlpJson.listOf(read(traces)).stream())
                .toList();
    }

    static List<OtlpSpan> spansLeft() {
        return spansSent().stream().filter(isLeft(OtlpSpan::toString)).toList();
    }

    static List<OtlpLog> logsSent() {
        return OtlpJson.logsOf(read(LOGS));
    }

    static List<OtlpLog> logsLeft() {
        return logsSent().stream()
                .filter(isLeft(log -> log.log().getAttributesList().toString()))
                .toList();
    }

    private static <T> Predicate<T> isLeft(Function<T, String> text) {
        return record -> !text.apply(record).contains('"' + ERASED + '"');
    }

    static List<OtlpPoint> points() {
        return OtlpJson.pointsOf(read(METRICS));
    }

    private static String read(String name) {
        try (InputStream in = open(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static InputStream open(String name) throws IOException {
        InputStream in = LastRelease.class.getResourceAsStream("previous/" + name);
        if (in == null) {
            throw new IOException("previous/" + name + ": expected it beside the tests, got nothing");
        }
        return in;
    }
}
