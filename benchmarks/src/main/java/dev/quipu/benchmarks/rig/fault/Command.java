package dev.quipu.benchmarks.rig.fault;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A command of the system. */
final class Command {

    private static final Duration INSTALLED = Duration.ofMinutes(3);

    private Command() {}

    /** Whether it ended well in time; it is killed when it did not end. */
    static boolean succeeds(Duration atMost, String... words) throws InterruptedException, IOException {
        ProcessBuilder builder = new ProcessBuilder(List.of(words)).redirectErrorStream(true);
        builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
        Process process = builder.start();
        if (!process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
            process.destroyForcibly();
            return false;
        }
        return process.exitValue() == 0;
    }

    static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    /** Installs packages of Debian. @return whether they are there */
    static boolean install(String... packages) throws InterruptedException, IOException {
        if (!isRoot()) {
            return false;
        }
        String command = "DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "
                + String.join(" ", packages);
        return succeeds(INSTALLED, "sh", "-c", command + " || { apt-get update -q && " + command + "; }");
    }
}
