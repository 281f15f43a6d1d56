package dev.quipu.benchmarks.query;

import dev.quipu.benchmarks.machine.ProcessWatch;
import dev.quipu.benchmarks.machine.Processes;
import dev.quipu.benchmarks.storage.StorageClient;
import dev.quipu.benchmarks.storage.StoredSpans;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** Asks storage one thing after the other. */
public final class Timing {

    private static final long MAX_MICROS = TimeUnit.MINUTES.toMicros(5);

    private final StorageClient storage;
    private final int storagePort;
    private final int warmup;

    /** @param warmup how many answers come before any is timed */
    public Timing(StorageClient storage, int storagePort, int warmup) {
        this.storage = storage;
        this.storagePort = storagePort;
        this.warmup = warmup;
    }

    /** Asks a question again and again. @param repeat how many answers are timed */
    public QuestionReport time(Question question, StoredSpans choices, int repeat, long stored)
            throws InterruptedException {
        List<String> requests = new ArrayList<>();
        for (int i = 0; i < warmup + repeat; i++) {
            requests.add(question.choice().pathAndQuery(choices));
        }
        return time(question.name(), question.contentType(), requests, stored);
    }

    /** @param requests paths and queries, those of the warm-up first */
    QuestionReport time(String name, String contentType, List<String> requests, long stored)
            throws InterruptedException {
        for (String request : requests.subList(0, warmup)) {
            storage.bytes(request, contentType);
        }
        Histogram micros = new Histogram(MAX_MICROS, 3);
        long bytes = 0;
        List<String> timed = requests.subList(warmup, requests.size());
        try (ProcessWatch watch = new ProcessWatch(Processes.ofStorage(storagePort))) {
            for (String request : timed) {
                long start = System.nanoTime();
                bytes += storage.bytes(request, contentType).length;
                micros.recordValue(Math.min(MAX_MICROS, TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - start)));
            }
            return new QuestionReport(name, stored, micros, bytes / timed.size(), watch.usage());
        }
    }
}
