package dev.quipu.operations.audit;

import dev.quipu.operations.JdbcPlace;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code ./quipu export-audit}: a copy for a place that nobody reaches who can change the database. */
@Command(
        name = "export-audit",
        mixinStandardHelpOptions = true,
        description =
                "Writes entries and signed checkpoints as JSON, one a line, to be kept elsewhere. An export that is"
                        + " there is replaced only when all of it is in the audit still.")
public final class ExportAuditCommand implements Callable<Integer> {

    @Mixin
    private JdbcPlace place = new JdbcPlace();

    @Parameters(paramLabel = "FILE", description = "new, or an earlier export, which is continued")
    private Path file = Path.of("");

    @Override
    public Integer call() throws Exception {
        try (StoredAudit audit = new StoredAudit(place.connect())) {
            System.out.println(AuditExport.write(audit, file.toAbsolutePath()) + " entries written to " + file);
        }
        return 0;
    }
}
