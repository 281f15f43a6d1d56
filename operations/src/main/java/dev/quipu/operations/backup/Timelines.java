package dev.quipu.operations.backup;

import dev.quipu.database.WalSegment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The timelines that lead to one of them, as its history file tells. Each restore begins one: it shares with its parent
 * what comes before the fork, and nothing after it.
 *
 * @param target what is replayed ends on it
 * @param forks from the oldest to that where the target begins; none when it is the first
 */
record Timelines(int target, List<Fork> forks) {

    /** @param position in the log, the first that the two have not in common */
    record Fork(int parent, long position, int child) {

        @Override
        public String toString() {
            return "timeline " + child + " left timeline " + parent + " at " + WalSegment.text(position);
        }
    }

    Timelines {
        forks = List.copyOf(forks);
    }

    /** The newest that is known, found as PostgreSQL finds it: by the histories that follow without a gap. */
    static int latest(int begin, List<Path> directories) {
        int latest = begin;
        while (historyOf(latest + 1, directories).isPresent()) {
            latest++;
        }
        return latest;
    }

    /** @throws IOException when its history is in none of the directories */
    static Timelines leadingTo(int target, List<Path> directories) throws IOException {
        if (target == 1) {
            return new Timelines(target, List.of());
        }
        Path history = historyOf(target, directories)
                .orElseThrow(() -> new IOException("timeline " + target + ": expected its history, found none"));
        return of(target, Files.readString(history));
    }

    /** @param history as PostgreSQL writes it: a parent, where it was left and why a line */
    static Timelines of(int target, String history) {
        List<String[]> parents = history.lines()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .map(line -> line.strip().split("\\s+", -1))
                .toList();
        List<Fork> forks = new ArrayList<>();
        for (int i = 0; i < parents.size(); i++) {
            String[] parent = parents.get(i);
            int child = i + 1 < parents.size() ? Integer.parseInt(parents.get(i + 1)[0]) : target;
            forks.add(new Fork(Integer.parseInt(parent[0]), WalSegment.position(parent[1]), child));
        }
        return new Timelines(target, forks);
    }

    private static Optional<Path> historyOf(int timeline, List<Path> directories) {
        return directories.stream()
                .map(directory -> directory.resolve("%08X.history".formatted(timeline)))
                .filter(Files::isRegularFile)
                .findFirst();
    }

    /** Whose file of a segment is replayed: where two share one, the child's, which holds what it took over, too. */
    int holding(long number, int segmentBytes) {
        int timeline = forks.isEmpty() ? target : forks.get(0).parent;
        for (Fork fork : forks) {
            if (Long.divideUnsigned(fork.position, segmentBytes) <= number) {
                timeline = fork.child;
            }
        }
        return timeline;
    }

    /** Where a timeline was left; empty for the target and for one that does not lead to it. */
    Optional<Fork> forkOf(int timeline) {
        return forks.stream().filter(fork -> fork.parent == timeline).findFirst();
    }

    /** The last fork from one position of the log to another; empty when there is none between. */
    Optional<Fork> lastFork(long from, long to) {
        return forks.stream()
                .filter(fork -> Long.compareUnsigned(fork.position, from) >= 0)
                .filter(fork -> Long.compareUnsigned(fork.position, to) <= 0)
                .reduce((earlier, later) -> later);
    }

    /** @throws IOException when what is replayed would not go on from the backup */
    void requireGoingOnFrom(int timeline, long end) throws IOException {
        Optional<Fork> left = forkOf(timeline);
        if (target != timeline && left.isEmpty()) {
            throw new IOException("timeline " + target + ": expected one that goes on from timeline " + timeline
                    + " of the backup, it does not come from there; --timeline names another");
        }
        if (left.isPresent() && Long.compareUnsigned(left.get().position, end) < 0) {
            throw new IOException("timeline " + target + ": expected one that goes on from the backup, which ended at "
                    + WalSegment.text(end) + ", but " + left.get() + "; take an older backup, or --timeline "
                    + timeline);
        }
    }
}
