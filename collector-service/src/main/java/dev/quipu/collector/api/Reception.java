package dev.quipu.collector.api;

import dev.quipu.collector.CollectorConfig;
import dev.quipu.collector.intake.Admission;
import dev.quipu.collector.intake.Answer;
import dev.quipu.collector.intake.BodyConversion;
import dev.quipu.collector.intake.Intake;
import dev.quipu.collector.intake.IntakeThreads;
import dev.quipu.collector.intake.Offer;
import dev.quipu.collector.intake.Refusal;
import dev.quipu.collector.intake.Reservation;
import dev.quipu.model.Signal;
import dev.quipu.model.segment.RecordRequest;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.function.Function;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** What the doors share: from a request whose head is in order to what its sender is told. */
@Singleton
final class Reception {

    private static final Logger LOG = Logger.getLogger(Reception.class);
    private static final int INFLATION_GUESS = 6;

    /** Taken for the length of a body when its sender does not say. */
    private static final int UNANNOUNCED_BYTES = 64 * 1024;

    private final CollectorConfig config;
    private final Admission admission;
    private final Intake intake;
    private final IntakeThreads threads;
    private final OpenRequests open;
    private final BodyPieces pieces = new BodyPieces();

    @Inject
    Reception(CollectorConfig config, Admission admission, Intake intake, IntakeThreads threads, OpenRequests open) {
        this.config = config;
        this.admission = admission;
        this.intake = intake;
        this.threads = threads;
        this.open = open;
    }

    /** What a body holds, and in which form when that is not OTLP protobuf. */
    record Content(Signal signal, Optional<BodyConversion> conversion) {}

    /** Makes the sink that a door's bodies go through. */
    @FunctionalInterface
    interface Sinks {
        BodySink of(ContentCoding coding, BodyBytes target, long maxWireBytes);
    }

    /** As {@link #receive}, of a body under the coding that its head names. */
    Future<Answer> receiveCoded(HttpServerRequest request, Content content) {
        String encoding = request.getHeader(HttpHeaders.CONTENT_ENCODING);
        Optional<ContentCoding> coding = ContentCoding.of(encoding == null ? "" : encoding);
        return coding.map(known -> receiveWithin(request, content, known, CodedBody::new))
                .orElseGet(() -> unsupported("Content-Encoding", "one of " + ContentCoding.KNOWN, encoding));
    }

    /** As {@link #receive}, of a body that is one block of Snappy, as the protocols of Loki and Prometheus have it. */
    Future<Answer> receiveSnappy(HttpServerRequest request, Content content) {
        String encoding = request.getHeader(HttpHeaders.CONTENT_ENCODING);
        return encoding == null || encoding.equalsIgnoreCase("snappy")
                ? receiveWithin(
                        request, content, ContentCoding.IDENTITY, (coding, bytes, max) -> new SnappyBody(bytes, max))
                : unsupported("Content-Encoding", "snappy", encoding);
    }

    static Future<Answer> unsupported(String header, String expected, @Nullable String got) {
        return Future.succeededFuture(
                Answer.unsupported(header + ": expected " + expected + ", got " + (got == null ? "none" : got)));
    }

    private Future<Answer> receiveWithin(
            HttpServerRequest request, Content content, ContentCoding coding, Sinks sinks) {
        long maxWireBytes = config.body().maxBytes().asLongValue();
        return SenderHeaders.contentLength(request.headers()).orElse(0) > maxWireBytes
                ? Future.succeededFuture(CodedBody.tooLarge(maxWireBytes).answer())
                : receive(request, content, coding, sinks);
    }

