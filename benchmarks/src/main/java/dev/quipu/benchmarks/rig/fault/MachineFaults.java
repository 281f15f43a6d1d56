package dev.quipu.benchmarks.rig.fault;

import dev.quipu.benchmarks.rig.cluster.ServiceProcess;
import dev.quipu.benchmarks.rig.plan.Fault;
import dev.quipu.benchmarks.rig.plan.FaultKind;
import dev.quipu.benchmarks.rig.plan.Where;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Faults of disk, fsync and clock, as far as the machine allows them. What needs preparation is prepared before the
 * cluster starts: file systems in memory for spool and database, libraries loaded into the collector.
 */
public final class MachineFaults implements AutoCloseable {

    private static final int SPOOL_MEBIBYTES = 256;
    private static final int DATABASE_MEBIBYTES = 3_072;
    private static final int MAX_STEP_SECONDS = 7_200;

    private final Path home;
    private final Set<FaultKind> possible;
    private final Map<Where, Tmpfs> disks = new EnumMap<>(Where.class);
    private @Nullable FsyncErrors fsync;
    private @Nullable WallClock clock;

    private MachineFaults(Path home, Collection<FaultKind> kinds) {
        this.home = home;
        this.possible = EnumSet.noneOf(FaultKind.class);
        possible.addAll(kinds);
    }

    /**
     * @param kinds of faults that are wanted, of any sort
     * @param log is told what is left out and why
     */
    public static MachineFaults prepare(Path home, Collection<FaultKind> kinds, Consumer<String> log)
            throws InterruptedException, IOException {
        MachineFaults faults = new MachineFaults(home, kinds);
        if (faults.possible.contains(FaultKind.FULL_DISK)) {
            faults.prepareDisks(log);
        }
        if (faults.possible.contains(FaultKind.FSYNC)) {
            faults.prepareFsync(log);
        }
        if (faults.possible.contains(FaultKind.CLOCK)) {
            faults.prepareClock(log);
        }
        return faults;
    }

    private void prepareDisks(Consumer<String> log) throws InterruptedException, IOException {
        if (Tmpfs.isPossible(home.resolve("spool"))) {
            disks.put(Where.COLLECTOR, Tmpfs.mounted(home.resolve("spool"), SPOOL_MEBIBYTES));
            disks.put(Where.STORAGE, Tmpfs.mounted(home.resolve("data"), DATABASE_MEBIBYTES));
        } else {
            leaveOut(FaultKind.FULL_DISK, "a tmpfs cannot be mounted here", log);
        }
    }

    private void prepareFsync(Consumer<String> log) throws InterruptedException, IOException {
        if (FsyncErrors.isPossible()) {
            fsync = new FsyncErrors(home.resolve("fiu"));
        } else {
            leaveOut(FaultKind.FSYNC, "libfiu is not installed (packages fiu-utils and libfiu0)", log);
        }
    }

    private void prepareClock(Consumer<String> log) throws InterruptedException, IOException {
        Optional<WallClock> found = WallClock.of(Files.createDirectories(home).resolve("clock"));
        if (found.isPresent()) {
            clock = found.get();
        } else {
            leaveOut(FaultKind.CLOCK, "libfaketime is not installed", log);
        }
    }

    private void leaveOut(FaultKind kind, String why, Consumer<String> log) {
        possible.remove(kind);
        log.accept("no faults of the kind " + kind.label() + ": " + why);
    }

    /** The kinds that are wanted and can be had. */
    public Set<FaultKind> possible() {
        return EnumSet.copyOf(possible);
    }

    /** Environment variables of the services. */
    public Map<String, String> settings() {
        List<String> libraries = new ArrayList<>();
        List<String> words = new ArrayList<>();
        if (fsync != null) {
            libraries.addAll(FsyncErrors.libraries());
            words.add(fsync.variable());
        }
        if (clock != null) {
            libraries.add(clock.preload());
            words.addAll(clock.variables());
        }
        return libraries.isEmpty()
                ? Map.of()
                : Map.of(
                        "QUIPU_COLLECTOR_RUN_WITH",
                        "env LD_PRELOAD=" + String.join(":", libraries) + " " + String.join(" ", words));
    }

    void fillDisk(Fault fault) throws InterruptedException, IOException {
        Tmpfs disk = disks.get(fault.where());
        if (disk == null) {
            throw new IllegalStateException("full-disk of " + fault.where().label() + ": not prepared");
        }
        Path filler = disk.fill();
        TimeUnit.MILLISECONDS.sleep(fault.length().toMillis());
        Files.delete(filler);
    }

    void failFsync(Fault fault, ServiceProcess process) throws InterruptedException, IOException {
        if (fsync == null) {
            throw new IllegalStateException("fsync: not prepared");
        }
        fsync.fail(process, fault.length());
    }

    void stepClock(Fault fault) throws InterruptedException, IOException {
        if (clock == null) {
            throw new IllegalStateException("clock: not prepared");
        }
        clock.step(fault.dice() % (2 * MAX_STEP_SECONDS) - MAX_STEP_SECONDS, fault.length());
    }

    @Override
    public void close() throws IOException {
        try {
            Tmpfs.unmountUnder(home);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
