package dev.quipu.benchmarks.rig.fault;

import dev.quipu.benchmarks.rig.cluster.ServiceProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/** Makes fsync fail in a process that was started with libfiu (fiu-ctrl(1)). */
final class FsyncErrors {

    private static final Duration CONTROL = Duration.ofSeconds(2);
    private static final List<String> LIBRARIES =
            List.of("/usr/lib/fiu/fiu_run_preload.so", "/usr/lib/fiu/fiu_posix_preload.so");
    /** EIO, as a broken disk answers. */
    private static final String ENABLE = "enable name=posix/io/sync/*,failinfo=5";

    private static final String DISABLE = "disable name=posix/io/sync/*";

    private final Path pipes;

    FsyncErrors(Path pipes) {
        this.pipes = pipes;
    }

    /** Installs libfiu where it is missing and that is allowed. */
    static boolean isPossible() throws InterruptedException, IOException {
        return isInstalled() || Command.install("fiu-utils", "libfiu0") && isInstalled();
    }

    private static boolean isInstalled() {
        return LIBRARIES.stream().allMatch(library -> Files.exists(Path.of(library)));
    }

    static List<String> libraries() {
        return LIBRARIES;
    }

    /** What the process has to be started with, besides the libraries. */
    String variable() {
        return "FIU_CTRL_FIFO=" + pipes;
    }

    /** Returns when fsync works again: in the same process or in its successor. */
    void fail(ServiceProcess process, Duration length) throws InterruptedException, IOException {
        OptionalLong pid = process.pid();
        if (pid.isEmpty() || !control(pid.getAsLong(), ENABLE)) {
            return; // it has just died
        }
        TimeUnit.MILLISECONDS.sleep(length.toMillis());
        while (process.pid().equals(pid) && !control(pid.getAsLong(), DISABLE)) {
            TimeUnit.MILLISECONDS.sleep(CONTROL.toMillis());
        }
    }

    private boolean control(long pid, String command) throws InterruptedException, IOException {
        return Command.succeeds(CONTROL, "fiu-ctrl", "-f", pipes.toString(), "-c", command, Long.toString(pid));
    }
}
