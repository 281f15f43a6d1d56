package dev.quipu.benchmarks.micro;

import dev.quipu.access.AccessConfig;
import dev.quipu.access.ApiKey;
import dev.quipu.access.Authentication;
import dev.quipu.access.Gate;
import dev.quipu.access.KeyRing;
import dev.quipu.access.Role;
import dev.quipu.access.StoredKey;
import dev.quipu.access.Verdict;
import dev.quipu.benchmarks.spans.RequestEncoding;
import dev.quipu.benchmarks.spans.SpanWorkload;
import dev.quipu.benchmarks.spans.WorkloadBuilder;
import dev.quipu.model.Signal;
import dev.quipu.model.segment.IntakeLimits;
import dev.quipu.model.segment.RecordBatch;
import dev.quipu.model.segment.RecordRequest;
import dev.quipu.model.segment.RequestKey;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.lang.management.ManagementFactory;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * What the question for a key adds to the processor time of a request, beside what the collector does with its spans anyway,
 * from OTLP bytes to a finished segment; by turns in one thread, so that whatever else the machine does meets both alike.
 * HTTP is in neither, so the true share is smaller than the one told.
 */
public final class AuthenticationCost {

    private static final int KEYS = 1_000;
    private static final int[] SPANS_A_REQUEST = {1, 16, 64, 512};
    private static final int SPANS_A_ROUND = 20_480;
    private static final int WARMUP_ROUNDS = 8;
    private static final String SERVICE_KEY = "0123456789abcdef0123456789abcdef";

    private final List<String> secrets = new ArrayList<>();
    private final Gate asking;
    private final Gate open;

    private record Settings(Authentication authentication) implements AccessConfig {

        @Override
        public List<String> hosts() {
            return List.of();
        }

        @Override
        public Optional<String> serviceKey() {
            return Optional.of(SERVICE_KEY);
        }

        @Override
        public Duration refresh() {
            return Duration.ofMillis(500);
        }
    }

    private AuthenticationCost() {
        SecureRandom random = new SecureRandom();
        List<StoredKey> stored = new ArrayList<>();
        for (int i = 0; i < KEYS; i++) {
            ApiKey key = ApiKey.random(random);
            secrets.add("Bearer " + key.reveal());
            stored.add(StoredKey.of(key, "tenant-" + i % 10, Role.WRITER, "key-" + i, Optional.empty(), random));
        }
        KeyRing ring = new KeyRing();
        ring.replace(stored);
        asking = new Gate(new Settings(Authentication.KEYS), ring);
        open = new Gate(new Settings(Authentication.NONE), ring);
    }

    /** @param arguments how many rounds are measured; 20 when there is none */
    public static void main(String[] arguments) {
        int rounds = arguments.length == 0 ? 20 : Integer.parseInt(arguments[0]);
        AuthenticationCost cost = new AuthenticationCost();
        System.out.println("Medians and quartiles of " + rounds + " rounds, with " + KEYS + " keys:");
        for (int spans : SPANS_A_REQUEST) {
            cost.measure(spans, rounds);
        }
    }

    private void measure(int spans, int rounds) {
        int requests = SPANS_A_ROUND / spans;
        List<RecordRequest> work = requests(spans, requests);
        double[] judging = new double[rounds];
        double[] share = new double[rounds];
        for (int round = -WARMUP_ROUNDS; round < rounds; round++) {
            double without = micros(() -> judgeAll(open, requests)) / requests;
            double with = micros(() -> judgeAll(asking, requests)) / requests;
            double taking = micros(() -> takeIn(work)) / requests;
            int kept = Math.max(0, round);
            judging[kept] = with - without;
            share[kept] = 100 * (with - without) / (without + taking);
        }
        System.out.printf(
                Locale.ROOT,
                "%3d spans a request: %s µs more a request, %s %% of it%n",
                spans,
                spread(judging),
                spread(share));
    }

    private static List<RecordRequest> requests(int spans, int count) {
        SpanWorkload workload = new WorkloadBuilder(1, RequestEncoding.OTLP, spans).build(1, spans * count);
        return IntStream.range(0, count)
                .mapToObj(i -> workload.next(TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis()))
                        .toBytes())
                .map(body -> new RecordRequest(
                        RequestKey.ofBody(Samples.TENANT, Signal.TRACES, body, body.length), body, body.length))
                .toList();
    }

    private void judgeAll(Gate gate, int requests) {
        for (int i = 0; i < requests; i++) {
            MultiMap headers = HttpHeaders.headers()
                    .set(HttpHeaders.CONTENT_TYPE, "application/x-protobuf")
                    .set(HttpHeaders.AUTHORIZATION, secrets.get(i % KEYS));
            if (!(gate.judge(headers) instanceof Verdict.Known)) {
                throw new IllegalStateException("expected the key to be known");
            }
        }
    }

    /** As the collector does: the key of a body that a retry is known by, its records, and their segment. */
    private static void takeIn(List<RecordRequest> requests) {
        requests.forEach(request -> RequestKey.ofBody(Samples.TENANT, Signal.TRACES, request.body(), request.length()));
        Samples.encoded(RecordBatch.read(Signal.TRACES, requests, IntakeLimits.DEFAULT));
    }

    private static double micros(Runnable work) {
        long before = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        work.run();
        return (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - before) / 1e3;
    }

    private static String spread(double[] values) {
        double[] sorted = DoubleStream.of(values).sorted().toArray();
        return String.format(
                Locale.ROOT,
                "%.2f (%.2f to %.2f)",
                sorted[sorted.length / 2],
                sorted[sorted.length / 4],
                sorted[sorted.length * 3 / 4]);
    }
}
