package dev.quipu.analysis.jaeger;

import java.util.Comparator;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Jaeger's envelope around the calls between services. */
@Schema(description = "The calls between services.")
public record JaegerDependencies(
        @Schema(description = "Most frequent first.") List<Link> data,

        @Schema(description = "How many links are given.", examples = "2")
        int total,

        @Schema(description = "Always 0.", examples = "0") int limit,

        @Schema(description = "Always 0.", examples = "0") int offset,

        @Schema(description = "Always null: viewers take anything else for a failure.", nullable = true) @Nullable
        List<JaegerError> errors) {

    /** One service calling another. */
    @Schema(name = "JaegerDependencyLink", description = "One service calling another.")
    public record Link(
            @Schema(description = "The calling service.", examples = "frontend")
            String parent,

            @Schema(description = "The called service.", examples = "checkout")
            String child,

            @Schema(description = "Spans of the child whose parent belongs to the caller.", examples = "120")
            long callCount) {}

    private static final Comparator<Link> MOST_FREQUENT = Comparator.comparingLong(Link::callCount)
            .reversed()
            .thenComparing(Link::parent)
            .thenComparing(Link::child);

    static JaegerDependencies of(List<Link> links) {
        return new JaegerDependencies(links.stream().sorted(MOST_FREQUENT).toList(), links.size(), 0, 0, null);
    }
}
