package dev.quipu.database;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Locale;
import java.util.zip.CRC32;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/** Unpacks the PostgreSQL server that the class path carries for this platform; once per version of it. */
final class ServerBinaries {

    private ServerBinaries() {}

    /**
     * Makes sure that the server lies unpacked under a directory.
     *
     * @return the folder with {@code bin/postgres}
     * @throws IOException when the class path has none for this platform or it cannot be written
     */
    static Path unpack(Path directory) throws IOException {
        String archive = archiveName(System.getProperty("os.name"), System.getProperty("os.arch"));
        Path home = directory.resolve(fingerprint(archive));
        if (Files.isExecutable(home.resolve("bin/postgres"))) {
            return home;
        }
        Path unfinished = Files.createTempDirectory(directory, "unpacking");
        try (InputStream compressed = open(archive);
                TarArchiveInputStream entries = new TarArchiveInputStream(new XZInputStream(compressed))) {
            for (TarArchiveEntry entry = entries.getNextEntry(); entry != null; entry = entries.getNextEntry()) {
                write(entry, entries, unfinished);
            }
        }
        deleteRecursively(home);
        Files.move(unfinished, home, StandardCopyOption.ATOMIC_MOVE);
        return home;
    }

    static String archiveName(String osName, String osArch) {
        String system = osName.toLowerCase(Locale.ROOT).startsWith("mac") ? "darwin" : osName.toLowerCase(Locale.ROOT);
        String processor = osArch.equals("aarch64") ? "arm_64" : "x86_64";
        return "/postgres-" + system + "-" + processor + ".txz";
    }

    private static InputStream open(String archive) throws IOException {
        InputStream stream = ServerBinaries.class.getResourceAsStream(archive);
        if (stream == null) {
            throw new IOException(
                    "PostgreSQL: expected " + archive + " on the class path for this platform, found none;"
                            + " set QUARKUS_DATASOURCE_REACTIVE_URL to a PostgreSQL of your own");
        }
        return stream;
    }

    private static String fingerprint(String archive) throws IOException {
        CRC32 crc = new CRC32();
        byte[] block = new byte[1 << 16];
        try (InputStream in = open(archive)) {
            for (int read = in.read(block); read >= 0; read = in.read(block)) {
                crc.update(block, 0, read);
            }
        }
        return "postgresql-" + Long.toHexString(crc.getValue());
    }

    private static void write(TarArchiveEntry entry, InputStream content, Path root) throws IOException {
        Path target = root.resolve(entry.getName()).normalize();
        if (!target.startsWith(root)) {
            throw new IOException("PostgreSQL archive: expected entries below its root, got " + entry.getName());
        }
        if (entry.isDirectory()) {
            Files.createDirectories(target);
            return;
        }
        Files.createDirectories(target.getParent());
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
        } else if (entry.isFile()) {
            Files.copy(content, target);
            boolean executable = (entry.getMode() & 0100) != 0 || target.startsWith(root.resolve("bin"));
            if (executable && !target.toFile().setExecutable(true, false)) {
                throw new IOException("PostgreSQL: could not make " + target + " executable");
            }
        }
    }

    private static void deleteRecursively(Path root) throws IOException {
        if (!Files.exists(root)) {
            return;
        }
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, IOException failure) throws IOException {
                Files.delete(directory);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
