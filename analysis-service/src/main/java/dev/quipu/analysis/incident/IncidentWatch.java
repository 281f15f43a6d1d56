package dev.quipu.analysis.incident;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.quipu.analysis.ActiveTenants;
import dev.quipu.analysis.AnalysisConfig;
import dev.quipu.analysis.client.IncidentClient;
import dev.quipu.analysis.client.KeptIncident;
import dev.quipu.analysis.client.RollupQuery;
import dev.quipu.analysis.client.StorageClient;
import dev.quipu.analysis.client.StorageConflictException;
import dev.quipu.analysis.feed.FeedFollower;
import dev.quipu.analysis.graph.GraphReader;
import dev.quipu.analysis.read.Window;
import dev.quipu.model.CatalogText;
import dev.quipu.model.rollup.RollupKey;
import dev.quipu.model.rollup.RollupKind;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * Finds incidents, and keeps them in storage. Laws: 1. the same spans make the same incidents, however often they are
 * looked at, by however many replicas, and whenever one is killed: the last hour is looked at each time, and what began
 * before is carried on from what is kept; so one replica looks at a time, but only to spare the others the work; 2. an
 * incident that is kept keeps its id while any symptom of it is found again; 3. one tenant's trouble holds up no other.
 */
@ApplicationScoped
public class IncidentWatch {

    private static final Logger LOG = Logger.getLogger(IncidentWatch.class);

    /** Minutes that are looked at: what is usual, and some more. */
    private static final Duration LOOKED_AT = Duration.ofMinutes(75);

    /** Spans are sent within so long after they end; later ones count when they are looked at again. */
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final int MAX_KEPT = 1000;

    /** Read at once. */
    private static final Duration PIECE = Duration.ofMinutes(15);

    /** Code points of one text in a document. */
    private static final int MAX_TEXT = 4000;

    private final FeedFollower replica;
    private final ActiveTenants tenants;
    private final StorageClient storage;
    private final GraphReader graphs;
    private final IncidentClient kept;
    private final IncidentCauses causes;
    private final ObjectMapper mapper;
    private final AnalysisConfig.Incidents config;

    /** By tenant. Storage's watermark may go back when something new has come and is not consumed yet. */
    private final Map<String, Instant> lookedUpTo = new ConcurrentHashMap<>();

    IncidentWatch(
            FeedFollower replica,
            ActiveTenants tenants,
            StorageClient storage,
            GraphReader graphs,
            IncidentClient kept,
            IncidentCauses causes,
            ObjectMapper mapper,
            AnalysisConfig config) {
        this.replica = replica;
        this.tenants = tenants;
        this.storage = storage;
        this.graphs = graphs;
        this.kept = kept;
        this.causes = causes;
        this.mapper = mapper;
        this.config = config.analysis().incidents();
    }

