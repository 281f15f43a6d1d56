package dev.quipu.benchmarks.query;

import dev.quipu.benchmarks.machine.ProcessWatch;
import dev.quipu.benchmarks.machine.Processes;
import dev.quipu.benchmarks.storage.StorageClient;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** Asks storage one thing after the other. */
final class Timing {

    private static final long MAX_MICROS = TimeUnit.MINUTES.toMicros(5);

    private final StorageClient storage;
    private final int storagePort;
    private final int warmup;

    /** @param warmup how many answers come before any is timed */
    Timing(StorageClient storage, int storagePort, int warmup) {
        this.storage = storage;
        this.storagePort = storagePort;
        this.warmup = warmup;
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
