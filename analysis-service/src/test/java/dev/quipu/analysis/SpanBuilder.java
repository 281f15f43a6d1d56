package dev.quipu.analysis;

import dev.quipu.model.AnyValue;
import dev.quipu.model.InstrumentationScope;
import dev.quipu.model.KeyValue;
import dev.quipu.model.Resource;
import dev.quipu.model.Span;
import dev.quipu.model.SpanId;
import dev.quipu.model.TraceId;
import java.util.ArrayList;
import java.util.List;

/** Builds spans for tests: a root INTERNAL span of service {@code shop} unless told otherwise. */
public final class SpanBuilder {

    public static final TraceId TRACE = new TraceId(0x83a9efd15c1c98a9L, 0x77e0711cc93ee28bL);
    public static final long START = 1_706_678_909_209_712_345L;

    private TraceId traceId = TRACE;
    private Resource resource = Resource.of(List.of(KeyValue.of("service.name", "shop")));
    private InstrumentationScope scope = InstrumentationScope.NONE;
    private final long id;
    private long parent;
    private String traceState = "";
    private int flags;
    private String name = "work";
    private int kind = Span.Kind.INTERNAL.ordinal();
    private long start = START;
    private long end = START + 5_000_000;
    private final List<KeyValue> attributes = new ArrayList<>();
    private final List<Span.Event> events = new ArrayList<>();
    private final List<Span.Link> links = new ArrayList<>();
    private int dropped;
    private Span.Status status = Span.Status.UNSET;

    private SpanBuilder(long id) {
        this.id = id;
    }

    public static SpanBuilder span(long id) {
        return new SpanBuilder(id);
    }

    public SpanBuilder of(TraceId trace) {
        traceId = trace;
        return this;
    }

    public SpanBuilder in(String service) {
        return with(Resource.of(List.of(KeyValue.of("service.name", service))));
    }

    public SpanBuilder with(Resource newResource) {
        resource = newResource;
        return this;
    }

    public SpanBuilder with(InstrumentationScope newScope) {
        scope = newScope;
        return this;
    }

    public SpanBuilder under(long newParent) {
        parent = newParent;
        return this;
    }

    public SpanBuilder named(String newName) {
        name = newName;
        return this;
    }

    public SpanBuilder kind(Span.Kind newKind) {
        return kind(newKind.ordinal());
    }

    public SpanBuilder kind(int newKind) {
        kind = newKind;
        return this;
    }

    public SpanBuilder from(long newStart) {
        start = newStart;
        return this;
    }

    public SpanBuilder to(long newEnd) {
        end = newEnd;
        return this;
    }

    public SpanBuilder with(String key, AnyValue value) {
        attributes.add(new KeyValue(key, value));
        return this;
    }

    public SpanBuilder with(Span.Event event) {
        events.add(event);
        return this;
    }

    public SpanBuilder with(Span.Link link) {
        links.add(link);
        return this;
    }

    public SpanBuilder status(int code, String message) {
        status = new Span.Status(code, message);
        return this;
    }

    public SpanBuilder traceState(String newTraceState) {
        traceState = newTraceState;
        return this;
    }

    public SpanBuilder flags(int newFlags) {
        flags = newFlags;
        return this;
    }

    public SpanBuilder droppingOfEach(int newDropped) {
        dropped = newDropped;
        return this;
    }

    public Span build() {
        return new Span(
                resource,
                scope,
                traceId,
                new SpanId(id),
                new SpanId(parent),
                traceState,
                flags,
                name,
                kind,
                start,
                end,
                attributes,
                dropped,
                events,
                dropped,
                links,
                dropped,
                status);
    }
}
