package dev.quipu.storage.erasure;

import dev.quipu.storage.StorageConfig;
import dev.quipu.storage.load.Workers;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * What was asked to be erased, a line of JSON each, in a file beside the database: a backup that is older than a request
 * does not know of it, and brings back what was erased. At the start what the database does not know is erased again.
 * Only its owner can read the file, as it has to say what was erased.
 */
@ApplicationScoped
public class ErasureLog {

    private static final Logger LOG = Logger.getLogger(ErasureLog.class);

    private final Optional<Path> file;
    private final ErasureTable table;
    private final Workers workers;

    ErasureLog(StorageConfig config, ErasureTable table, Workers workers) {
        this.file = config.storage().erasure().log();
        this.table = table;
        this.workers = workers;
    }

    /** Brings file and table to say the same. */
    Uni<Void> reconcile() {
        if (file.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return workers.runInBackground(this::read)
                .chain(known -> Multi.createFrom()
                        .iterable(known)
                        .onItem()
                        .transformToUniAndConcatenate(one -> table.restore(one).invoke(isNew -> {
                            if (isNew) {
                                LOG.infof("Erasure %s is not known to this database: it is done again", one.id());
                            }
                        }))
                        .collect()
                        .last()
                        .chain(() -> table.after(0, Integer.MAX_VALUE))
                        .chain(all -> {
                            Set<UUID> written = known.stream().map(Erasure::id).collect(Collectors.toSet());
                            return write(all.stream()
                                    .filter(one -> !written.contains(one.id()))
                                    .toList());
                        }));
    }

    /** Appends them; durable when it completes. */
    public Uni<Void> write(List<Erasure> erasures) {
        if (file.isEmpty() || erasures.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        String lines = erasures.stream().map(ErasureLog::line).collect(Collectors.joining());
        return workers.runInBackground(() -> {
                    append(file.get(), lines);
                    return true;
                })
                .replaceWithVoid();
    }

    static String line(Erasure erasure) {
        return new JsonObject()
                        .put("id", erasure.id().toString())
                        .put("tenant", erasure.tenant())
                        .put("target", TargetJson.of(erasure.target()))
                        .put("reason", erasure.reason())
                        .put("requestedAt", erasure.requestedAt().toString())
                        .put("requestedBy", erasure.requestedBy())
                        .encode()
                + "\n";
    }

    /** Whether a crash cut its last line off. */
    private static boolean isTorn(Path file) throws IOException {
        if (!Files.exists(file)) {
            return false;
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            ByteBuffer last = ByteBuffer.allocate(1);
            return channel.size() > 0 && channel.read(last, channel.size() - 1) == 1 && last.get(0) != '\n';
        }
    }

    static void append(Path file, String lines) throws IOException {
        Set<StandardOpenOption> options =
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
        String whole = isTorn(file) ? "\n" + lines : lines;
        var owner = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        try (FileChannel channel = FileChannel.open(file, options, owner)) {
            ByteBuffer bytes = ByteBuffer.wrap(whole.getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
    }

    private List<Erasure> read() throws IOException {
        return file.isPresent() && Files.exists(file.get()) ? read(file.get()) : List.of();
    }

    /** A line that was cut off by a crash, even within a character, says nothing: its request was not answered. */
    static List<Erasure> read(Path file) throws IOException {
        List<Erasure> known = new ArrayList<>();
        String lines = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        for (String line : lines.split("\n")) {
            try {
                if (!line.isBlank()) {
                    known.add(erasure(new JsonObject(line)));
                }
            } catch (RuntimeException e) {
                LOG.warnf("%s: expected a line of an erasure, got one of %d characters", file, line.length());
            }
        }
        return known;
    }

    private static Erasure erasure(JsonObject line) {
        return new Erasure(
                UUID.fromString(line.getString("id")),
                0,
                line.getString("tenant"),
                TargetJson.read(line.getJsonObject("target")),
                line.getString("reason"),
                Erasure.State.PENDING,
                Instant.parse(line.getString("requestedAt")),
                line.getString("requestedBy"),
                Optional.empty(),
                Optional.empty(),
                0,
                0,
                0,
                0,
                Optional.empty());
    }
}
