package dev.quipu.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.trace.v1.Span;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/**
 * Two tenants ask at the same time, each for what the other has as well, through one connection to PostgreSQL that is
 * handed from one to the other; some hang up, some lose patience, and PostgreSQL is killed meanwhile. No answer holds
 * anything of the other.
 */
class TenantsApartIT {

    /** How many answers are looked at, as {@code QUIPU_TEST_ANSWERS} says. */
    private static final int ANSWERS = Integer.parseInt(System.getenv().getOrDefault("QUIPU_TEST_ANSWERS", "10000"));

    private static final int KILLS = 3;
    private static final int SEED = 20;
    private static final int ASKERS = 6;
    private static final int TRACES = 40;
    private static final List<String> TENANTS = List.of("maize", "quinoa");

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private final AtomicInteger answers = new AtomicInteger();
    private final AtomicInteger own = new AtomicInteger();
    private final AtomicInteger abandoned = new AtomicInteger();
    private final ConcurrentLinkedQueue<String> foreign = new ConcurrentLinkedQueue<>();

    private record Side(String tenant, String other, String secret, List<URI> questions) {}

    @Test
    void noAnswerHoldsWhatIsTheOthers() throws Exception {
        ExecutorService askers = Executors.newFixedThreadPool(ASKERS);
        try (GuardedCluster guarded = GuardedCluster.start(Map.of("QUARKUS_DATASOURCE_REACTIVE_MAX_SIZE", "1"))) {
            List<ByteString> traces = new ArrayList<>();
            for (int i = 0; i < TRACES; i++) {
                traces.add(Requests.randomId(16));
            }
            List<Side> sides = List.of(
                    side(guarded, TENANTS.get(0), TENANTS.get(1), traces),
                    side(guarded, TENANTS.get(1), TENANTS.get(0), traces));
            List<Future<?>> asking = new ArrayList<>();
            for (int i = 0; i < ASKERS; i++) {
                Side side = sides.get(i % 2);
                SplittableRandom random = new SplittableRandom(SEED + i);
                asking.add(askers.submit(() -> askUntilEnough(side, random)));
            }
            for (int kill = 1; kill <= KILLS; kill++) {
                awaitAnswers(ANSWERS * kill / (KILLS + 1));
                guarded.cluster().killPostgres();
            }
            for (Future<?> one : asking) {
                one.get(15, TimeUnit.MINUTES);
            }
        } finally {
            askers.shutdownNow();
        }
        assertThat(foreign).isEmpty();
        assertThat(own.get()).as("answers with records").isGreaterThan(ANSWERS / 2);
        assertThat(abandoned).as("questions that were given up").hasPositiveValue();
    }

    /** The same traces, span names and keys for both, each record with its tenant in a value. */
    private static Side side(GuardedCluster guarded, String tenant, String other, List<ByteString> traces) {
        String writer = guarded.newKey(tenant, "writer");
        String reader = guarded.newKey(tenant, "reader");
        guarded.awaitKnown(writer);
        guarded.awaitKnown(reader);
        List<Span.Builder> spans = traces.stream()
                .map(trace -> Requests.span("checkout", trace).addAttributes(Requests.attribute("grows", tenant)))
                .toList();
        Answer sent = new TenantApi(other, writer)
                .export(
                        guarded.cluster().collector().url(),
                        Requests.of("field", spans.toArray(Span.Builder[]::new)).toByteArray());
        assertThat(sent.status()).as(sent.text()).isEqualTo(200);
        return new Side(tenant, other, reader, questions(guarded.cluster(), traces));
    }

    private static List<URI> questions(Cluster cluster, List<ByteString> traces) {
        List<URI> questions = new ArrayList<>();
        URI storage = cluster.storage().url();
        URI analysis = cluster.analysis().url();
        for (ByteString trace : traces) {
            questions.add(storage.resolve("/v1/traces/" + OtlpSpan.hex(trace)));
            questions.add(analysis.resolve("/api/traces/" + OtlpSpan.hex(trace)));
        }
        String any = URLEncoder.encode("grows exists", StandardCharsets.UTF_8);
        questions.add(storage.resolve("/v1/spans?limit=20"));
        questions.add(storage.resolve("/v1/spans?limit=5&q=" + any));
        questions.add(analysis.resolve("/store/v1/spans?limit=20"));
        questions.add(analysis.resolve("/api/traces?service=field&limit=10"));
        questions.add(storage.resolve("/v1/usage"));
        questions.add(storage.resolve("/v1/ledger"));
        return questions;
    }

    private void askUntilEnough(Side side, SplittableRandom random) {
        while (answers.get() < ANSWERS) {
            URI question = side.questions().get(random.nextInt(side.questions().size()));
            // Beside the secret, the tenant that it is not for.
            HttpRequest request = HttpRequest.newBuilder(question)
                    .timeout(
                            random.nextInt(20) == 0 ? Duration.ofMillis(1 + random.nextInt(5)) : Duration.ofSeconds(30))
                    .header("Authorization", "Bearer " + side.secret())
                    .header("Quipu-Tenant", side.other())
                    .build();
            CompletableFuture<HttpResponse<String>> answer =
                    http.sendAsync(request, HttpResponse.BodyHandlers.ofString());
            if (random.nextInt(20) == 0) {
                answer.cancel(true);
                abandoned.incrementAndGet();
            } else {
                look(side, question, answer);
            }
        }
    }

    private void look(Side side, URI question, CompletableFuture<HttpResponse<String>> pending) {
        try {
            HttpResponse<String> answer = pending.get(60, TimeUnit.SECONDS);
            if (answer.body().contains(side.other())) {
                foreign.add(side.tenant() + " asked " + question + ": " + answer.body());
            }
            if (answer.statusCode() == 200 && answer.body().contains(side.tenant())) {
                own.incrementAndGet();
            }
            answers.incrementAndGet();
        } catch (ExecutionException | TimeoutException lostPatience) {
            abandoned.incrementAndGet();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void awaitAnswers(int count) {
        await().atMost(Duration.ofMinutes(15)).until(() -> answers.get() >= count);
    }
}
