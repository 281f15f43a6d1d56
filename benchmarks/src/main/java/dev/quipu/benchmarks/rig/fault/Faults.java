package dev.quipu.benchmarks.rig.fault;

import dev.quipu.benchmarks.rig.cluster.Cluster;
import dev.quipu.benchmarks.rig.cluster.Service;
import dev.quipu.benchmarks.rig.cluster.ServiceProcess;
import dev.quipu.benchmarks.rig.plan.Fault;
import dev.quipu.benchmarks.rig.plan.Where;
import dev.quipu.benchmarks.rig.proxy.Trouble;
import dev.quipu.benchmarks.rig.proxy.Wire;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Does what a fault says, and undoes it. Any thread; faults may overlap. */
public final class Faults {

    private static final int STORM_KILLS = 5;
    private static final int MIN_DELAY_MILLIS = 20;
    private static final int MAX_DELAY_MILLIS = 300;
    private static final int POLL_MILLIS = 50;

    private final Cluster cluster;
    private final Wire clientToCollector;
    private final Wire collectorToStorage;
    private final MachineFaults machine;
    private final AtomicInteger kills = new AtomicInteger();

    public Faults(Cluster cluster, Wire clientToCollector, Wire collectorToStorage, MachineFaults machine) {
        this.cluster = cluster;
        this.clientToCollector = clientToCollector;
        this.collectorToStorage = collectorToStorage;
        this.machine = machine;
    }

    /** Processes killed so far. */
    public int kills() {
        return kills.get();
    }

    /** Returns when it is undone. A process that was killed is on its way up by then. */
    public void meet(Fault fault) throws InterruptedException, IOException {
        switch (fault.kind()) {
            case KILL -> kill(fault);
            case STOP -> stop(fault);
            case STORM -> storm(fault);
            case CUT -> trouble(fault, Trouble.of(Trouble.Kind.CUT));
            case DELAY -> trouble(fault, new Trouble(Trouble.Kind.DELAY, delay(fault.dice())));
            case BLACK_HOLE -> trouble(fault, Trouble.of(Trouble.Kind.BLACK_HOLE));
            case LOST_RESPONSE -> trouble(fault, Trouble.of(Trouble.Kind.LOST_RESPONSE));
            case FULL_DISK -> machine.fillDisk(fault);
            case FSYNC -> machine.failFsync(fault, process(fault.where()));
            case CLOCK -> machine.stepClock(fault);
        }
    }

    private static Duration delay(int dice) {
        return Duration.ofMillis(MIN_DELAY_MILLIS + dice % (MAX_DELAY_MILLIS - MIN_DELAY_MILLIS));
    }

    private void kill(Fault fault) {
        kills.incrementAndGet();
        switch (fault.where()) {
            case POSTGRESQL -> cluster.postgres().kill();
            case POSTGRESQL_BACKEND -> cluster.postgres().killBackend(fault.dice());
            default -> {
                ServiceProcess process = process(fault.where());
                process.kill();
                process.start();
            }
        }
    }

    private void stop(Fault fault) throws InterruptedException {
        if (fault.where() == Where.POSTGRESQL) {
            cluster.postgres().freeze();
            TimeUnit.MILLISECONDS.sleep(fault.length().toMillis());
            cluster.postgres().thaw();
            return;
        }
        ServiceProcess process = process(fault.where());
        process.freeze();
        TimeUnit.MILLISECONDS.sleep(fault.length().toMillis());
        process.thaw();
    }

    /** As soon as it is up is as soon as it answers at all. */
    private void storm(Fault fault) throws InterruptedException {
        ServiceProcess process = process(fault.where());
        long end = System.nanoTime() + fault.length().toNanos();
        for (int i = 0; i < STORM_KILLS; i++) {
            while (!process.isUp()) {
                if (System.nanoTime() - end >= 0) {
                    return;
                }
                TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
            }
            kills.incrementAndGet();
            process.kill();
            process.start();
        }
    }

    private void trouble(Fault fault, Trouble trouble) throws InterruptedException {
        Wire wire = fault.where() == Where.CLIENT_TO_COLLECTOR ? clientToCollector : collectorToStorage;
        wire.set(trouble);
        TimeUnit.MILLISECONDS.sleep(fault.length().toMillis());
        wire.heal();
    }

    private ServiceProcess process(Where where) {
        return cluster.of(Service.valueOf(where.name()));
    }
}
