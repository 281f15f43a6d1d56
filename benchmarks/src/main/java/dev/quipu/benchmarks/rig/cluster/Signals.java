package dev.quipu.benchmarks.rig.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;

/** Signals to processes. */
final class Signals {

    private Signals() {}

    /** Sends SIGKILL, SIGSTOP or SIGCONT. One to a process that is gone is none. */
    static void send(String signal, long pid) {
        try {
            new ProcessBuilder("kill", "-" + signal, Long.toString(pid))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
