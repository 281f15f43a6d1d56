package dev.quipu.demo;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import io.opentelemetry.semconv.DbAttributes;
import io.opentelemetry.semconv.HttpAttributes;
import io.opentelemetry.semconv.ServerAttributes;
import io.opentelemetry.semconv.UrlAttributes;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/** Tells the SDK of a step and all it calls, as if it had happened at a given time. */
final class Player {

    /** A span that was played: who refers to it, and when it ended. */
    record Played(SpanContext context, Instant end) {}

    /** Of a request: what its duration is told by. */
    private static final List<AttributeKey<?>> SERVED_BY = List.of(
            HttpAttributes.HTTP_REQUEST_METHOD,
            HttpAttributes.HTTP_ROUTE,
            HttpAttributes.HTTP_RESPONSE_STATUS_CODE,
            UrlAttributes.URL_SCHEME);

    /** Of what is asked of a database. */
    private static final List<AttributeKey<?>> OPERATED_BY = List.of(
            DbAttributes.DB_SYSTEM_NAME,
            DbAttributes.DB_NAMESPACE,
            DbAttributes.DB_OPERATION_NAME,
            ServerAttributes.SERVER_ADDRESS);

    private final List<SpanContext> sentMessages = new ArrayList<>();
    private long spans;
    private long logs;

    /** Plays {@code root} as a trace of its own. */
    Played play(Step root, Instant start) {
        return play(root, Context.root(), "", start);
    }

    /** How many spans were played so far. */
    long spans() {
        return spans;
    }

    /** How many log records were written so far. */
    long logs() {
        return logs;
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
        tell(step, Context.root().with(span), start, now);
        if (!step.failure.isEmpty()) {
            span.setStatus(StatusCode.ERROR, step.failure);
        }
        span.end(now);
        return new Played(span.getSpanContext(), now);
    }

    /** Its log records, and what it adds to metrics. */
    private void tell(Step step, Context context, Instant start, Instant end) {
        Duration took = Duration.between(start, end);
        for (Step.Log log : step.logs) {
            step.at
                    .logger(step.scope)
                    .logRecordBuilder()
                    .setContext(context)
                    .setTimestamp(start.plusNanos((long) (took.toNanos() * log.share())))
                    .setSeverity(log.severity())
                    .setSeverityText(log.severity().name())
                    .setBody(log.body().replace(Step.MILLIS, Long.toString(took.toMillis())))
                    .setAllAttributes(log.attributes())
                    .emit();
            logs++;
        }
        Attributes all = step.attributes.build();
        if (step.kind == SpanKind.SERVER) {
            step.at.served(took, those(SERVED_BY, all), context);
        } else if (all.get(DbAttributes.DB_SYSTEM_NAME) != null) {
            step.at.operated(took, those(OPERATED_BY, all), context);
        }
    }

    private static Attributes those(List<AttributeKey<?>> keys, Attributes all) {
        AttributesBuilder those = Attributes.builder();
        keys.forEach(key -> copy(all, key, those));
        return those.build();
    }

    private static <T> void copy(Attributes from, AttributeKey<T> key, AttributesBuilder into) {
        T value = from.get(key);
        if (value != null) {
            into.put(key, value);
        }
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
