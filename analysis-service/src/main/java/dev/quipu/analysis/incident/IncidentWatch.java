package dev.quipu.analysis.incident;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.quipu.analysis.ActiveTenants;
import dev.quipu.analysis.AnalysisConfig;
import dev.quipu.analysis.client.FoundRollup;
import dev.quipu.analysis.client.IncidentClient;
import dev.quipu.analysis.client.KeptIncident;
import dev.quipu.analysis.client.RollupQuery;
import dev.quipu.analysis.client.StorageClient;
import dev.quipu.analysis.client.StorageConflictException;
import dev.quipu.analysis.graph.GraphReader;
import dev.quipu.analysis.read.Window;
import dev.quipu.model.rollup.RollupKind;
import dev.quipu.model.rollup.SpanKey;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Finds incidents, and keeps them in storage. Laws: 1. the same spans make the same incidents, however often they are
 * looked at, by however many replicas, and whenever one is killed: the last hour is looked at each time, and what began
 * before is carried on from what is kept; 2. an incident that is kept keeps its id while any symptom of it is found again;
 * 3. one tenant's trouble holds up no other.
 */
@ApplicationScoped
public class IncidentWatch {

    private static final Logger LOG = Logger.getLogger(IncidentWatch.class);

    /** Minutes that are looked at: what is usual, and some more. */
    private static final Duration LOOKED_AT = Duration.ofMinutes(75);

    /** Spans are sent within so long after they end; later ones count when they are looked at again. */
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final int MAX_KEPT = 100;

    private final ActiveTenants tenants;
    private final StorageClient storage;
    private final GraphReader graphs;
    private final IncidentClient kept;
    private final IncidentCauses causes;
    private final ObjectMapper mapper;
    private final AnalysisConfig.Incidents config;

    IncidentWatch(
            ActiveTenants tenants,
            StorageClient storage,
            GraphReader graphs,
            IncidentClient kept,
            IncidentCauses causes,
            ObjectMapper mapper,
            AnalysisConfig config) {
        this.tenants = tenants;
        this.storage = storage;
        this.graphs = graphs;
        this.kept = kept;
        this.causes = causes;
        this.mapper = mapper;
        this.config = config.analysis().incidents();
    }

    @Scheduled(every = "{quipu.analysis.incidents.interval}", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> tick() {
        return config.enabled()
                ? Multi.createFrom()
                        .iterable(tenants.all())
                        .onItem()
                        .transformToUniAndConcatenate(this::lookUnlessInTrouble)
                        .collect()
                        .last()
                        .replaceWithVoid()
                : Uni.createFrom().voidItem();
    }

    private Uni<Boolean> lookUnlessInTrouble(String tenant) {
        return look(tenant)
                .replaceWith(true)
                .onFailure(StorageConflictException.class)
                .invoke(conflict ->
                        LOG.debugf("Incidents of %s are looked at again: %s", tenant, conflict.getMessage()))
                .onFailure(failure -> !(failure instanceof StorageConflictException))
                .invoke(failure ->
                        LOG.warnf("Incidents of %s are not looked at for now: %s", tenant, failure.getMessage()))
                .onFailure()
                .recoverWithItem(false);
    }

    /** Looks at the last hour of a tenant. */
    Uni<Void> look(String tenant) {
        Instant now = Instant.now();
        Instant from = wholeMinute(now.minus(LOOKED_AT));
        return storage.rollup(tenant, RollupQuery.unnamed(RollupKind.SPANS, from, now, MINUTE))
                .chain(found -> found.rollup().isEmpty() || found.watermark().isEmpty()
                        ? Uni.createFrom().voidItem()
                        : look(tenant, from, found));
    }

    private Uni<Void> look(String tenant, Instant from, FoundRollup<SpanKey> found) {
        Instant to = wholeMinute(found.watermark().orElseThrow().minus(PATIENCE));
        ServedMinutes minutes = ServedMinutes.of(found.rollup(), from.getEpochSecond(), to.getEpochSecond());
        Window window = new Window(
                TimeUnit.SECONDS.toNanos(from.getEpochSecond()), TimeUnit.SECONDS.toNanos(to.getEpochSecond()));
        return Uni.combine()
                .all()
                .unis(
                        kept.list(tenant, IncidentClient.Query.since(from, MAX_KEPT)),
                        graphs.graph(tenant, window, Optional.empty()))
                .asTuple()
                .chain(answers -> {
                    List<KnownIncident> known = answers.getItem1().incidents().stream()
                            .map(incident -> KnownIncident.of(incident, mapper))
                            .toList();
                    IncidentTick tick =
                            new IncidentTick(tenant, minutes, to.getEpochSecond(), CallPaths.of(answers.getItem2()));
                    return Multi.createFrom()
                            .iterable(tick.changes(known, from.getEpochSecond()))
                            .onItem()
                            .transformToUniAndConcatenate(change -> keep(tick, change))
                            .collect()
                            .last()
                            .replaceWithVoid();
                });
    }

    private static Instant wholeMinute(Instant time) {
        return Instant.ofEpochSecond(time.getEpochSecond() - time.getEpochSecond() % MINUTE.toSeconds());
    }

    private Uni<Boolean> keep(IncidentTick tick, IncidentTick.Change change) {
        Uni<IncidentDocument> document = change.causesWanted()
                .map(asked -> causes.add(tick.tenant(), change.document(), asked, tick.minutes()))
                .orElseGet(() -> Uni.createFrom().item(change.document()));
        return document.chain(complete -> {
                    KeptIncident incident = change.kept(mapper.valueToTree(complete));
                    return change.isSameAs(complete) ? Uni.createFrom().voidItem() : kept.put(tick.tenant(), incident);
                })
                .replaceWith(true);
    }
}
