package dev.quipu.storage.audit;

import dev.quipu.access.audit.SigningKey;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** The signing key of an embedded database, in its directory: its owner alone can read it. */
public final class KeyFile {

    private static final String PRIVATE = "audit-key.pem";
    private static final String PUBLIC = "audit-key.pub.pem";

    private KeyFile() {}

    /**
     * The file in that directory. It is made when there is none, with the public key beside it: keep a copy of that one
     * elsewhere, to check by.
     */
    public static Path in(Path directory) throws IOException {
        Path file = directory.resolve(PRIVATE);
        if (!Files.exists(file)) {
            SigningKey key = SigningKey.generate();
            write(directory.resolve(PUBLIC), key.publicPem(), "rw-r--r--");
            write(file, key.toPem(), "rw-------");
        }
        return file;
    }

    /** There whole or not at all, whenever the power goes. */
    private static void write(Path file, String content, String permissions) throws IOException {
        Path made = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(made);
        try (FileChannel channel = FileChannel.open(
                made,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions)))) {
            ByteBuffer bytes = ByteBuffer.wrap(content.getBytes(StandardCharsets.US_ASCII));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        Files.move(made, file, StandardCopyOption.ATOMIC_MOVE);
    }
}
