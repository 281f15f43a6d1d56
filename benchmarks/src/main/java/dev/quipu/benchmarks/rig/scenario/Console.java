package dev.quipu.benchmarks.rig.scenario;

import java.io.PrintStream;
import java.util.Locale;

/** Tells how a run goes, with the seconds since it began. Any thread. */
final class Console {

    private final PrintStream out;
    private final long beginNanos = System.nanoTime();

    Console(PrintStream out) {
        this.out = out;
    }

    void say(String line) {
        out.println(String.format(Locale.ROOT, "%6.1f  %s", (System.nanoTime() - beginNanos) / 1e9, line));
    }

    void print(String text) {
        out.println(text);
    }
}
