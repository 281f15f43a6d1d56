package dev.quipu.operations.backup;

import dev.quipu.operations.Stopwatch;
import dev.quipu.operations.proof.ProofOptions;
import dev.quipu.operations.proof.ProofTable;
import java.nio.file.Path;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ./quipu restore}: puts a backup, and the log that came after it, in place of what is there. */
@Command(
        name = "restore",
        mixinStandardHelpOptions = true,
        description = "Brings a backup back, with what the log knows beyond it. Nothing is changed until all of it is"
                + " whole; what was there is kept beside it.")
public final class RestoreCommand implements Callable<Integer> {

    @Mixin
    private DatabasePlace place = new DatabasePlace();

    @Parameters(paramLabel = "DIRECTORY", description = "the backup")
    private Path backup = Path.of("");

    @Option(
            names = "--to",
            paramLabel = "TIME",
            description = "what was committed until then, as 2026-11-30T14:05:00Z; all by default")
    private @Nullable String to;

    @Option(
            names = "--timeline",
            paramLabel = "NUMBER",
            description = "which timeline to follow, where earlier restores began new ones; the latest by default")
    private @Nullable Integer timeline;

    @Option(
            names = "--verify",
            description = "decode every segment and compare set-hashes before it takes its place; ends with 1, and"
                    + " nothing changed, when they differ")
    private boolean verify;

    @Mixin
    private ProofOptions options = new ProofOptions();

    @Option(
            names = "--despite-gap",
            description = "restore what was committed before a gap in the log, and not what came after it")
    private boolean despiteGap;

    @Override
    public Integer call() throws Exception {
        Stopwatch watch = new Stopwatch();
        Restore restore = new Restore(
                backup, place.directory(), DatabasePlace.DATABASE, line -> System.out.println(watch + "  " + line));
        Restore.Result result = restore.run(new Restore.Wish(
                time(),
                Optional.ofNullable(timeline),
                place.archive(),
                despiteGap,
                verify ? Optional.of(options.proof()) : Optional.empty()));
        result.proof().ifPresent(proof -> ProofTable.print(proof, System.out));
        if (!result.isProven()) {
            System.out.println("not restored: what was there is still in place");
            return 1;
        }
        result.old().ifPresent(old -> System.out.println("what was there before is in " + old));
        System.out.println("restored to " + place.directory() + ", " + watch);
        return 0;
    }

    private Optional<Instant> time() {
        try {
            return Optional.ofNullable(to)
                    .map(text -> OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(
                    "--to: expected a time with its zone, as 2026-11-30T14:05:00Z, got " + to, e);
        }
    }
}
