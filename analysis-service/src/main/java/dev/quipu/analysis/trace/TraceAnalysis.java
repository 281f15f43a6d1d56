package dev.quipu.analysis.trace;

/**
 * One trace, looked at from its main root: its tree, its times with clocks corrected, the critical path of the main
 * root, and where every span's own time went.
 *
 * @param selfNanos by position, time without its children
 * @param criticalNanos by position, time on the critical path
 */
public record TraceAnalysis(
        TraceTree tree, ClockCorrection clocks, CriticalPath criticalPath, long[] selfNanos, long[] criticalNanos) {

    public static TraceAnalysis of(Trace trace) {
        TraceTree tree = TraceTree.of(trace);
        ClockCorrection clocks = ClockCorrection.of(tree);
        CriticalPath path = CriticalPath.of(tree, clocks.times(), tree.mainRoot());
        return new TraceAnalysis(
                tree,
                clocks,
                path,
                SelfTime.of(tree, clocks.times()),
                path.nanosBySpan(trace.spans().size()));
    }

    public Trace trace() {
        return tree.trace();
    }

    public Timeline times() {
        return clocks.times();
    }
}
