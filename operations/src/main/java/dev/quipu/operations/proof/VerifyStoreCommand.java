package dev.quipu.operations.proof;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.quipu.operations.JdbcPlace;
import dev.quipu.operations.Stopwatch;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ./quipu verify-store}: the proof over a database of any PostgreSQL, a standby or a restored one among them. */
@Command(
        name = "verify-store",
        mixinStandardHelpOptions = true,
        description = "Decodes every segment, hashes its records anew and compares with what the segments, the ledger"
                + " and, when named, a mark say. Ends with 1 when something differs.")
public final class VerifyStoreCommand implements Callable<Integer> {

    private static final ObjectMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    @Mixin
    private JdbcPlace place = new JdbcPlace();

    @Mixin
    private ProofOptions options = new ProofOptions();

    @Option(
            names = "--mark",
            paramLabel = "FILE",
            description = "make a restore point and write its name and what is stored there to the file, instead")
    private @Nullable Path mark;

    @Option(
            names = "--expect",
            paramLabel = "FILE",
            description = "what --mark wrote: a database that recovered to that restore point holds the same")
    private @Nullable Path expect;

    @Override
    public Integer call() throws Exception {
        try (Connection connection = place.connect()) {
            return mark == null ? prove(connection) : mark(connection, mark);
        }
    }

    private int mark(Connection connection, Path file) throws Exception {
        RestorePoint point = RestorePoint.create(connection);
        JSON.writeValue(file.toFile(), point);
        point.sets().forEach(System.out::println);
        System.out.println("restore point " + point.name() + " at " + point.position());
        return 0;
    }

    private int prove(Connection connection) throws Exception {
        Stopwatch watch = new Stopwatch();
        StoreProof.Outcome outcome = options.proof().prove(connection);
        if (expect != null) {
            RestorePoint point = JSON.readValue(expect.toFile(), RestorePoint.class);
            outcome = outcome.against("at " + point.name(), point.sets());
        }
        ProofTable.print(outcome, System.out);
        System.out.println(watch);
        return outcome.findings().isEmpty() ? 0 : 1;
    }
}