    /**
     * Reads the body and offers it; completes on the request's event loop. Fails only when the sender went away before
     * its request was whole. The body may not have been read to its end when there is an answer.
     */
    Future<Answer> receive(HttpServerRequest request, Content content, ContentCoding coding, Sinks sinks) {
        if (open.closing()) {
            return Future.succeededFuture(Answer.refused(Refusal.SHUTTING_DOWN));
        }
        try {
            String tenant = SenderHeaders.tenant(request.headers());
            Optional<String> idempotencyKey = SenderHeaders.idempotencyKey(request.headers());
            Optional<RecordRequest.Numbering> numbering = SenderHeaders.numbering(request.headers());
            return enter(
                    request,
                    tenant,
                    coding,
                    reservation -> read(
                            request,
                            coding,
                            sinks,
                            reservation,
                            bytes -> new Offer(
                                    tenant,
                                    content.signal(),
                                    bytes.array(),
                                    bytes.length(),
                                    content.conversion(),
                                    idempotencyKey,
                                    numbering,
                                    reservation)));
        } catch (RequestRefused e) {
            return Future.succeededFuture(e.answer());
        }
    }

    /** What may be told of a request that was taken, without what it may quote that rules take out. */
    String message(HttpServerRequest request, Signal signal, String text) {
        try {
            return intake.message(SenderHeaders.tenant(request.headers()), signal, text);
        } catch (RequestRefused e) {
            return e.answer().message(); // not of one that was taken
        }
    }

    private Future<Answer> enter(
            HttpServerRequest request,
            String tenant,
            ContentCoding coding,
            Function<Reservation, Future<Answer>> reading) {
        long announced = expectedBytes(request, coding);
        return Entrance.enter(
                        request,
                        Vertx.currentContext(),
                        admission,
                        tenant,
                        announced > 0 ? announced : UNANNOUNCED_BYTES,
                        config.admissionTimeout())
                .transform(entered -> {
                    if (entered.failed()) {
                        return answer(entered.cause());
                    }
                    if (open.closing()) {
                        entered.result().release();
                        return Future.succeededFuture(Answer.refused(Refusal.SHUTTING_DOWN));
                    }
                    return begin(entered.result(), reading);
                });
    }

    private static Future<Answer> begin(Reservation reservation, Function<Reservation, Future<Answer>> reading) {
        try {
            return reading.apply(reservation);
        } catch (RuntimeException e) {
            LOG.error("A request could not be read", e);
            reservation.release();
            return Future.succeededFuture(Answer.refused(Refusal.FAILED));
        }
    }

    /** What a sender is told, or the failure when there is none. */
    private static Future<Answer> answer(Throwable failure) {
        return failure instanceof RequestRefused refused
                ? Future.succeededFuture(refused.answer())
                : Future.failedFuture(failure);
    }

    private interface Offering {
        Offer of(BodyBytes bytes);
    }

    private Future<Answer> read(
            HttpServerRequest request, ContentCoding coding, Sinks sinks, Reservation reservation, Offering offering) {
        Context context = Vertx.currentContext();
        BodyBytes bytes = new BodyBytes(
                reservation,
                pieces,
                (int) config.body().maxInflatedBytes().asLongValue(),
                coding == ContentCoding.IDENTITY ? expectedBytes(request, coding) : 0);
        BodySink sink = sinks.of(coding, bytes, config.body().maxBytes().asLongValue());
        if ("100-continue".equalsIgnoreCase(request.getHeader(HttpHeaders.EXPECT))) {
            request.response().writeContinue();
        }
        Promise<Answer> answer = Promise.promise();
        BodyReading.of(request, context, sink, threads, config.body().readTimeout(), reservation::doubt)
                .onSuccess(whole -> {
                    reservation.complete();
                    intake.offer(offering.of(bytes))
                            .onSuccess(given -> context.runOnContext(back -> answer.complete(given)));
                })
                .onFailure(failure -> {
                    reservation.release();
                    answer(failure).onComplete(answer);
                });
        return answer.future();
    }

    private static int expectedBytes(HttpServerRequest request, ContentCoding coding) {
        long length = SenderHeaders.contentLength(request.headers()).orElse(0);
        long expected = coding == ContentCoding.IDENTITY ? length : length * INFLATION_GUESS;
        return (int) Math.min(expected, Integer.MAX_VALUE);
    }
}
