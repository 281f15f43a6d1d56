package dev.quipu.operations.backup;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.quipu.database.DurableFiles;
import dev.quipu.database.WalSegment;
import dev.quipu.operations.proof.RestorePoint;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a backup consists of. It is written last: a directory without it is no backup.
 *
 * @param system of the database, as PostgreSQL identifies it
 * @param endedAt ISO 8601; recovery can stop at any time from then on
 * @param firstSegment of the write-ahead log that belongs to it
 * @param restorePoint what was stored, and where in the log that was so
 * @param directories that must be there even when they are empty
 * @param settings of the server without which it can not be recovered
 */
@JsonPropertyOrder({
    "format",
    "system",
    "startedAt",
    "endedAt",
    "firstSegment",
    "restorePoint",
    "settings",
    "directories",
    "files"
})
record BackupManifest(
        int format,
        String system,
        String startedAt,
        String endedAt,
        String firstSegment,
        RestorePoint restorePoint,
        Map<String, String> settings,
        List<String> directories,
        List<BackedUpFile> files) {

    static final int FORMAT = 1;

    private static final String NAME = "backup.json";
    /** In the form that {@code sha256sum -c} reads. */
    private static final String CHECKSUM_NAME = "backup.json.sha256";

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .build();

    BackupManifest {
        settings = new TreeMap<>(settings);
        directories = directories.stream().sorted().toList();
        files = files.stream().sorted(Comparator.comparing(BackedUpFile::path)).toList();
    }

    void write(Path backup) throws IOException {
        byte[] json = JSON.writeValueAsBytes(this);
        DurableFiles.replace(
                backup.resolve(CHECKSUM_NAME), (checksum(json) + "  " + NAME + "\n").getBytes(StandardCharsets.UTF_8));
        DurableFiles.replace(backup.resolve(NAME), json);
    }

    /**
     * @throws DamagedBackup when it is not as it was written
     * @throws IOException when the directory holds no backup
     */
    static BackupManifest read(Path backup) throws IOException {
        Path file = backup.resolve(NAME);
        if (!Files.isRegularFile(file)) {
            throw new IOException("backup " + backup + ": expected " + NAME
                    + ", found none: this is no backup, or one that was broken off");
        }
        byte[] json = Files.readAllBytes(file);
        Path checksum = backup.resolve(CHECKSUM_NAME);
        String expected =
                Files.isRegularFile(checksum) ? Files.readString(checksum).split(" ", 2)[0] : "none";
        if (!checksum(json).equals(expected)) {
            throw new DamagedBackup(backup, NAME, "the SHA-256 in " + CHECKSUM_NAME + ", " + expected, checksum(json));
        }
        try {
            BackupManifest manifest = JSON.readValue(json, BackupManifest.class);
            if (manifest.format != FORMAT) {
                throw new DamagedBackup(backup, NAME, "format " + FORMAT, Integer.toString(manifest.format));
            }
            return manifest;
        } catch (JsonProcessingException e) {
            throw new DamagedBackup(backup, NAME, "a manifest of this version", e.getOriginalMessage());
        }
    }

    long bytes() {
        return files.stream().mapToLong(BackedUpFile::bytes).sum();
    }

    /** The last of the log that belongs to the backup; all segments are as long as their files. */
    WalSegment lastSegment() throws IOException {
        BackedUpFile last = files.stream()
                .filter(file -> WalSegment.NAME
                        .matcher(file.path().replace(Backup.WAL, ""))
                        .matches())
                .max(Comparator.comparing(BackedUpFile::path))
                .orElseThrow(() -> new IOException("backup: expected segments of the log in its manifest, found none"));
        return WalSegment.ofName(last.path().substring(Backup.WAL.length()), Math.toIntExact(last.bytes()));
    }

    private static String checksum(byte[] json) {
        return HexFormat.of().formatHex(BackedUpFile.newDigest().digest(json));
    }
}
