package dev.quipu.benchmarks.load;

import dev.quipu.benchmarks.workload.Workload;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/**
 * One connection: sends a request, waits for its answer, sends it again as long as the door asks for that, then sends the
 * next. The request's bytes stay in one buffer meanwhile. All on one event loop.
 */
final class Sender {

    private static final long REQUEST_TIMEOUT_MILLIS = 60_000;
    private static final long FIRST_BACK_OFF_MILLIS = 100;
    private static final long MAX_BACK_OFF_MILLIS = 5_000;

    private final Vertx vertx;
    private final LoadPlan plan;
    private final Workload workload;
    private final Pace pace;
    private final Tally tally;
    private final HttpClient client;
    private final RequestOptions options;
    private final ByteBuffer bytes;
    private final ByteBuffer compressed;
    private final Gzip gzip = new Gzip();
    private final Promise<Void> done = Promise.promise();

    Sender(Vertx vertx, LoadPlan plan, Workload workload, Pace pace, Tally tally) {
        this.vertx = vertx;
        this.plan = plan;
        this.workload = workload;
        this.pace = pace;
        this.tally = tally;
        this.client = vertx.createHttpClient(new HttpClientOptions()
                .setProtocolVersion(plan.door().version())
                .setHttp2ClearTextUpgrade(false)
                .setMaxPoolSize(1)
                .setHttp2MaxPoolSize(1));
        this.options = new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setHost(plan.target().getHost())
                .setPort(plan.target().getPort())
                .setURI(plan.door().path())
                .setHeaders(plan.door().headers(plan.gzip()).addAll(plan.headers()))
                .setTimeout(REQUEST_TIMEOUT_MILLIS);
        int room = plan.door().prefixBytes() + workload.maxBytes();
        this.bytes = ByteBuffer.allocateDirect(room).order(ByteOrder.LITTLE_ENDIAN);
        this.compressed = ByteBuffer.allocateDirect(plan.gzip() ? Gzip.maxBytes(room) : 0);
    }

    /** Ends when the plan has no more for it and its last request is answered. */
    Future<Void> run() {
        next();
        return done.future();
    }

    private void next() {
        OptionalLong due = pace.claim(System.nanoTime());
        if (due.isEmpty()) {
            done.tryComplete();
            return;
        }
        long waitMillis = TimeUnit.NANOSECONDS.toMillis(due.getAsLong() - System.nanoTime());
        if (waitMillis > 0) {
            // Timers are as coarse as a millisecond: one that fires early has the request sent early, and then due.
            vertx.setTimer(waitMillis, timer -> prepare(earlier(due.getAsLong(), System.nanoTime())));
        } else {
            prepare(earlier(due.getAsLong(), System.nanoTime()));
        }
    }

    private static long earlier(long oneNanos, long otherNanos) {
        return oneNanos - otherNanos < 0 ? oneNanos : otherNanos;
    }

    private void prepare(long dueNanos) {
        Workload.Request request = workload.next(TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis()));
        int prefix = plan.door().prefixBytes();
        request.writeTo(bytes, prefix);
        bytes.position(prefix).limit(prefix + request.bytes());
        ByteBuffer message = plan.gzip() ? compress(prefix) : bytes;
        int length = message.limit() - prefix;
        if (plan.door() == Door.GRPC) {
            message.put(0, (byte) (plan.gzip() ? 1 : 0));
            message.duplicate().order(ByteOrder.BIG_ENDIAN).putInt(1, length);
        }
        ByteBuf body = Unpooled.wrappedBuffer(message.duplicate().position(0));
        bytes.clear();
        tally.offered(request.records(), request.bytes());
        send(new Attempt(Unpooled.unreleasableBuffer(body), request.records(), dueNanos, 0));
    }

    private ByteBuffer compress(int prefix) {
        compressed.clear().position(prefix);
        gzip.compress(bytes, compressed);
        return compressed.flip();
    }

    private record Attempt(ByteBuf body, int records, long dueNanos, int number) {}

    private void send(Attempt attempt) {
        client.request(options)
                .compose(request -> request.send(Buffer.buffer(attempt.body())))
                .compose(response -> response.body().map(body -> answer(response, body)))
                .otherwise(failure -> Answer.retry(Duration.ZERO, "connection: " + failure))
                .map(answer -> settle(attempt, answer))
                .onFailure(done::tryFail);
    }

    private Answer answer(HttpClientResponse response, Buffer body) {
        return plan.door().answer(response.statusCode(), response.headers(), response.trailers(), body.getBytes());
    }

    /** Counts the answer and goes on with the next request, or with the same one again. */
    private Answer.Kind settle(Attempt attempt, Answer answer) {
        switch (answer.kind()) {
            case ACKNOWLEDGED -> {
                tally.acknowledged(attempt.records(), answer, attempt.dueNanos(), System.nanoTime());
                next();
            }
            case REFUSED -> {
                tally.refused(attempt.records(), answer);
                next();
            }
            case RETRY -> {
                tally.retried(answer);
                long backOff = Math.min(MAX_BACK_OFF_MILLIS, FIRST_BACK_OFF_MILLIS << Math.min(10, attempt.number()));
                vertx.setTimer(Math.max(backOff, answer.retryAfter().toMillis()), timer -> send(again(attempt)));
            }
        }
        return answer.kind();
    }

    private static Attempt again(Attempt attempt) {
        return new Attempt(attempt.body(), attempt.records(), attempt.dueNanos(), attempt.number() + 1);
    }
}
