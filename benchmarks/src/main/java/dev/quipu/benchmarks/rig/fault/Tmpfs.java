package dev.quipu.benchmarks.rig.fault;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** A small file system in memory, which can be filled to its last byte. */
public final class Tmpfs {

    private static final Duration COMMAND = Duration.ofSeconds(10);
    private static final int PIECE_BYTES = 1 << 16;

    private final Path directory;

    private Tmpfs(Path directory) {
        this.directory = directory;
    }

    /** @return false when the machine does not allow it */
    static boolean isPossible(Path directory) throws InterruptedException, IOException {
        if (!Command.isRoot()) {
            return false;
        }
        Files.createDirectories(directory);
        boolean mounted = mount(directory, 1);
        unmountUnder(directory);
        return mounted;
    }

    static Tmpfs mounted(Path directory, int mebibytes) throws InterruptedException, IOException {
        Files.createDirectories(directory);
        if (!mount(directory, mebibytes)) {
            throw new IOException(directory + ": could not mount a tmpfs");
        }
        return new Tmpfs(directory);
    }

    private static boolean mount(Path directory, int mebibytes) throws InterruptedException, IOException {
        return Command.succeeds(
                COMMAND, "mount", "-t", "tmpfs", "-o", "size=" + mebibytes + "m", "tmpfs", directory.toString());
    }

    /** Unmounts what is mounted at or under a directory, also what a killed run has left. */
    public static void unmountUnder(Path directory) throws InterruptedException, IOException {
        for (String line : Files.readAllLines(Path.of("/proc/mounts"))) {
            String[] fields = line.split(" ");
            if (fields[0].equals("tmpfs") && Path.of(fields[1]).startsWith(directory)) {
                Command.succeeds(COMMAND, "umount", "-l", fields[1]);
            }
        }
    }

    /**
     * Takes all room that is left.
     *
     * @return what takes it, to be deleted
     */
    Path fill() throws IOException {
        Path filler = Files.createTempFile(directory, "filler", "");
        byte[] piece = new byte[PIECE_BYTES];
        try (OutputStream out = Files.newOutputStream(filler)) {
            while (true) {
                out.write(piece);
            }
        } catch (IOException e) {
            if (Files.getFileStore(directory).getUsableSpace() >= PIECE_BYTES) {
                throw e;
            }
        }
        return filler;
    }
}
