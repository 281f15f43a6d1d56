package dev.quipu.storage.relations;

import dev.quipu.model.Component;
import dev.quipu.model.TraceId;
import dev.quipu.model.query.Field;
import dev.quipu.model.query.Literal;
import dev.quipu.model.query.Operator;
import dev.quipu.model.query.RecordFilter;
import dev.quipu.storage.StorageConfig;
import dev.quipu.storage.load.Workers;
import dev.quipu.storage.search.RowQuery;
import dev.quipu.storage.search.SpanOrder;
import dev.quipu.storage.search.TimeRange;
import dev.quipu.storage.search.TraceHit;
import dev.quipu.storage.search.TraceLookup;
import dev.quipu.storage.search.TraceScope;
import dev.quipu.storage.search.TraceSearch;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The relations of a component as its newest traces show them. */
@ApplicationScoped
public class ComponentRelations {

    private static final byte[] NOTHING = {};

    private final TraceSearch search;
    private final TraceLookup lookup;
    private final Workers workers;
    private final int maxTraces;

    ComponentRelations(TraceSearch search, TraceLookup lookup, Workers workers, StorageConfig config) {
        this.workers = workers;
        this.search = search;
        this.lookup = lookup;
        this.maxTraces = config.storage().catalog().relationTraces();
    }

    /**
     * What was found, and in how much.
     *
     * @param traces the traces that were looked at
     * @param isTruncated whether there are more traces, or more spans in them, than were looked at
     */
    public record Found(Relations relations, int traces, boolean isTruncated) {}

    /** Of the newest traces with a span of the component that began in the range. */
    public Uni<Found> find(String tenant, Component component, TimeRange range) {
        RecordFilter filter = RecordFilter.and(List.of(
                is(Field.Intrinsic.SERVICE, component.name()),
                is(Field.Intrinsic.NAMESPACE, component.namespace()),
                is(Field.Intrinsic.INSTANCE, component.instanceId())));
        return search.search(new RowQuery<>(tenant, filter, range, SpanOrder.NEWEST, maxTraces, Optional.empty()))
                .chain(page -> {
                    List<CallSpan> spans = Collections.synchronizedList(new ArrayList<>());
                    Map<Component, Component> known = new ConcurrentHashMap<>();
                    List<TraceId> ids =
                            page.results().stream().map(TraceHit::traceId).toList();
                    return lookup.find(TraceScope.of(tenant, ids, TimeRange.ALL), some -> {
                                some.forEach(span -> spans.add(CallSpan.of(span, known)));
                                return NOTHING;
                            })
                            .chain(answer -> workers.run(() -> new Found(
                                    Relations.ofCalls(component, List.copyOf(spans)),
                                    page.results().size(),
                                    answer.isTruncated() || page.nextCursor().isPresent())));
                });
    }

    private static RecordFilter is(Field field, String text) {
        return new RecordFilter.Compare(field, Operator.EQUAL, new Literal.Text(text));
    }
}
