package dev.quipu.acceptance;

import java.io.UncheckedIOException;
import java.net.URI;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** Asks one question after the other without end, each of one replica and, when that does not answer, of the next. */
final class Asker implements AutoCloseable {

    private static final long PAUSE_MILLIS = 50;

    private final Supplier<List<URI>> replicas;
    private final List<String> questions;
    private final TenantApi api;
    private final AtomicInteger answers = new AtomicInteger();
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();
    private int turn;

    /** @param questions paths with queries, to which 200 is the only answer */
    Asker(Supplier<List<URI>> replicas, List<String> questions, TenantApi api) {
        this.replicas = replicas;
        this.questions = List.copyOf(questions);
        this.api = api;
        thread.scheduleWithFixedDelay(this::ask, 0, PAUSE_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void ask() {
        String question = questions.get(turn++ % questions.size());
        List<URI> asked = replicas.get();
        StringBuilder why = new StringBuilder(question);
        for (int i = 0; i < asked.size(); i++) {
            URI replica = asked.get((turn + i) % asked.size());
            try {
                Answer answer = api.get(replica.resolve(question));
                if (answer.status() == 200) {
                    answers.incrementAndGet();
                    return;
                }
                why.append("; ")
                        .append(replica)
                        .append(" answered ")
                        .append(answer.status())
                        .append(": ");
                why.append(answer.text());
            } catch (UncheckedIOException noAnswer) {
                why.append("; ").append(replica).append(": ").append(noAnswer.getCause());
            }
        }
        failures.add(why.toString());
    }

    /** Questions that no replica answered, and why. */
    List<String> failures() {
        return List.copyOf(failures);
    }

    int answers() {
        return answers.get();
    }

    @Override
    public void close() {
        thread.shutdown();
    }
}
