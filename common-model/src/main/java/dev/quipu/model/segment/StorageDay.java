package dev.quipu.model.segment;

/** Which day's partition a record is kept in. */
public final class StorageDay {

    /** Records that started longer ago than this are undated. */
    public static final int MAX_DAYS_BACK = 30;
    /** Records that start further ahead than this are undated. */
    public static final int MAX_DAYS_AHEAD = 2;
    /** The day of undated records. */
    public static final int UNDATED = 0;

    private static final long NANOS_PER_DAY = 86_400_000_000_000L;

    private StorageDay() {}

    /** Epoch day (UTC) of the start time, or {@link #UNDATED} when that is too far from now. */
    public static int of(long startTimeUnixNano, long nowUnixNano) {
        long day = Long.divideUnsigned(startTimeUnixNano, NANOS_PER_DAY);
        long today = nowUnixNano / NANOS_PER_DAY;
        return day < today - MAX_DAYS_BACK || day > today + MAX_DAYS_AHEAD ? UNDATED : (int) day;
    }
}
