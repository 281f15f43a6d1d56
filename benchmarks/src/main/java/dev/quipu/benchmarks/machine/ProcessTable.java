package dev.quipu.benchmarks.machine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** All processes at one moment, from /proc/PID/stat (proc_pid_stat(5)). */
final class ProcessTable {

    static final Path PROC = Path.of("/proc");
    private static final double TICKS_PER_SECOND = 100;

    /** @param cpuTicks user and system time, its own and that of children that it has waited for */
    private record Entry(long pid, long parent, String command, long cpuTicks) {}

    private final Map<Long, Entry> entries = new HashMap<>();

    private ProcessTable() {}

    static ProcessTable read() {
        ProcessTable table = new ProcessTable();
        try (DirectoryStream<Path> directories = Files.newDirectoryStream(PROC, "[0-9]*")) {
            for (Path directory : directories) {
                readFile(directory.resolve("stat"))
                        .map(ProcessTable::parse)
                        .ifPresent(entry -> table.entries.put(entry.pid(), entry));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return table;
    }

    /** The process and its descendants, without the trees of those that are counted apart. */
    List<Long> tree(long root, Set<Long> apart) {
        List<Long> tree = new ArrayList<>();
        for (Entry entry : entries.values()) {
            if (belongs(entry, root, apart)) {
                tree.add(entry.pid());
            }
        }
        return tree;
    }

    double cpuSeconds(List<Long> pids) {
        return pids.stream()
                        .mapToLong(pid -> entries.getOrDefault(pid, NOBODY).cpuTicks())
                        .sum()
                / TICKS_PER_SECOND;
    }

    String command(long pid) {
        return entries.getOrDefault(pid, NOBODY).command();
    }

    private static final Entry NOBODY = new Entry(0, 0, "", 0);

    private boolean belongs(Entry entry, long root, Set<Long> apart) {
        Entry at = entry;
        while (at.pid() != root) {
            Entry parent = entries.get(at.parent());
            if (apart.contains(at.pid()) || parent == null || parent.pid() == at.pid()) {
                return false;
            }
            at = parent;
        }
        return true;
    }

    /** The command may hold spaces and parentheses: the fields are counted from its last parenthesis on. */
    private static Entry parse(String stat) {
        int open = stat.indexOf('(');
        int close = stat.lastIndexOf(')');
        String[] fields = stat.substring(close + 2).trim().split(" ");
        long ticks = 0;
        for (int i = 11; i <= 14; i++) {
            ticks += Long.parseLong(fields[i]);
        }
        return new Entry(
                Long.parseLong(stat.substring(0, open - 1)),
                Long.parseLong(fields[1]),
                stat.substring(open + 1, close),
                ticks);
    }

    /** Empty when the process is gone, or is not ours to look into. */
    static Optional<String> readFile(Path file) {
        try {
            return Optional.of(Files.readString(file));
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
