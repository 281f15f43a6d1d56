package dev.quipu.analysis.anomaly;

/** What a value is compared with. */
public enum Yardstick {
    /** The last few values: finds jumps. */
    LAST_VALUES("right after the last values"),
    /** The mean of some ten values. */
    RECENT_LEVEL("at the recent level"),
    /** The mean of some fifty values. */
    LONG_LEVEL("at the level of the last while"),
    /** The same, for the mean of some ten values: finds small departures that last. */
    LEVEL_IN_A_ROW("for several values in a row by the level of the last while"),
    /** What is usual at this time of the day. */
    TIME_OF_DAY("at this time of the day"),
    /** What is usual at this time of the week. */
    TIME_OF_WEEK("at this time of the week"),
    /** The mean of some eight departures from the time of the day or week: finds small ones that last. */
    SEASON_IN_A_ROW("for several values in a row at this time");

    private final String words;

    Yardstick(String words) {
        this.words = words;
    }

    /** Completes "93 where 40 to 60 was expected". */
    public String words() {
        return words;
    }
}
