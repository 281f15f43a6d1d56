package dev.quipu.operations;

import dev.quipu.operations.audit.ExportAuditCommand;
import dev.quipu.operations.audit.VerifyAuditCommand;
import dev.quipu.operations.backup.BackupCommand;
import dev.quipu.operations.backup.PruneArchiveCommand;
import dev.quipu.operations.backup.RestoreCommand;
import dev.quipu.operations.key.KeyCommand;
import dev.quipu.operations.proof.VerifyStoreCommand;
import java.io.IOException;
import java.sql.SQLException;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** What {@code ./quipu} does beside running services. */
@Command(
        name = "quipu",
        subcommands = {
            BackupCommand.class,
            RestoreCommand.class,
            PruneArchiveCommand.class,
            VerifyStoreCommand.class,
            VerifyAuditCommand.class,
            ExportAuditCommand.class,
            KeyCommand.class
        },
        mixinStandardHelpOptions = true)
public final class Operations {

    private Operations() {}

    /** Ends the JVM with 0, with 1 when something is not as it should be, or with 2 when it was told wrongly. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Operations())
                .setExecutionExceptionHandler(Operations::explain)
                .execute(arguments));
    }

    /** What an operator can do something about takes one line; anything else is a fault of ours, with its trace. */
    private static int explain(Exception failure, CommandLine line, CommandLine.ParseResult parsed) throws Exception {
        if (failure instanceof IOException
                || failure instanceof SQLException
                || failure instanceof IllegalArgumentException) {
            line.getErr().println(line.getCommandSpec().qualifiedName() + ": " + failure.getMessage());
            return failure instanceof IllegalArgumentException
                    ? CommandLine.ExitCode.USAGE
                    : CommandLine.ExitCode.SOFTWARE;
        }
        throw failure;
    }
}
