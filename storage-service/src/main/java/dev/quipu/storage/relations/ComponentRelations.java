package dev.quipu.storage.relations;

import dev.quipu.model.Component;
import dev.quipu.model.rollup.CallNode;
import dev.quipu.model.rollup.RollupCodec;
import dev.quipu.model.rollup.RollupKind;
import dev.quipu.storage.load.Workers;
import dev.quipu.storage.rollups.RollupReader;
import dev.quipu.storage.search.TimeRange;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/** The relations of a component, as analysis told of calls. */
@ApplicationScoped
public class ComponentRelations {

    private final RollupReader rollups;
    private final Workers workers;

    ComponentRelations(RollupReader rollups, Workers workers) {
        this.rollups = rollups;
        this.workers = workers;
    }

    /**
     * What was found, and in which time.
     *
     * @param from begin of the time, at a whole step
     * @param to end of it
     * @param progress how complete it is
     */
    public record Found(Relations relations, Instant from, Instant to, RollupReader.Progress progress) {}

    /** Of calls that began in the range, widened to whole steps; of all instances of the component. */
    public Uni<Found> find(String tenant, Component component, TimeRange range) {
        CallNode node = CallNode.of(component);
        RollupReader.Query query = new RollupReader.Query(
                tenant,
                RollupKind.CALLS,
                Instant.EPOCH.plusNanos(range.fromUnixNano()),
                Instant.EPOCH.plusNanos(range.toUnixNano()),
                OptionalInt.empty(),
                false,
                true,
                Optional.of(node.name()));
        return rollups.read(query)
                .chain(answer -> workers.run(
                        tenant,
                        () -> new Found(
                                Relations.of(node, RollupCodec.decode(RollupKind.CALLS, answer.rollup())),
                                answer.from(),
                                answer.to(),
                                answer.progress())));
    }
}
