package dev.quipu.benchmarks.rig.plan;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;

/** The faults of a run in the order of their times. The same seed, time and kinds give the same plan. */
public record FaultPlan(long seed, List<Fault> faults) {

    /** Load without faults first, so that there is something to lose, and last, so that all come back under load. */
    private static final double QUIET_BEGIN = 0.05;

    private static final double QUIET_END = 0.9;

    public FaultPlan {
        faults = List.copyOf(faults);
    }

    /**
     * @param kinds of which each fault is one; none gives a plan without faults
     * @param meanGap between two faults; they overlap when they last longer
     */
    public static FaultPlan of(long seed, Duration length, Collection<FaultKind> kinds, Duration meanGap) {
        if (meanGap.toMillis() < 2) {
            throw new IllegalArgumentException("meanGap: expected at least 2 ms, got " + meanGap);
        }
        SplittableRandom random = new SplittableRandom(seed);
        List<FaultKind> choices = List.copyOf(new TreeSet<>(kinds));
        List<Fault> faults = new ArrayList<>();
        long endMillis = (long) (length.toMillis() * QUIET_END);
        long atMillis = (long) (length.toMillis() * QUIET_BEGIN);
        while (!choices.isEmpty()) {
            atMillis += random.nextLong(meanGap.toMillis() / 2, meanGap.toMillis() * 3 / 2);
            Fault fault = fault(random, choices.get(random.nextInt(choices.size())), Duration.ofMillis(atMillis));
            if (atMillis > endMillis) {
                break;
            }
            if (fault.at().plus(fault.length()).toMillis() > endMillis) {
                continue;
            }
            faults.add(fault);
            if (fault.kind() == FaultKind.STORM) {
                atMillis += fault.length().toMillis(); // or nothing else would meet a service that works
            }
        }
        return new FaultPlan(seed, faults);
    }

    /** The next of the faults that come one after the other with nothing but chance between them. */
    public static Fault next(SplittableRandom random, FaultKind kind) {
        return fault(random, kind, Duration.ZERO);
    }

    private static Fault fault(SplittableRandom random, FaultKind kind, Duration at) {
        Where where = kind.places().get(random.nextInt(kind.places().size()));
        Duration length = Duration.ofMillis(random.nextInt(kind.minMillis(), kind.maxMillis() + 1));
        return new Fault(at, kind, where, length, random.nextInt(Integer.MAX_VALUE));
    }

    /** One line a fault. */
    public String text() {
        StringBuilder text = new StringBuilder("Plan of seed " + seed + ", " + faults.size() + " faults:\n");
        faults.forEach(fault -> text.append("  ").append(fault.text()).append('\n'));
        return text.toString();
    }
}
