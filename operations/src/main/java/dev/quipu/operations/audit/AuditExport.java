package dev.quipu.operations.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quipu.access.audit.AuditEntry;
import dev.quipu.access.audit.AuditHash;
import dev.quipu.access.audit.ChainedEntry;
import dev.quipu.access.audit.Checkpoint;
import dev.quipu.access.audit.Finding;
import dev.quipu.database.DurableFiles;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * The audit in a file that is kept elsewhere: JSON, an entry or a checkpoint a line, as storage's API gives them, each
 * with its {@code kind}.
 *
 * @param checkpoints that the file holds; whether they are believed is for who checks them
 * @param lastSequence of its last entry; 0 when it holds none
 * @param lastHash of that entry, which covers all before it
 */
record AuditExport(List<Checkpoint> checkpoints, long lastSequence, Optional<AuditHash> lastHash) {

    static final AuditExport NONE = new AuditExport(List.of(), 0, Optional.empty());

    private static final ObjectMapper JSON = new ObjectMapper();

    AuditExport {
        checkpoints = List.copyOf(checkpoints);
    }

    /**
     * Writes all of it. An export that is there already is replaced only by one that goes on from it: by itself it may be
     * all that shows what was changed since.
     *
     * @return how many entries there are
     * @throws IOException when the file holds anything that the audit does not, or no export
     */
    static long write(StoredAudit audit, Path file) throws IOException, SQLException {
        if (Files.exists(file)) {
            requireContinued(audit, file);
        }
        Path unfinished = file.resolveSibling(file.getFileName() + ".unfinished");
        Files.deleteIfExists(unfinished);
        Files.createFile(unfinished, DurableFiles.ownersFile());
        long[] entries = {0};
        try (BufferedWriter out = Files.newBufferedWriter(unfinished)) {
            audit.eachEntry(entry -> {
                entries[0]++;
                line(out, json(entry));
            });
            for (Checkpoint checkpoint : audit.checkpoints()) {
                line(out, json(checkpoint));
            }
        }
        DurableFiles.sync(unfinished);
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        DurableFiles.syncDirectoryOf(file);
        return entries[0];
    }

    private static void requireContinued(StoredAudit audit, Path file) throws IOException, SQLException {
        AuditExport before = read(file);
        List<Finding> findings = AuditProof.changedSince(audit, before);
        if (!findings.isEmpty()) {
            throw new IOException(file + ": expected an audit that goes on from what was exported there, got "
                    + findings.get(0) + "; nothing was written. Keep that file and export to another one");
        }
        List<Checkpoint> present = audit.checkpoints();
        for (Checkpoint checkpoint : before.checkpoints) {
            if (!present.contains(checkpoint)) {
                throw new IOException(file + ": expected the audit to hold the checkpoint at " + checkpoint.sequence()
                        + " that was exported there, got none or another; nothing was written. Keep that file and"
                        + " export to another one");
            }
        }
    }

    private static void line(BufferedWriter out, ObjectNode json) throws IOException {
        out.write(JSON.writeValueAsString(json));
        out.write('\n');
    }

    private static ObjectNode json(ChainedEntry chained) {
        AuditEntry entry = chained.entry();
        return JSON.createObjectNode()
                .put("kind", "entry")
                .put("sequence", entry.sequence())
                .put("at", entry.at().toString())
                .put("tenant", entry.tenant())
                .put("actor", entry.actor())
                .put("role", entry.role())
                .put("action", entry.action())
                .put("subject", entry.subject())
                .put("outcome", entry.outcome())
                .put("detail", entry.detail())
                .put("hash", chained.hash().hex());
    }

    private static ObjectNode json(Checkpoint checkpoint) {
        return JSON.createObjectNode()
                .put("kind", "checkpoint")
                .put("sequence", checkpoint.sequence())
                .put("hash", checkpoint.hash().hex())
                .put("at", checkpoint.at().toString())
                .put("signature", checkpoint.signature())
                .put("publicKey", checkpoint.publicKey());
    }

    /**
     * Reads a file that {@link #write} made, or lines of checkpoints alone.
     *
     * @throws IOException naming the first line that is neither
     */
    static AuditExport read(Path file) throws IOException {
        List<Checkpoint> checkpoints = new ArrayList<>();
        long lastSequence = 0;
        Optional<AuditHash> lastHash = Optional.empty();
        try (BufferedReader in = Files.newBufferedReader(file)) {
            int number = 0;
            for (String text = in.readLine(); text != null; text = in.readLine()) {
                number++;
                try {
                    JsonNode json = JSON.readTree(text);
                    if (json.path("kind").asText().equals("entry")) {
                        lastSequence = json.path("sequence").asLong();
                        lastHash = Optional.of(new AuditHash(json.path("hash").asText()));
                    } else {
                        checkpoints.add(checkpoint(json));
                    }
                } catch (JsonProcessingException | IllegalArgumentException | DateTimeException e) {
                    throw new IOException(
                            file + ":" + number + ": expected an entry or a checkpoint, got "
                                    + text.substring(0, Math.min(80, text.length())),
                            e);
                }
            }
        }
        return new AuditExport(checkpoints, lastSequence, lastHash);
    }

    private static Checkpoint checkpoint(JsonNode json) {
        return new Checkpoint(
                json.path("sequence").asLong(),
                new AuditHash(json.path("hash").asText()),
                Instant.parse(json.path("at").asText()),
                Base64.getDecoder().decode(json.path("signature").asText()),
                Base64.getDecoder().decode(json.path("publicKey").asText()));
    }
}
