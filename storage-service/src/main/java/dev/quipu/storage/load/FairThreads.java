package dev.quipu.storage.load;

import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;

/** Threads that tenants share by the laws of {@link FairLine}; one is spare. Thread-safe. */
final class FairThreads {

    private final Executor threads;
    private final FairLine<Runnable> line;

    /**
     * @param threads that run as many tasks at once as there are places
     * @param places at least two
     */
    FairThreads(Executor threads, int places, LongSupplier nanoTime) {
        this.threads = threads;
        this.line = new FairLine<>(places, 1, nanoTime);
    }

    void execute(String tenant, Runnable task) {
        synchronized (line) {
            line.add(tenant, task);
        }
        begin();
    }

    private void begin() {
        Optional<FairLine.Turn<Runnable>> turn = next();
        while (turn.isPresent()) {
            FairLine.Turn<Runnable> present = turn.get();
            threads.execute(() -> run(present));
            turn = next();
        }
    }

    private Optional<FairLine.Turn<Runnable>> next() {
        synchronized (line) {
            return line.next();
        }
    }

    private void run(FairLine.Turn<Runnable> turn) {
        try {
            turn.one().run();
        } finally {
            synchronized (line) {
                line.end(turn.tenant());
            }
            begin();
        }
    }
}
