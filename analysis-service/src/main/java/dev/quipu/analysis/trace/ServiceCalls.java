package dev.quipu.analysis.trace;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Counts the calls between services: spans whose parent belongs to another service. Not thread-safe. */
public final class ServiceCalls {

    private static final Comparator<Count> MOST_FREQUENT = Comparator.comparingLong(Count::spans)
            .reversed()
            .thenComparing(count -> count.call().caller())
            .thenComparing(count -> count.call().callee());

    private final Map<Call, Long> counts = new HashMap<>();

    /** From one service to another, by name. */
    public record Call(String caller, String callee) {}

    /** A call and how often it was seen. */
    public record Count(Call call, long spans) {}

    public void add(Trace trace) {
        for (int i = 0; i < trace.spans().size(); i++) {
            if (trace.parentKind(i) == Trace.Parent.KNOWN) {
                String caller = trace.component(trace.parent(i)).name();
                String callee = trace.component(i).name();
                if (!caller.equals(callee)) {
                    counts.merge(new Call(caller, callee), 1L, Long::sum);
                }
            }
        }
    }

    /** Most frequent first, then by name. */
    public List<Count> counts() {
        return counts.entrySet().stream()
                .map(entry -> new Count(entry.getKey(), entry.getValue()))
                .sorted(MOST_FREQUENT)
                .toList();
    }
}
