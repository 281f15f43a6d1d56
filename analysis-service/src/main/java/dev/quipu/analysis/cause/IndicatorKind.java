package dev.quipu.analysis.cause;

import java.util.Optional;

/** What an indicator measures, in which unit, and how much of a change in it is nothing. */
public enum IndicatorKind {
    /** Median duration of the spans by which calls enter the component, by span name; nanoseconds. */
    DURATION(Family.TIME, 0.05, 1e6),
    /** The slowest tenth of the same. */
    DURATION_TAIL(Family.TIME, 0.1, 2e6),
    /** Median time of spans on the critical path that no child of theirs explains, by span name; nanoseconds. */
    SELF_TIME(Family.TIME, 0.15, 2e6),
    /** Median of what calls to the component took longer for the caller than for the component; nanoseconds. */
    CALL_GAP(Family.NETWORK, 0.3, 2e6),
    /** Share of served spans that ended in an error, 0 to 1. */
    ERRORS(Family.ERROR, 0.1, 0.005),
    /** Share of requests that were answered well, 0 to 1; falls when something is wrong. */
    AVAILABILITY(Family.ERROR, 0, 0.001),
    /** Log records of a template for each span of a name; outside of spans for each second. */
    LOG_TEMPLATE(Family.LOG, 0.1, 0.02),
    /** Share of a template among the records logged within spans of a name, 0 to 1. */
    LOG_SHARE(Family.LOG, 0.05, 0.01),
    /** What the component uses of a resource, in any unit. */
    UTILISATION(Family.RESOURCE, 0.2, 0),
    /** Requests served each second: says what else was to be expected, and accuses nobody. */
    REQUEST_RATE(Family.LOAD, 0.2, 0);

    /**
     * Kinds that tell of the same thing: of those the strongest speaks. First those that explain others: a component
     * is slow because of what it lacks, not the other way round.
     */
    public enum Family {
        RESOURCE,
        NETWORK,
        LOG,
        ERROR,
        TIME,
        LOAD
    }

    private final Family family;
    private final double leastShare;
    private final double leastAmount;

    IndicatorKind(Family family, double leastShare, double leastAmount) {
        this.family = family;
        this.leastShare = leastShare;
        this.leastAmount = leastAmount;
    }

    public Family family() {
        return family;
    }

    /** A change by this share of what is usual is ordinary, however steady the baseline was. */
    double leastShare() {
        return leastShare;
    }

    /** The same in the kind's own unit. */
    double leastAmount() {
        return leastAmount;
    }

    /** Which kind the tail of this one's values is, where it is looked at. */
    Optional<IndicatorKind> tail() {
        return this == DURATION ? Optional.of(DURATION_TAIL) : Optional.empty();
    }

    /** 1 when more of it is worse, -1 when less is, 0 when either is a sign. */
    int worse() {
        return switch (this) {
            case DURATION, DURATION_TAIL, SELF_TIME, CALL_GAP, ERRORS, UTILISATION -> 1;
            case AVAILABILITY -> -1;
            case LOG_TEMPLATE, LOG_SHARE, REQUEST_RATE -> 0;
        };
    }

    /** Whether the value is a count for each sample, which scatters the more the fewer they are. */
    boolean isCounted() {
        return this == ERRORS || this == AVAILABILITY || this == LOG_TEMPLATE;
    }
}
