package dev.quipu.database;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What the embedded server keeps on disk.
 *
 * <pre>
 * root/password           of both roles, generated on first use, readable by the owner only
 *      erasures.jsonl     what was asked to be erased, which outlives restores
 *      server.log         what the server says before its own log in data/log begins
 *      binaries/          unpacked once per version
 *      data/              PGDATA; its postmaster.pid names the running server
 *      data-before-TIME/  what a restore replaced
 *      restoring-TIME/    what a restore makes, until it takes the place of data
 * </pre>
 */
public record DatabaseDirectory(Path root, String password) {

    /** Storage adds a line to it for each request to erase something. */
    public static final String ERASURES = "erasures.jsonl";

    public static final String DATA_BEFORE = "data-before-";
    public static final String RESTORING = "restoring-";

    private static final int PASSWORD_BYTES = 24;
    private static final int PORT_LINE = 3;
    private static final String ONLY_WITH_PASSWORD = """
            # Written by Quipu at every start.
            host all all 127.0.0.1/32 scram-sha-256
            host replication postgres 127.0.0.1/32 scram-sha-256
            """;

    /** A server process and the port that it was told to listen at. */
    public record RunningServer(long pid, int port) {}

    /** Makes the directory and its password when they are not there. */
    public static DatabaseDirectory prepare(Path root) throws IOException {
        Path absolute = root.toAbsolutePath().normalize();
        Files.createDirectories(absolute.resolve("binaries"));
        Path file = absolute.resolve("password");
        if (!Files.exists(file)) {
            byte[] random = new byte[PASSWORD_BYTES];
            new SecureRandom().nextBytes(random);
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(file, HexFormat.of().formatHex(random) + "\n");
        }
        return new DatabaseDirectory(absolute, Files.readString(file).strip());
    }

    /** PGDATA. */
    public Path data() {
        return root.resolve("data");
    }

    Path binaries() {
        return root.resolve("binaries");
    }

    public Path passwordFile() {
        return root.resolve("password");
    }

    public Path serverLog() {
        return root.resolve("server.log");
    }

    boolean isInitialised() {
        return Files.exists(data().resolve("global/pg_control"));
    }

    /** What restores have left in a database directory, in the order of names. */
    public static List<Path> leftByRestores(Path root) throws IOException {
        try (Stream<Path> entries = Files.list(root)) {
            return entries.filter(entry -> {
                        String name = entry.getFileName().toString();
                        return name.startsWith(DATA_BEFORE) || name.startsWith(RESTORING);
                    })
                    .sorted()
                    .toList();
        }
    }

    /** @throws IOException where a restore was broken off: an empty database would hide that */
    void requireNothingToRestore() throws IOException {
        List<Path> left = leftByRestores(root);
        if (!left.isEmpty()) {
            throw new IOException("PostgreSQL: expected the database in " + data() + ", found none, but "
                    + left.get(left.size() - 1).getFileName()
                    + " beside it: a restore was broken off. Restore again, or"
                    + " rename the newest " + DATA_BEFORE + "TIME to data to go on with what was there; an empty"
                    + " database begins only when neither " + DATA_BEFORE + "TIME nor " + RESTORING + "TIME is there");
        }
    }

    void requirePassword() throws IOException {
        Files.writeString(data().resolve("pg_hba.conf"), ONLY_WITH_PASSWORD);
    }

    /** Empty when no server process runs on the data; a zombie does not. */
    public Optional<RunningServer> runningServer() {
        try {
            List<String> lines = Files.readAllLines(lock(), StandardCharsets.UTF_8);
            long pid = Long.parseLong(lines.get(0).strip());
            int port = Integer.parseInt(lines.get(PORT_LINE).strip());
            return runs(pid) ? Optional.of(new RunningServer(pid, port)) : Optional.empty();
        } catch (IOException | NumberFormatException | IndexOutOfBoundsException e) {
            return Optional.empty();
        }
    }

    /** Whether one call makes all files durable before recovery, instead of one each. */
    boolean hasSyncfs() {
        return System.getProperty("os.name").equals("Linux");
    }

    /**
     * Makes room for another server after a kill: ends what the killed one left at work on the data, and removes its
     * lock when that names a process that nobody has buried yet or that is no server's, which PostgreSQL takes for a
     * living one. Does nothing while a server runs.
     */
    void clearAfterKill() throws IOException {
        if (runningServer().isPresent()) {
            return;
        }
        List<ProcessHandle> orphans =
                ProcessHandle.allProcesses().filter(this::worksOnData).toList();
        orphans.forEach(ProcessHandle::destroyForcibly);
        boolean isStale =
                lockOwner().filter(pid -> ProcessHandle.of(pid).isPresent()).isPresent();
        if (orphans.isEmpty() && isStale) {
            Files.deleteIfExists(lock());
        }
    }

    /** PostgreSQL's processes have the data as their working directory; one that has ended has none. */
    private boolean worksOnData(ProcessHandle process) {
        try {
            return mayBePostgres(process) && Files.isSameFile(Path.of("/proc/" + process.pid() + "/cwd"), data());
        } catch (IOException e) {
            return false;
        }
    }

    private Path lock() {
        return data().resolve("postmaster.pid");
    }

    private Optional<Long> lockOwner() {
        try {
            return Optional.of(Long.parseLong(
                    Files.readAllLines(lock(), StandardCharsets.UTF_8).get(0).strip()));
        } catch (IOException | NumberFormatException | IndexOutOfBoundsException e) {
            return Optional.empty();
        }
    }

    private static boolean runs(long pid) {
        boolean exists = ProcessHandle.of(pid)
                .filter(process -> process.isAlive() && mayBePostgres(process))
                .isPresent();
        return exists && !isZombie(pid);
    }

    /** A number in a lock that is left over may be another process' by now. */
    private static boolean mayBePostgres(ProcessHandle process) {
        return process.info()
                .command()
                .map(command -> command.endsWith("/postgres"))
                .orElse(true);
    }

    private static boolean isZombie(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc/" + pid + "/stat"), StandardCharsets.ISO_8859_1);
            return stat.startsWith(") Z", stat.lastIndexOf(')'));
        } catch (IOException e) {
            return false;
        }
    }
}
