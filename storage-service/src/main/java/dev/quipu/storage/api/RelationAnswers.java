package dev.quipu.storage.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.quipu.model.rollup.CallNode;
import dev.quipu.storage.relations.ComponentRelations;
import dev.quipu.storage.relations.Place;
import dev.quipu.storage.relations.Relations;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Relations of components as clients see them. */
final class RelationAnswers {

    private RelationAnswers() {}

    @Schema(name = "RelatedPeer", description = "The other end of calls.")
    record RelatedPeer(
            @Schema(
                    description =
                            "COMPONENT when it sends spans of its own; DATABASE, MESSAGING or PEER, as its callers say; USER"
                                    + " when nobody who sends spans called; UNKNOWN when the caller's spans are missing.",
                    examples = "COMPONENT")
            CallNode.Kind kind,

            @Schema(description = "service.namespace; empty when absent.", examples = "shop")
            String namespace,

            @Schema(description = "service.name, or how its callers name it.", examples = "payment")
            String name,

            @Schema(description = "Calls that were seen.", examples = "42")
            long calls,

            @Schema(description = "Those that failed.", examples = "1")
            long errors) {
        static RelatedPeer of(Relations.Calls calls) {
            return new RelatedPeer(
                    calls.peer().kind(), calls.peer().namespace(), calls.peer().name(), calls.calls(), calls.errors());
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
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record Related(
            @Schema(description = "Whom it calls, the most often first.")
            List<RelatedPeer> calls,

            @Schema(description = "By whom it is called, the most often first.")
            List<RelatedPeer> calledBy,

            @Schema(description = "From the nearest to the widest.")
            List<RunsOn> runsOn,

            @Schema(description = "Begin of the time that calls are counted in, at a whole step.")
            Instant from,

            @Schema(description = "End of it.") Instant to,

            @Schema(
                    description =
                            "Calls of everything acknowledged before this are counted; absent when nothing was analysed"
                                    + " yet.",
                    implementation = String.class,
                    format = "date-time")
            Optional<Instant> watermark,

            @Schema(
                    description =
                            "Stored spans of components of its name that are not counted, because they are still to be"
                                    + " analysed or could not be, in segments that reach into the time.",
                    examples = "0")
            long pendingSpans) {
        static Related of(ComponentRelations.Found found, List<Place> places) {
            return new Related(
                    found.relations().calls().stream().map(RelatedPeer::of).toList(),
                    found.relations().calledBy().stream().map(RelatedPeer::of).toList(),
                    places.stream().map(RunsOn::of).toList(),
                    found.from(),
                    found.to(),
                    found.progress().watermark(),
                    found.progress().pendingRecords());
        }
    }
}
