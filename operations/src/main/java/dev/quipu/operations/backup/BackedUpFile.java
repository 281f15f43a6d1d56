package dev.quipu.operations.backup;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.quipu.database.DurableFiles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * A file of a backup as it must be.
 *
 * @param path in the backup, with slashes
 * @param sha256 64 hex digits
 */
@JsonPropertyOrder({"path", "bytes", "sha256"})
record BackedUpFile(String path, long bytes, String sha256) {

    private static final int BLOCK_BYTES = 1 << 18;

    /** Copies what is there to the end of the file, durably; it may grow meanwhile. */
    static BackedUpFile copy(Path from, Path root, String path) throws IOException {
        Path to = root.resolve(path);
        try (FileChannel out = DurableFiles.create(to)) {
            BackedUpFile file = read(from, path, out);
            out.force(true);
            return file;
        }
    }

    /** Copies the file out of a backup, durably, and makes sure on the way that it is as it must be. */
    void restore(Path backup, Path to) throws IOException {
        try (FileChannel out = DurableFiles.create(to)) {
            verify(backup, out);
            out.force(true);
        }
    }

    /** @throws DamagedBackup naming the file when it is not as it must be */
    void verify(Path backup) throws IOException {
        verify(backup, null);
    }

    private void verify(Path backup, @Nullable FileChannel out) throws IOException {
        Path file = backup.resolve(path).normalize();
        if (!file.startsWith(backup) || !Files.isRegularFile(file)) {
            throw new DamagedBackup(backup, path, "a file of " + bytes + " bytes", "none");
        }
        BackedUpFile found = read(file, path, out);
        if (found.bytes != bytes) {
            throw new DamagedBackup(backup, path, bytes + " bytes", found.bytes + " bytes");
        }
        if (!found.sha256.equals(sha256)) {
            throw new DamagedBackup(backup, path, "SHA-256 " + sha256, found.sha256);
        }
    }

    private static BackedUpFile read(Path from, String path, @Nullable FileChannel out) throws IOException {
        MessageDigest digest = newDigest();
        byte[] block = new byte[BLOCK_BYTES];
        long bytes = 0;
        try (InputStream in = Files.newInputStream(from)) {
            for (int length = in.read(block); length >= 0; length = in.read(block)) {
                digest.update(block, 0, length);
                bytes += length;
                ByteBuffer rest = ByteBuffer.wrap(block, 0, length);
                while (out != null && rest.hasRemaining()) {
                    out.write(rest);
                }
            }
        }
        return new BackedUpFile(path, bytes, HexFormat.of().formatHex(digest.digest()));
    }

    static MessageDigest newDigest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
