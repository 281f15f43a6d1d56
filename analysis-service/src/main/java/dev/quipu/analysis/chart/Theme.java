package dev.quipu.analysis.chart;

import dev.quipu.analysis.BadParameterException;
import java.util.List;
import java.util.Locale;

/** The colours of a chart, those of the web page. */
public enum Theme {
    LIGHT(
            new Ink("#ffffff", "#1b2126", "#4d5861", "#d5dade"),
            List.of("#0b6b64", "#b45309", "#4657b8", "#a3327a", "#56751a", "#7a4fb5", "#a1432f", "#2b6f9e"),
            0xdfeeec,
            0x073f3b),
    DARK(
            new Ink("#192026", "#e4e9ec", "#a3b0ba", "#2e3942"),
            List.of("#63c7bd", "#f0a154", "#93a5ff", "#f08fc6", "#b3cf6b", "#c3a2f5", "#f29a86", "#7dbde8"),
            0x1d3936,
            0xa5f2e8);

    /** What is not a series. */
    record Ink(String ground, String text, String soft, String line) {}

    private final Ink ink;
    private final List<String> series;
    private final int coldest;
    private final int hottest;

    Theme(Ink ink, List<String> series, int coldest, int hottest) {
        this.ink = ink;
        this.series = series;
        this.coldest = coldest;
        this.hottest = hottest;
    }

    /**
     * @throws BadParameterException for another word
     */
    public static Theme parse(String text) {
        for (Theme theme : values()) {
            if (theme.name().toLowerCase(Locale.ROOT).equals(text)) {
                return theme;
            }
        }
        throw new BadParameterException("theme: expected light or dark, got '" + text + "'");
    }

    Ink ink() {
        return ink;
    }

    /** The same colour again after {@link #colours} series. */
    String colour(int index) {
        return series.get(index % series.size());
    }

    int colours() {
        return series.size();
    }

    /** @param heat 0 to 1 */
    String heat(double heat) {
        return mixed(coldest, hottest, heat);
    }

    /** A colour nearer to the ground. @param share 0 to 1 */
    String pale(String colour, double share) {
        return mixed(Integer.decode(colour), Integer.decode(ink.ground()), share);
    }

    private static String mixed(int from, int to, double share) {
        int mixed = 0;
        for (int shift = 16; shift >= 0; shift -= 8) {
            int one = from >> shift & 0xff;
            int other = to >> shift & 0xff;
            mixed |= (int) Math.round(one + (other - one) * share) << shift;
        }
        return String.format(Locale.ROOT, "#%06x", mixed);
    }
}
