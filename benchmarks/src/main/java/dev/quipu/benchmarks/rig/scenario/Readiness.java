package dev.quipu.benchmarks.rig.scenario;

import dev.quipu.benchmarks.machine.ProcessMemory;
import dev.quipu.benchmarks.rig.cluster.ServiceProcess;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Asks a service again and again whether it is ready, and how much memory it has. */
final class Readiness implements AutoCloseable {

    private static final int INTERVAL_MILLIS = 500;

    private final ServiceProcess process;
    private final AtomicLong asked = new AtomicLong();
    private final AtomicLong notReady = new AtomicLong();
    private final AtomicLong peakResidentBytes = new AtomicLong();
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread daemon = new Thread(task, "rig-readiness");
        daemon.setDaemon(true);
        return daemon;
    });

    Readiness(ServiceProcess process) {
        this.process = process;
        thread.scheduleWithFixedDelay(this::ask, 0, INTERVAL_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void ask() {
        try {
            peakResidentBytes.accumulateAndGet(residentBytes(process), Math::max);
            asked.incrementAndGet();
            if (!process.isReady()) {
                notReady.incrementAndGet();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    static long residentBytes(ServiceProcess process) {
        return process.pid().isPresent() ? ProcessMemory.resident(process.pid().getAsLong()) : 0;
    }

    long asked() {
        return asked.get();
    }

    /** How often it said no, or nothing within five seconds. */
    long notReady() {
        return notReady.get();
    }

    long peakResidentBytes() {
        return peakResidentBytes.get();
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
