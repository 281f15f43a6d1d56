package dev.quipu.benchmarks.rig.client;

import java.util.HexFormat;
import java.util.Locale;

/**
 * Records, counted and summed.
 *
 * @param setHash sum of the records' hashes modulo 2^64: equal sums mean the same records, not just as many
 */
public record Sums(long records, long setHash) {

    public static final Sums NONE = new Sums(0, 0);

    public Sums plus(Sums other) {
        return new Sums(records + other.records, setHash + other.setHash);
    }

    /** Count and hash. */
    public String text() {
        return String.format(Locale.ROOT, "%,d %s", records, HexFormat.of().toHexDigits(setHash));
    }
}
