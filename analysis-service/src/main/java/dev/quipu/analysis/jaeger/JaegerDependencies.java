package dev.quipu.analysis.jaeger;

import dev.quipu.analysis.trace.ServiceCalls;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Jaeger's envelope around the calls between services, with one member more: {@code truncated}. */
@Schema(description = "The calls between services.")
public record JaegerDependencies(
        @Schema(description = "Most frequent first.") List<Link> data,

        @Schema(description = "How many links are given.", examples = "2")
        int total,

        @Schema(description = "Always 0.", examples = "0") int limit,

        @Schema(description = "Always 0.", examples = "0") int offset,

        @Schema(description = "Always null: viewers take anything else for a failure.", nullable = true) @Nullable
        List<JaegerError> errors,

        @Schema(
                description = "Whether only the newest traces of the window were counted, because the window holds"
                        + " more than one answer may read.",
                examples = "false")
        boolean truncated) {

    /** One service calling another. */
    @Schema(name = "JaegerDependencyLink", description = "One service calling another.")
    public record Link(
            @Schema(description = "The calling service.", examples = "frontend")
            String parent,

            @Schema(description = "The called service.", examples = "checkout")
            String child,

            @Schema(description = "Spans of the child whose parent belongs to the caller.", examples = "120")
            long callCount) {}

    /**
     * @param service keeps only the links that it is part of; empty keeps all
     */
    public static JaegerDependencies of(List<ServiceCalls.Count> counts, String service, boolean truncated) {
        List<Link> links = counts.stream()
                .map(count -> new Link(count.call().caller(), count.call().callee(), count.spans()))
                .filter(link -> service.isEmpty()
                        || link.parent().equals(service)
                        || link.child().equals(service))
                .toList();
        return new JaegerDependencies(links, links.size(), 0, 0, null, truncated);
    }
}
