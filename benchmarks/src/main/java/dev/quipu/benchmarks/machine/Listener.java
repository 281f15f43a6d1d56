package dev.quipu.benchmarks.machine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;

/** Finds processes by their sockets, from /proc/net/tcp and /proc/PID/fd. */
public final class Listener {

    private static final String LISTEN = "0A";
    private static final String ESTABLISHED = "01";

    private record Socket(int localPort, int remotePort, String state, String inode) {}

    private Listener() {}

    /** The process that listens on a TCP port of this machine. */
    public static OptionalLong on(int port) {
        return owner(sockets()
                .filter(socket -> socket.state().equals(LISTEN) && socket.localPort() == port)
                .map(Socket::inode)
                .toList());
    }

    /** The PostgreSQL postmaster on this machine that a process is connected to. */
    public static OptionalLong postgresOf(long pid) {
        Set<String> own = inodes(pid);
        ProcessTable table = ProcessTable.read();
        return sockets()
                .filter(socket -> socket.state().equals(ESTABLISHED) && own.contains(socket.inode()))
                .map(socket -> on(socket.remotePort()))
                .flatMapToLong(OptionalLong::stream)
                .filter(listener -> table.command(listener).equals("postgres"))
                .findFirst();
    }

    private static OptionalLong owner(List<String> inodes) {
        try (DirectoryStream<Path> directories = Files.newDirectoryStream(ProcessTable.PROC, "[0-9]*")) {
            for (Path directory : directories) {
                long pid = Long.parseLong(directory.getFileName().toString());
                Set<String> held = inodes(pid);
                if (inodes.stream().anyMatch(held::contains)) {
                    return OptionalLong.of(pid);
                }
            }
            return OptionalLong.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Set<String> inodes(long pid) {
        Set<String> inodes = new HashSet<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(
                ProcessTable.PROC.resolve(Long.toString(pid)).resolve("fd"))) {
            for (Path file : files) {
                String target = Files.readSymbolicLink(file).toString();
                if (target.startsWith("socket:[")) {
                    inodes.add(target.substring("socket:[".length(), target.length() - 1));
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            return inodes; // the process or the file is gone, or belongs to another user
        }
        return inodes;
    }

    private static Stream<Socket> sockets() {
        return Stream.of("tcp", "tcp6")
                .flatMap(name ->
                        ProcessTable.readFile(ProcessTable.PROC.resolve("net").resolve(name)).stream())
                .flatMap(String::lines)
                .filter(line -> !line.contains("local_address"))
                .map(line -> line.trim().split("\\s+"))
                .map(fields -> new Socket(port(fields[1]), port(fields[2]), fields[3], fields[9]));
    }

    private static int port(String address) {
        return Integer.parseInt(address.substring(address.indexOf(':') + 1), 16);
    }
}
