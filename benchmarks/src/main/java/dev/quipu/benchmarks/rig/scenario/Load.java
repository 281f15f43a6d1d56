package dev.quipu.benchmarks.rig.scenario;

import dev.quipu.benchmarks.rig.client.ClientPlan;
import dev.quipu.benchmarks.rig.client.ClientTally;
import dev.quipu.benchmarks.rig.client.Journal;
import dev.quipu.benchmarks.rig.client.RequestSource;
import dev.quipu.benchmarks.rig.client.RigClient;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A client with its source of records and its journal. */
final class Load implements AutoCloseable {

    private static final int RECORDS_PER_REQUEST = 200;
    private static final Duration LAST_ANSWERS = Duration.ofSeconds(180);

    private final RequestSource source;
    private final Path journalFile;
    private final Journal journal;
    private final RigClient client;

    private Load(RequestSource source, Path journalFile, ClientPlan plan) throws IOException {
        this.source = source;
        this.journalFile = journalFile;
        this.journal = new Journal(journalFile);
        this.client = new RigClient(plan, source, journal);
        client.start();
    }

    /** Begins to send at once. */
    static Load start(long seed, URI target, int senders, long recordsPerSecond, long maxRecords, Path home)
            throws IOException {
        long base = System.currentTimeMillis() * 1_000_000;
        RequestSource source =
                new RequestSource(seed, base, RECORDS_PER_REQUEST, TimeUnit.SECONDS.toNanos(1) / recordsPerSecond);
        return new Load(source, home.resolve("journal"), new ClientPlan(target, senders, recordsPerSecond, maxRecords));
    }

    RequestSource source() {
        return source;
    }

    Path journalFile() {
        return journalFile;
    }

    ClientTally tally() {
        return client.tally();
    }

    /** Waits until everything that was to be sent is acknowledged. */
    void awaitAllSent(Duration atMost) throws InterruptedException, TimeoutException {
        client.awaitFinished(atMost);
    }

    /** Begins nothing more; what is open goes on. */
    void pause() {
        client.finish();
    }

    /** Begins nothing more and returns when all is acknowledged and the journal closed. */
    void finish() throws InterruptedException, TimeoutException, IOException {
        client.finish();
        client.awaitFinished(LAST_ANSWERS);
        journal.close();
    }

    @Override
    public void close() {
        client.close();
    }
}
