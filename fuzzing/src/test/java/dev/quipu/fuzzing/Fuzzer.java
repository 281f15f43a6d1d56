package dev.quipu.fuzzing;

import org.jspecify.annotations.Nullable;

/** What Jazzer calls, in a process for each target. */
public final class Fuzzer {

    private static @Nullable FuzzTarget target;

    private Fuzzer() {}

    /** @param arguments the target's label */
    public static void fuzzerInitialize(String[] arguments) {
        target = FuzzTarget.labelled(arguments[0]);
    }

    public static void fuzzerTestOneInput(byte[] input) throws Exception {
        if (target != null) {
            target.run(input);
        }
    }
}
