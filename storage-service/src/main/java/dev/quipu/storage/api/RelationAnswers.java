package dev.quipu.storage.api;

import dev.quipu.storage.relations.ComponentRelations;
import dev.quipu.storage.relations.Peer;
import dev.quipu.storage.relations.Place;
import dev.quipu.storage.relations.Relations;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Relations of components as clients see them. */
final class RelationAnswers {

    private RelationAnswers() {}

    @Schema(name = "RelatedPeer", description = "The other end of calls.")
    record RelatedPeer(
            @Schema(
                    description =
                            "COMPONENT when it sends records of its own; else DATABASE, MESSAGING or EXTERNAL, as its"
                                    + " callers say.",
                    examples = "COMPONENT")
            Peer.Kind kind,

            @Schema(description = "service.namespace; empty when absent.", examples = "shop")
            String namespace,

            @Schema(description = "service.name, or how its callers name it.", examples = "payment")
            String name,

            @Schema(description = "service.instance.id; empty when absent.", examples = "payment-5f6d")
            String instanceId,

            @Schema(description = "Calls in the traces that were looked at.", examples = "42")
            long calls,

            @Schema(description = "Those that failed.", examples = "1")
            long errors) {
        static RelatedPeer of(Relations.Calls calls) {
            return new RelatedPeer(
                    calls.peer().kind(),
                    calls.peer().component().namespace(),
                    calls.peer().component().name(),
                    calls.peer().component().instanceId(),
                    calls.calls(),
                    calls.errors());
        }
    }

    @Schema(name = "ComponentPlace", description = "What a component runs on.")
    record RunsOn(
            @Schema(description = "What it is.", examples = "host")
            String kind,

            @Schema(description = "The attribute that says so.", examples = "host.name")
            String attribute,

            @Schema(description = "Its value.", examples = "web-1")
            String name) {
        static RunsOn of(Place place) {
            return new RunsOn(place.kind(), place.attribute(), place.name());
        }
    }

    @Schema(name = "ComponentRelations", description = "What a component has to do with others.")
    record Related(
            @Schema(description = "Whom it calls, the most often first.")
            List<RelatedPeer> calls,

            @Schema(description = "By whom it is called, the most often first.")
            List<RelatedPeer> calledBy,

            @Schema(description = "From the nearest to the widest.")
            List<RunsOn> runsOn,

            @Schema(description = "Traces that calls were looked for in, the newest.", examples = "200")
            int traces,

            @Schema(description = "Whether there are more traces, or more spans in them, than were looked at.")
            boolean truncated) {
        static Related of(ComponentRelations.Found found, List<Place> places) {
            return new Related(
                    found.relations().calls().stream().map(RelatedPeer::of).toList(),
                    found.relations().calledBy().stream().map(RelatedPeer::of).toList(),
                    places.stream().map(RunsOn::of).toList(),
                    found.traces(),
                    found.isTruncated());
        }
    }
}
