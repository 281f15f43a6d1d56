package dev.quipu.benchmarks;

import java.util.concurrent.Callable;
import picocli.CommandLine;

/** Runs a driver as a program. */
public final class CommandRun {

    private CommandRun() {}

    /** Ends the JVM with the command's exit code; what it was told wrongly is said in one line. */
    public static void exit(Callable<Integer> command, String[] arguments) {
        System.exit(new CommandLine(command)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setOverwrittenOptionsAllowed(true)
                .setExecutionExceptionHandler(CommandRun::explain)
                .execute(arguments));
    }

    private static int explain(Exception failure, CommandLine line, CommandLine.ParseResult parsed) throws Exception {
        if (failure instanceof IllegalArgumentException) {
            line.getErr().println(line.getCommandName() + ": " + failure.getMessage());
            return CommandLine.ExitCode.USAGE;
        }
        throw failure;
    }
}
