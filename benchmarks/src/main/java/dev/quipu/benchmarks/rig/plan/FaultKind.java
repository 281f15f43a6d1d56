package dev.quipu.benchmarks.rig.plan;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What can go wrong. */
public enum FaultKind {
    /** SIGKILL; what dies is started again at once. */
    KILL(0, 0, Where.COLLECTOR, Where.STORAGE, Where.ANALYSIS, Where.POSTGRESQL, Where.POSTGRESQL_BACKEND),
    /** SIGSTOP, and SIGCONT after the fault's length. */
    STOP(200, 8_000, Where.COLLECTOR, Where.STORAGE, Where.ANALYSIS, Where.POSTGRESQL),
    /** SIGKILL five times at most, each as soon as the service is up again, within the fault's length. */
    STORM(15_000, 25_000, Where.COLLECTOR, Where.STORAGE),
    /** Connections are reset, and new ones too for the fault's length. */
    CUT(0, 4_000, Where.CLIENT_TO_COLLECTOR, Where.COLLECTOR_TO_STORAGE),
    /** Every piece of data arrives late. */
    DELAY(2_000, 8_000, Where.CLIENT_TO_COLLECTOR, Where.COLLECTOR_TO_STORAGE),
    /** Nothing arrives although connections stay open; they are reset after the fault's length. */
    BLACK_HOLE(1_000, 12_000, Where.CLIENT_TO_COLLECTOR, Where.COLLECTOR_TO_STORAGE),
    /** Requests arrive, their answers are dropped and the connection is reset. */
    LOST_RESPONSE(500, 4_000, Where.CLIENT_TO_COLLECTOR, Where.COLLECTOR_TO_STORAGE),
    /** The file system of the spool, or that of the database, has no room left. */
    FULL_DISK(3_000, 8_000, Where.COLLECTOR, Where.STORAGE),
    /** fsync and fdatasync fail with EIO. */
    FSYNC(2_000, 6_000, Where.COLLECTOR),
    /** The wall clock jumps, and jumps back after the fault's length. */
    CLOCK(3_000, 8_000, Where.COLLECTOR);

    private final int minMillis;
    private final int maxMillis;
    private final List<Where> places;

    FaultKind(int minMillis, int maxMillis, Where... places) {
        this.minMillis = minMillis;
        this.maxMillis = maxMillis;
        this.places = List.of(places);
    }

    /** Shortest length; 0 for what has none. */
    int minMillis() {
        return minMillis;
    }

    int maxMillis() {
        return maxMillis;
    }

    public List<Where> places() {
        return places;
    }

    /** As options name it: {@code lost-response}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** @throws IllegalArgumentException when no kind has the label */
    public static FaultKind ofLabel(String label) {
        return Arrays.stream(values())
                .filter(kind -> kind.label().equals(label))
                .findAny()
                .orElseThrow(() -> new IllegalArgumentException("faults: expected some of "
                        + String.join(
                                ",",
                                Arrays.stream(values()).map(FaultKind::label).toList())
                        + ", got '" + label + "'"));
    }
}
