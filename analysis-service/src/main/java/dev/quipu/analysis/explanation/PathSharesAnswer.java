package dev.quipu.analysis.explanation;

import dev.quipu.analysis.read.SpanSearch;
import dev.quipu.analysis.trace.EndpointPaths;
import dev.quipu.analysis.trace.EndpointPaths.Mean;
import dev.quipu.analysis.trace.EndpointPaths.Owner;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Which components own how much of an endpoint's duration. */
@Schema(
        name = "CriticalPathShares",
        description =
                "Which components lie on the critical path of an endpoint's calls, and how much of its usual and of"
                        + " its slowest calls is theirs.")
public record PathSharesAnswer(
        @Schema(description = "Calls that were read, of the newest traces.", examples = "1800")
        int calls,

        @Schema(description = "Their median duration; 0 without calls.", examples = "42000000")
        long p50Nanos,

        @Schema(description = "What 99 in 100 of them do not exceed; 0 without calls.", examples = "2100000000")
        long p99Nanos,

        @Schema(description = "Calls around the median, from the 40th to the 60th in a hundred.", examples = "360")
        int usualCalls,

        @Schema(description = "The slowest 2 in 100.", examples = "36")
        int slowCalls,

        @Schema(description = "The component with the largest part of the slowest calls first.")
        List<Line> lines,

        @Schema(
                description =
                        "Whether only the newest traces were read, because there are more than one answer may read.",
                examples = "false")
        boolean truncated) {

    public PathSharesAnswer {
        lines = List.copyOf(lines);
    }

    /** What is a component's. */
    @Schema(name = "CriticalPathShare", description = "What of the calls' duration is a component's.")
    public record Line(
            @Schema(description = "service.namespace; empty when absent.", examples = "shop")
            String namespace,

            @Schema(description = "service.name.", examples = "payment")
            String component,

            @Schema(description = "Share of the calls in which it is on the critical path.", examples = "0.98")
            double onPath,

            @Schema(description = "Its time on the path of a call around the median, the mean.", examples = "9000000.0")
            double usualNanos,

            @Schema(description = "That as a share of the call's; all lines add up to 1.", examples = "0.21")
            double usualShare,

            @Schema(description = "Its time on the path of one of the slowest calls, the mean.", examples = "1.9E9")
            double slowNanos,

            @Schema(description = "That as a share of the call's; all lines add up to 1.", examples = "0.93")
            double slowShare,

            @Schema(description = "The search for its spans.", examples = "service = \"payment\"")
            String search) {}

    static PathSharesAnswer of(EndpointPaths paths, boolean truncated) {
        if (paths.calls() == 0) {
            return new PathSharesAnswer(0, 0, 0, 0, 0, List.of(), truncated);
        }
        Mean usual = paths.usual();
        Mean slow = paths.slow();
        return new PathSharesAnswer(
                paths.calls(),
                paths.p50Nanos(),
                paths.p99Nanos(),
                usual.calls(),
                slow.calls(),
                paths.callsByOwner().entrySet().stream()
                        .map(owner -> line(owner, paths.calls(), usual, slow))
                        .sorted(Comparator.comparingDouble(Line::slowNanos)
                                .thenComparingDouble(Line::usualNanos)
                                .reversed()
                                .thenComparing(Line::component)
                                .thenComparing(Line::namespace))
                        .toList(),
                truncated);
    }

    private static Line line(Map.Entry<Owner, Long> owner, int calls, Mean usual, Mean slow) {
        double usualNanos = usual.byOwner().getOrDefault(owner.getKey(), 0.0);
        double slowNanos = slow.byOwner().getOrDefault(owner.getKey(), 0.0);
        return new Line(
                owner.getKey().namespace(),
                owner.getKey().component(),
                (double) owner.getValue() / calls,
                usualNanos,
                usualNanos / usual.nanos(),
                slowNanos,
                slowNanos / slow.nanos(),
                SpanSearch.of(
                                owner.getKey().namespace(),
                                owner.getKey().component(),
                                Optional.empty(),
                                SpanSearch.ANY_KIND)
                        .toString());
    }
}
