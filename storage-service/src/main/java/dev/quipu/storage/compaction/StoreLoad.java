package dev.quipu.storage.compaction;

/** How much is stored, by looking at a counter now and then. Thread-safe. */
final class StoreLoad {

    private static final double NANOS_PER_SECOND = 1e9;

    private long lastRecords;
    private long lastNanos = System.nanoTime();
    private double recordsPerSecond;

    /** @param records counted since the process started */
    synchronized void sample(long records) {
        long now = System.nanoTime();
        double seconds = Math.max(1, now - lastNanos) / NANOS_PER_SECOND;
        recordsPerSecond = (records - lastRecords) / seconds;
        lastRecords = records;
        lastNanos = now;
    }

    /** Between the last two looks. */
    synchronized double recordsPerSecond() {
        return recordsPerSecond;
    }
}
