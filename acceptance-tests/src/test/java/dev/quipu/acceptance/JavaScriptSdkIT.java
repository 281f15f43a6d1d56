package dev.quipu.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The unmodified OpenTelemetry JavaScript SDK sends, and a library of Prometheus' remote write; storage gives back every
 * field as it was recorded.
 */
class JavaScriptSdkIT {

    private static final Path SOURCES = Checkout.ROOT.resolve("acceptance-tests/src/test/js");
    private static final Path WORK = Checkout.TARGET.resolve("js");

    private final Cluster cluster = Cluster.shared();

    @BeforeAll
    static void installTheSdk() throws Exception {
        assumeTrue(nodeIsRecentEnough(), "needs Node.js 18.19 or newer and npm on the PATH; skipped");
        Files.createDirectories(WORK);
        for (String file : List.of(
                "package.json",
                "package-lock.json",
                "otlp.mjs",
                "record.mjs",
                "logs.mjs",
                "metrics.mjs",
                "write.mjs")) {
            Files.copy(SOURCES.resolve(file), WORK.resolve(file), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        }
        run(300, "npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund");
    }

    @ParameterizedTest
    @ValueSource(strings = {"json", "protobuf"})
    void spansSentByHttpAreReadBackEqual(String encoding) throws Exception {
        List<OtlpSpan> recorded = OtlpJson.listOf(
                run(60, "node", "record.mjs", cluster.otlpHttp().traces().toString(), encoding));
        assertThat(recorded).hasSizeGreaterThan(5);

        Set<String> traceIds = recorded.stream().map(OtlpSpan::traceId).collect(Collectors.toSet());
        SpanSets.assertSame(cluster.storageApi().traces(traceIds), recorded);
    }

    @ParameterizedTest
    @ValueSource(strings = {"json", "protobuf"})
    void logsSentByHttpAreReadBackEqual(String encoding) throws Exception {
        String instance = UUID.randomUUID().toString();
        List<OtlpLog> recorded = OtlpJson.logsOf(
                run(60, "node", "logs.mjs", cluster.otlpHttp().logs().toString(), encoding, instance));
        assertThat(recorded).hasSizeGreaterThan(5);

        assertThat(cluster.storageApi().logs("instance = \"" + instance + "\""))
                .containsExactlyInAnyOrderElementsOf(recorded);
    }

    @ParameterizedTest
    @ValueSource(strings = {"json", "protobuf"})
    void metricsSentByHttpAreReadBackEqual(String encoding) throws Exception {
        String instance = UUID.randomUUID().toString();
        List<OtlpPoint> recorded = OtlpJson.pointsOf(
                run(60, "node", "metrics.mjs", cluster.otlpHttp().metrics().toString(), encoding, instance));
        assertThat(recorded).hasSizeGreaterThan(5);

        assertThat(cluster.storageApi().points("{instance=\"" + instance + "\"}"))
                .containsExactlyInAnyOrderElementsOf(recorded);
    }

    @Test
    void seriesOfARemoteWriteLibraryAreReadBackEqual() throws Exception {
        String instance = UUID.randomUUID().toString();
        String url = cluster.collector().url() + "/api/v1/write";
        List<Sample> sent = run(60, "node", "write.mjs", url, instance)
                .lines()
                .map(Sample::sent)
                .toList();
        assertThat(sent).hasSizeGreaterThan(10);

        assertThat(cluster.storageApi().points("{instance=\"" + instance + "\"}").stream()
                        .map(Sample::stored))
                .containsExactlyInAnyOrderElementsOf(sent);
    }

    private static boolean nodeIsRecentEnough() throws Exception {
        Files.createDirectories(WORK);
        try {
            run(60, "npm", "--version");
            Matcher version =
                    Pattern.compile("v(\\d+)\\.(\\d+)\\..*", Pattern.DOTALL).matcher(run(60, "node", "--version"));
            return version.matches()
                    && Integer.parseInt(version.group(1)) * 100 + Integer.parseInt(version.group(2)) >= 1819;
        } catch (IOException notInstalled) {
            return false;
        }
    }

    /** The command's standard output. */
    private static String run(int seconds, String... command) throws Exception {
        Path errors = WORK.resolve("errors.txt");
        Process process = new ProcessBuilder(command)
                .directory(WORK.toFile())
                .redirectError(errors.toFile())
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
        assertThat(process.waitFor())
                .as("%s: %s", String.join(" ", command), Files.readString(errors))
                .isZero();
        return output;
    }
}