    /** Looks at the last hour of all tenants, when it is this replica's turn. */
    @Scheduled(every = "{quipu.analysis.incidents.interval}", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    public Uni<Void> tick() {
        lookedUpTo.keySet().retainAll(tenants.all());
        return config.enabled() && replica.isFirst()
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
        Instant from = wholeMinute(Instant.now().minus(LOOKED_AT));
        return served(tenant, from).chain(served -> {
            Instant last = lookedUpTo.getOrDefault(tenant, from);
            if (served.minutes().isEmpty()
                    || served.to().isBefore(last)
                    || !served.to().isAfter(from)) {
                return Uni.createFrom().voidItem();
            }
            lookedUpTo.put(tenant, served.to());
            return look(tenant, from, served);
        });
    }

    /** What was served up to a whole minute. */
    private record Served(ServedMinutes minutes, Instant to) {}

    /** Read piece by piece, as one answer of storage holds so many components only. */
    private Uni<Served> served(String tenant, Instant from) {
        Instant now = Instant.now();
        ServedMinutes minutes =
                new ServedMinutes(from.getEpochSecond(), wholeMinute(now).getEpochSecond());
        return Multi.createFrom()
                .iterable(Stream.iterate(from, start -> start.isBefore(now), start -> start.plus(PIECE))
                        .toList())
                .onItem()
                .transformToUniAndConcatenate(start -> Uni.combine()
                        .all()
                        .unis(
                                storage.rollup(tenant, piece(RollupKind.SPANS, start, now)),
                                storage.rollup(tenant, piece(RollupKind.TEMPLATES, start, now)))
                        .with((spans, logs) -> {
                            minutes.add(spans.rollup());
                            minutes.addLogs(logs.rollup());
                            return spans.watermark().orElse(from);
                        }))
                .collect()
                .last()
                .map(watermark -> new Served(minutes, wholeMinute(watermark.minus(PATIENCE))));
    }

    private static <K extends RollupKey<K>> RollupQuery<K> piece(RollupKind<K> kind, Instant start, Instant now) {
        return RollupQuery.unnamed(kind, start, earlier(now, start.plus(PIECE)), MINUTE);
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    private Uni<Void> look(String tenant, Instant from, Served served) {
        ServedMinutes minutes = served.minutes().until(served.to().getEpochSecond());
        Window window = new Window(
                TimeUnit.SECONDS.toNanos(from.getEpochSecond()),
                TimeUnit.SECONDS.toNanos(served.to().getEpochSecond()));
        return Uni.combine()
                .all()
                .unis(
                        kept.list(tenant, IncidentClient.Query.since(from, MAX_KEPT)),
                        graphs.graph(tenant, window, Optional.empty()))
                .asTuple()
                .chain(answers -> {
                    List<KnownIncident> known = answers.getItem1().incidents().stream()
                            .flatMap(incident -> KnownIncident.of(incident, mapper).stream())
                            .toList();
                    IncidentTick tick = new IncidentTick(
                            tenant, minutes, served.to().getEpochSecond(), CallPaths.of(answers.getItem2()));
                    return Multi.createFrom()
                            .iterable(tick.changes(known, from.getEpochSecond()))
                            .onItem()
                            .transformToUniAndConcatenate(change -> keepUnlessInTrouble(tick, change))
                            .collect()
                            .last()
                            .replaceWithVoid();
                });
    }

    /** One that cannot be kept holds up no other. */
    private Uni<Boolean> keepUnlessInTrouble(IncidentTick tick, IncidentTick.Change change) {
        return keep(tick, change)
                .onFailure()
                .invoke(failure -> LOG.warnf(
                        "Incident %s of %s is not kept for now: %s", change.id(), tick.tenant(), failure.getMessage()))
                .onFailure()
                .recoverWithItem(false);
    }

    private static Instant wholeMinute(Instant time) {
        return Instant.ofEpochSecond(time.getEpochSecond() - time.getEpochSecond() % MINUTE.toSeconds());
    }

    private Uni<Boolean> keep(IncidentTick tick, IncidentTick.Change change) {
        Uni<IncidentDocument> document = change.causesWanted()
                .map(asked -> causes.add(tick.tenant(), change.document(), asked, tick.minutes())
                        .onFailure()
                        .invoke(failure ->
                                LOG.warnf("Causes of incident %s are not known: %s", change.id(), failure.getMessage()))
                        .onFailure()
                        .recoverWithItem(change.document()))
                .orElseGet(() -> Uni.createFrom().item(change.document()));
        return document.chain(complete -> {
                    KeptIncident incident = change.kept(storable(mapper.valueToTree(complete)));
                    return change.isSameAs(complete) ? Uni.createFrom().voidItem() : kept.put(tick.tenant(), incident);
                })
                .replaceWith(true);
    }

    /** PostgreSQL keeps no NUL and no half surrogates. */
    private static JsonNode storable(JsonNode node) {
        return switch (node.getNodeType()) {
            case STRING -> TextNode.valueOf(CatalogText.bounded(node.asText(), MAX_TEXT));
            case OBJECT -> {
                ObjectNode object = (ObjectNode) node;
                object.properties().forEach(field -> field.setValue(storable(field.getValue())));
                yield object;
            }
            case ARRAY -> {
                ArrayNode array = (ArrayNode) node;
                for (int i = 0; i < array.size(); i++) {
                    array.set(i, storable(array.get(i)));
                }
                yield array;
            }
            case BINARY, BOOLEAN, MISSING, NULL, NUMBER, POJO -> node;
        };
    }
}
