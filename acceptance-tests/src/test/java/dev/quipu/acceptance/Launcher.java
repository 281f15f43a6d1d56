package dev.quipu.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * {@code ./quipu}, with an environment of its own.
 *
 * @param home where its output is kept
 */
record Launcher(Path home, Map<String, String> environment) {

    private static final int PATIENCE_MINUTES = 10;

    /** @param output of both streams */
    record Outcome(int exitCode, String output) {}

    /** Runs it and fails unless it ends with 0. */
    String succeed(String... arguments) throws IOException, InterruptedException {
        Outcome outcome = run(arguments);
        assertThat(outcome.exitCode())
                .as("quipu %s: %s", String.join(" ", arguments), outcome.output())
                .isZero();
        return outcome.output();
    }

    Outcome run(String... arguments) throws IOException, InterruptedException {
        Path output = Files.createTempFile(home, "output", ".txt");
        ProcessBuilder builder =
                new ProcessBuilder(Checkout.ROOT.resolve("quipu").toString());
        builder.command().addAll(List.of(arguments));
        builder.environment().putAll(environment);
        // To a file: a pipe would stay open as long as the services run that inherit it.
        Process process = builder.redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        assertThat(process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES)).isTrue();
        return new Outcome(process.exitValue(), Files.readString(output, StandardCharsets.UTF_8));
    }
}
