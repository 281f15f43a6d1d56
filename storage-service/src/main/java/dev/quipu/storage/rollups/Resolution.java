package dev.quipu.storage.rollups;

import dev.quipu.model.rollup.Rollup;
import dev.quipu.model.rollup.RollupKey;
import dev.quipu.model.rollup.RollupKind;
import dev.quipu.storage.StorageConfig;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/** The steps in which rollups are kept, each in rows of one period. Times in seconds. */
public enum Resolution {
    TEN_SECONDS(10, 600, 600),
    MINUTE(60, 3600, 21_600),
    HOUR(3600, 86_400, Long.MAX_VALUE);

    /** Of what has not been merged yet, in the table's column. */
    static final int UNMERGED = 0;

    private final int stepSeconds;
    private final int periodSeconds;
    private final long longestSeconds;

    /** @param longestSeconds of a time that is read in these steps when nobody says in which */
    Resolution(int stepSeconds, int periodSeconds, long longestSeconds) {
        this.stepSeconds = stepSeconds;
        this.periodSeconds = periodSeconds;
        this.longestSeconds = longestSeconds;
    }

    static Resolution finest() {
        return TEN_SECONDS;
    }

    /**
     * The coarsest whose steps make up a step of that length.
     *
     * @throws IllegalArgumentException when there is none, or when what is asked for was let go in these steps
     */
    static Resolution of(int stepSeconds, Instant from, StorageConfig.Rollups config) {
        Resolution found = null;
        for (Resolution resolution : values()) {
            if (stepSeconds > 0 && stepSeconds % resolution.stepSeconds == 0) {
                found = resolution;
            }
        }
        if (found == null) {
            throw new IllegalArgumentException(
                    "step: expected a multiple of " + finest().stepSeconds + " s, got " + stepSeconds + " s");
        }
        if (found != HOUR && !found.isKept(from, config)) {
            throw new IllegalArgumentException(
                    "step: expected a multiple of " + values()[found.ordinal() + 1].stepSeconds
                            + " s, as steps of " + found.stepSeconds + " s are kept for " + found.keepDays(config)
                            + " days only, got " + stepSeconds + " s");
        }
        return found;
    }

    /** The finest that is kept from that time on, and not too fine for so long a time. */
    static Resolution fitting(Instant from, Instant to, StorageConfig.Rollups config) {
        long seconds = Duration.between(from, to).toSeconds();
        for (Resolution resolution : values()) {
            if (seconds <= resolution.longestSeconds && resolution.isKept(from, config)) {
                return resolution;
            }
        }
        return HOUR;
    }

    private boolean isKept(Instant from, StorageConfig.Rollups config) {
        return !from.isBefore(Instant.now().minusSeconds(TimeUnit.DAYS.toSeconds(keepDays(config))));
    }

    /** How long it is kept. */
    public int keepDays(StorageConfig.Rollups config) {
        return switch (this) {
            case TEN_SECONDS -> config.tenSecondDays();
            case MINUTE -> config.minuteDays();
            case HOUR -> config.hourDays();
        };
    }

    public int stepSeconds() {
        return stepSeconds;
    }

    int periodSeconds() {
        return periodSeconds;
    }

    <K extends RollupKey<K>> Rollup<K> newRollup(RollupKind<K> kind) {
        return new Rollup<>(kind, stepSeconds);
    }
}
