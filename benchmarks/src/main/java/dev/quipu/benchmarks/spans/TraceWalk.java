package dev.quipu.benchmarks.spans;

import static dev.quipu.benchmarks.spans.Attributes.text;

import com.google.protobuf.ByteString;
import dev.quipu.benchmarks.spans.Service.Instance;
import dev.quipu.benchmarks.spans.Step.Call;
import dev.quipu.benchmarks.spans.Step.Endpoint;
import dev.quipu.benchmarks.spans.Step.External;
import dev.quipu.benchmarks.spans.Step.Publish;
import dev.quipu.benchmarks.spans.Step.Query;
import dev.quipu.benchmarks.spans.Step.Work;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Span.Event;
import io.opentelemetry.proto.trace.v1.Span.SpanKind;
import io.opentelemetry.proto.trace.v1.Status;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Walks one request through the shop and notes its spans; times count from the start of the trace. */
final class TraceWalk {

    /** Who makes a step: the instance and its span. */
    record Caller(Instance instance, ByteString spanId) {}

    /** How a step went: when it was over, and whether it failed. */
    record Outcome(long endNanos, boolean failed) {}

    private record Draft(Instance instance, Span.Builder span) {}

    private static final double FAILURE = 0.006;
    private static final double FAILURE_PASSED_ON = 0.5;
    private static final double AT_ONCE = 0.2;
    private static final double SIGMA = 0.7;
    private static final double STALLED = 0.002;
    private static final int STALL_FACTOR = 25;
    /** A call that fails has mostly waited for its time to run out. */
    private static final int FAILED_FACTOR = 12;

    private static final int SAMPLED_FLAG = 0x101;
    private static final long MAX_LAG_NANOS = 400_000_000;

    private final SplittableRandom random;
    private final Visitor visitor;
    private final SpanAttributes attributes;
    private final ByteString traceId;
    private final List<Draft> drafts = new ArrayList<>();

    TraceWalk(SplittableRandom random) {
        this.random = random;
        this.visitor = Visitor.of(random);
        this.attributes = new SpanAttributes(random, visitor);
        this.traceId = ByteString.copyFrom(ByteBuffer.allocate(16)
                .putLong(random.nextLong())
                .putLong(random.nextLong() | 1)
                .flip());
    }

    /** What an endpoint does for its caller; the root of the trace when the caller's span id is empty. */
    Outcome serve(Endpoint endpoint, ByteString parent, long startNanos) {
        Instance instance = anyOf(endpoint.service());
        boolean message = endpoint.consumesMessages();
        Span.Builder span = message
                ? begin(instance, parent, SpanKind.SPAN_KIND_CONSUMER, "process " + endpoint.route())
                : begin(instance, parent, SpanKind.SPAN_KIND_SERVER, endpoint.method() + " " + endpoint.route());
        long own = sample(endpoint.medianMicros());
        Outcome steps = take(endpoint.steps(), new Caller(instance, span.getSpanId()), startNanos + own / 2);
        boolean failed = steps.failed() || fails();
        if (message) {
            attributes.message(span, endpoint.route(), "process");
            span.addLinks(Span.Link.newBuilder().setTraceId(traceId).setSpanId(parent));
        } else {
            attributes.httpServer(span, endpoint, failed);
        }
        return end(span, startNanos, steps.endNanos() + own / 2, failed);
    }

    /** A scheduled job: a root and its queries, all in one instance. */
    void job(Instance instance, Query query, int spans) {
        long cursor = sample(500);
        Span.Builder root = begin(instance, ByteString.EMPTY, SpanKind.SPAN_KIND_INTERNAL, "expire " + query.table());
        attributes.work(root, instance);
        for (int i = 1; i < spans; i++) {
            cursor =
                    query(query, new Caller(instance, root.getSpanId()), cursor).endNanos();
        }
        end(root, 0, cursor + sample(500), false);
    }

    /** The spans, so shifted that the trace is over shortly before the epoch of unsent spans. */
    List<GeneratedSpan> spans(int wave) {
        long last = drafts.stream()
                .mapToLong(draft -> draft.span().getEndTimeUnixNano())
                .max()
                .orElse(0);
        long shift = GeneratedSpan.EPOCH_UNIX_NANO - random.nextLong(MAX_LAG_NANOS) - last;
        return drafts.stream()
                .map(draft -> new GeneratedSpan(draft.instance(), wave, shifted(draft.span(), shift)))
                .toList();
    }

    Outcome call(Call step, Caller caller, long startNanos) {
        Endpoint callee = step.callee();
        Span.Builder client = begin(caller, SpanKind.SPAN_KIND_CLIENT, callee.method());
        long network = sample(120);
        Outcome served = serve(callee, client.getSpanId(), startNanos + network);
        boolean failed = served.failed();
        attributes.httpClient(client, callee, failed);
        return end(client, startNanos, served.endNanos() + network, failed);
    }

