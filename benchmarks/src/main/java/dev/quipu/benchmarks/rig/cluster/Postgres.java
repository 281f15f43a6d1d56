package dev.quipu.benchmarks.rig.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** The PostgreSQL that storage runs, by its files and its port. */
public final class Postgres {

    private final Path directory;
    private final int port;

    Postgres(Path directory, int port) {
        this.directory = directory;
        this.port = port;
    }

    /** Where it keeps its data. */
    public Path directory() {
        return directory.resolve("data");
    }

    /** Its first process; empty while it is down. */
    public Optional<ProcessHandle> postmaster() {
        try {
            List<String> lines = Files.readAllLines(directory().resolve("postmaster.pid"));
            return ProcessHandle.of(Long.parseLong(lines.get(0).strip())).filter(ProcessHandle::isAlive);
        } catch (IOException | NumberFormatException | IndexOutOfBoundsException e) {
            return Optional.empty();
        }
    }

    /** SIGKILL to the postmaster; its children end when they see it gone. */
    public void kill() {
        postmaster().ifPresent(postmaster -> Signals.send("KILL", postmaster.pid()));
    }

    /** SIGSTOP to the postmaster and all its children. */
    public void freeze() {
        tree().forEach(pid -> Signals.send("STOP", pid));
    }

    /** SIGCONT to the postmaster and all its children. */
    public void thaw() {
        tree().forEach(pid -> Signals.send("CONT", pid));
    }

    /** SIGKILL to one of the processes that serve a connection. */
    public void killBackend(int dice) {
        List<Long> backends =
                tree().stream().filter(Postgres::servesConnection).sorted().toList();
        if (!backends.isEmpty()) {
            Signals.send("KILL", backends.get(dice % backends.size()));
        }
    }

    private List<Long> tree() {
        return postmaster().stream()
                .flatMap(postmaster -> java.util.stream.Stream.concat(
                        java.util.stream.Stream.of(postmaster), postmaster.descendants()))
                .map(ProcessHandle::pid)
                .toList();
    }

    /** Backends title themselves {@code postgres: user database host(port) state}. */
    private static boolean servesConnection(long pid) {
        try {
            return Files.readString(Path.of("/proc", Long.toString(pid), "cmdline"))
                    .contains("127.0.0.1(");
        } catch (IOException e) {
            return false;
        }
    }

    /** As storage's own role. */
    public Connection connect() throws SQLException, IOException {
        return DriverManager.getConnection("jdbc:postgresql://127.0.0.1:" + port + "/quipu", "quipu", password());
    }

    /** Of storage's own role. */
    String password() throws IOException {
        return Files.readString(directory.resolve("password")).strip();
    }
}
