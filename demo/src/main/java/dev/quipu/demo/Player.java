package dev.quipu.demo;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/** Tells the SDK of a step and all it calls, as if it had happened at a given time. */
final class Player {

    /** A span that was played: who refers to it, and when it ended. */
    record Played(SpanContext context, Instant end) {}

    private final List<SpanContext> sentMessages = new ArrayList<>();
    private long spans;

    /** Plays {@code root} as a trace of its own. */
    Played play(Step root, Instant start) {
        return play(root, Context.root(), "", start);
    }

    /** How many spans were played so far. */
    long spans() {
        return spans;
    }

    /** The spans that sent a message and were not taken yet. */
    List<SpanContext> takeSentMessages() {
        List<SpanContext> taken = List.copyOf(sentMessages);
        sentMessages.clear();
        return taken;
    }

    private Played play(Step step, Context parent, String parentService, Instant start) {
        boolean remote = !parentService.isEmpty() && !parentService.equals(step.at.service());
        SpanBuilder builder = step.at
                .tracer(step.scope)
                .spanBuilder(step.name)
                .setParent(remote ? received(parent) : parent)
                .setSpanKind(step.kind)
                .setStartTimestamp(start)
                .setAllAttributes(step.attributes.build());
        step.links.forEach(builder::addLink);
        Span span = builder.startSpan();
        spans++;
        if (step.kind == SpanKind.PRODUCER) {
            sentMessages.add(span.getSpanContext());
        }

        // Its own work is spread evenly before, between and after the stages.
        double slice = step.ownMillis / (step.stages.size() + 1);
        Instant now = later(start, slice);
        for (List<Step> stage : step.stages) {
            now = later(playStage(stage, Context.root().with(span), step.at.service(), now), slice);
        }
        for (Step.Event event : step.events) {
            long nanos = (long) (ChronoUnit.NANOS.between(start, now) * event.share());
            span.addEvent(event.name(), event.attributes(), start.plusNanos(nanos));
        }
        if (!step.failure.isEmpty()) {
            span.setStatus(StatusCode.ERROR, step.failure);
        }
        span.end(now);
        return new Played(span.getSpanContext(), now);
    }

    private Instant playStage(List<Step> stage, Context parent, String service, Instant start) {
        Instant end = start;
        for (Step step : stage) {
            Instant ended = play(step, parent, service, start).end();
            end = ended.isAfter(end) ? ended : end;
        }
        return end;
    }

    /** The parent as another process sees it, from the {@code traceparent} header. */
    private static Context received(Context parent) {
        SpanContext sent = Span.fromContext(parent).getSpanContext();
        return Context.root()
                .with(Span.wrap(SpanContext.createFromRemoteParent(
                        sent.getTraceId(), sent.getSpanId(), sent.getTraceFlags(), sent.getTraceState())));
    }

    private static Instant later(Instant time, double millis) {
        return time.plusNanos((long) (millis * 1_000_000));
    }
}