    Outcome query(Query step, Caller caller, long startNanos) {
        Span.Builder span = begin(caller, SpanKind.SPAN_KIND_CLIENT, firstWord(step.statement()) + " " + step.table());
        attributes.query(span, step);
        boolean failed = fails();
        return end(span, startNanos, startNanos + waited(step.database().medianMicros(), failed), failed);
    }

    Outcome external(External step, Caller caller, long startNanos) {
        Span.Builder span = begin(caller, SpanKind.SPAN_KIND_CLIENT, "POST");
        boolean failed = fails();
        attributes.external(span, step, failed);
        return end(span, startNanos, startNanos + waited(step.medianMicros(), failed), failed);
    }

    Outcome work(Work step, Caller caller, long startNanos) {
        Span.Builder span = begin(caller, SpanKind.SPAN_KIND_INTERNAL, step.name());
        attributes.work(span, caller.instance());
        return end(span, startNanos, startNanos + sample(step.medianMicros()), fails());
    }

    Outcome publish(Publish step, Caller caller, long startNanos) {
        String topic = step.consumer().route();
        Span.Builder span = begin(caller, SpanKind.SPAN_KIND_PRODUCER, "send " + topic);
        attributes.message(span, topic, "send");
        Outcome sent = end(span, startNanos, startNanos + sample(900), fails());
        serve(step.consumer(), span.getSpanId(), sent.endNanos() + sample(20_000));
        return sent;
    }

    /** One after the other, some at once with the one before; none after a failure. */
    private Outcome take(List<Step> steps, Caller caller, long startNanos) {
        long latestEnd = startNanos;
        long cursor = startNanos;
        for (Step step : steps) {
            if (random.nextDouble() >= step.probability()) {
                continue;
            }
            long begin = random.nextDouble() < AT_ONCE ? cursor : latestEnd;
            Outcome outcome = step.take(this, caller, begin);
            cursor = begin;
            latestEnd = Math.max(latestEnd, outcome.endNanos());
            if (outcome.failed() && random.nextDouble() < FAILURE_PASSED_ON) {
                return new Outcome(latestEnd, true);
            }
        }
        return new Outcome(latestEnd, false);
    }

    private Span.Builder begin(Caller caller, SpanKind kind, String name) {
        return begin(caller.instance(), caller.spanId(), kind, name);
    }

    private Span.Builder begin(Instance instance, ByteString parent, SpanKind kind, String name) {
        Span.Builder span = Span.newBuilder()
                .setTraceId(traceId)
                .setSpanId(spanId())
                .setParentSpanId(parent)
                .setFlags(SAMPLED_FLAG)
                .setKind(kind)
                .setName(name);
        drafts.add(new Draft(instance, span));
        return span;
    }

    private Outcome end(Span.Builder span, long startNanos, long endNanos, boolean failed) {
        span.setStartTimeUnixNano(startNanos).setEndTimeUnixNano(endNanos);
        if (failed) {
            span.setStatus(Status.newBuilder().setCode(Status.StatusCode.STATUS_CODE_ERROR));
            span.addEvents(Event.newBuilder()
                    .setName("exception")
                    .setTimeUnixNano(endNanos - (endNanos - startNanos) / 8)
                    .addAttributes(text("exception.type", Failures.type(span.getKind())))
                    .addAttributes(text("exception.message", Failures.message(span.getName())))
                    .addAttributes(text("exception.stacktrace", Failures.stacktrace(span.getKind(), span.getName()))));
        }
        return new Outcome(endNanos, failed);
    }

    private static Span shifted(Span.Builder span, long shift) {
        span.setStartTimeUnixNano(span.getStartTimeUnixNano() + shift);
        span.setEndTimeUnixNano(span.getEndTimeUnixNano() + shift);
        span.getEventsBuilderList().forEach(event -> event.setTimeUnixNano(event.getTimeUnixNano() + shift));
        return span.build();
    }

    private ByteString spanId() {
        return ByteString.copyFrom(
                ByteBuffer.allocate(8).putLong(random.nextLong() | 1).flip());
    }

    private Instance anyOf(Service service) {
        return service.instances().get(random.nextInt(service.instances().size()));
    }

    private boolean fails() {
        return random.nextDouble() < FAILURE;
    }

    private long waited(int medianMicros, boolean failed) {
        return sample(failed ? medianMicros * FAILED_FACTOR : medianMicros);
    }

    /** Log-normal with a few stalls, in nanoseconds. */
    private long sample(int medianMicros) {
        double stall = random.nextDouble() < STALLED ? STALL_FACTOR : 1;
        return (long) (medianMicros * 1_000 * stall * Math.exp(SIGMA * random.nextGaussian()));
    }

    private static String firstWord(String statement) {
        return statement.substring(0, statement.indexOf(' '));
    }
}
