package dev.quipu.database;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Runs PostgreSQL's own programs. They refuse to run as root, so that root runs them in a user namespace in which it
 * is nobody; the files stay root's.
 */
final class ServerCommand {

    private static final Duration GRACE = Duration.ofSeconds(10);

    private final Path home;
    private final Path outputFile;
    private final List<String> prefix;

    /**
     * @param home the folder with {@code bin/postgres}
     * @param outputFile where the programs' output goes; the server keeps it open
     */
    ServerCommand(Path home, Path outputFile) throws IOException {
        this.home = home;
        this.outputFile = outputFile;
        this.prefix = isRoot() ? namespacePrefix() : List.of();
    }

    /**
     * Runs a program to its end.
     *
     * @return its exit status
     * @throws IOException when it cannot be run or does not end within the time and ten seconds of grace
     */
    int run(Duration time, String program, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(prefix);
        command.add(home.resolve("bin").resolve(program).toString());
        command.addAll(List.of(arguments));
        return waitFor(command, time.plus(GRACE), ProcessBuilder.Redirect.appendTo(outputFile.toFile()));
    }

    private static boolean isRoot() throws IOException {
        Process id = new ProcessBuilder("id", "-u").start();
        String user = new String(id.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
        return user.equals("0");
    }

    private static List<String> namespacePrefix() throws IOException {
        List<String> prefix = List.of("unshare", "-U");
        List<String> probe = new ArrayList<>(prefix);
        probe.add("true");
        if (waitFor(probe, GRACE, ProcessBuilder.Redirect.DISCARD) != 0) {
            throw new IOException("PostgreSQL: root may not run it and user namespaces are not allowed here;"
                    + " start Quipu as another user or set QUARKUS_DATASOURCE_REACTIVE_URL");
        }
        return prefix;
    }

    private static int waitFor(List<String> command, Duration time, ProcessBuilder.Redirect output) throws IOException {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output)
                .start();
        try {
            if (!process.waitFor(time.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
                throw new IOException(command + ": expected its end within " + time + ", still runs");
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(command + ": interrupted", e);
        }
    }
}
