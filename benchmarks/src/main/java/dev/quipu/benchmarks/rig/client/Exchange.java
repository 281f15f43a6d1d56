package dev.quipu.benchmarks.rig.client;

import com.google.protobuf.InvalidProtocolBufferException;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** One sender's way of sending, as OTLP's specification has it: the same body again after a growing pause. */
final class Exchange {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final long FIRST_PAUSE_MILLIS = 100;
    private static final long MAX_PAUSE_MILLIS = 2_000;
    private static final long DONE = -1;
    private static final Set<Integer> RETRYABLE = Set.of(429, 502, 503, 504);

    private final HttpClient http;
    private final URI target;
    private final ClientTally tally;

    Exchange(HttpClient http, URI target, ClientTally tally) {
        this.http = http;
        this.target = target;
        this.tally = tally;
    }

    void untilAcknowledged(NumberedRequest request) throws InterruptedException {
        long begin = System.nanoTime();
        long pause = FIRST_PAUSE_MILLIS;
        long wishMillis = attempt(request, begin);
        while (wishMillis >= 0) {
            TimeUnit.MILLISECONDS.sleep(Math.max(pause, Math.min(MAX_PAUSE_MILLIS, wishMillis)));
            pause = Math.min(MAX_PAUSE_MILLIS, pause * 2);
            wishMillis = attempt(request, begin);
        }
    }

    /** @return {@link #DONE}, or after how many milliseconds at least the door wants to be asked again */
    private long attempt(NumberedRequest request, long beginNanos) throws InterruptedException {
        HttpRequest post = HttpRequest.newBuilder(
                        target.resolve("/v1/" + request.signal().label()))
                .timeout(TIMEOUT)
                .header("Content-Type", "application/x-protobuf")
                .POST(HttpRequest.BodyPublishers.ofByteArray(request.body()))
                .build();
        try {
            HttpResponse<byte[]> answer = http.send(post, HttpResponse.BodyHandlers.ofByteArray());
            int status = answer.statusCode();
            if (status == 200) {
                tally.acknowledged(request.records(), rejected(answer.body()), System.nanoTime() - beginNanos);
                return DONE;
            }
            if (RETRYABLE.contains(status)) {
                tally.retried("status " + status);
                return retryAfterMillis(answer);
            } else {
                tally.toldToDrop("status " + status + " of " + request.signal().label());
            }
        } catch (IOException e) {
            tally.retried("no answer: " + e.getClass().getSimpleName());
        }
        return 0;
    }

    private static long retryAfterMillis(HttpResponse<?> answer) {
        return answer.headers()
                .firstValue("Retry-After")
                .filter(text -> text.matches("\\d{1,6}"))
                .map(text -> TimeUnit.SECONDS.toMillis(Long.parseLong(text)))
                .orElse(0L);
    }

    /** The answers of all signals have the same fields. */
    private static long rejected(byte[] body) throws InvalidProtocolBufferException {
        return body.length == 0
                ? 0
                : ExportTraceServiceResponse.parseFrom(body).getPartialSuccess().getRejectedSpans();
    }
}
