package dev.quipu.storage.feed;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * How the work of a consumer is parted: spans by trace id into slices, log records and everything else in one part.
 *
 * @param slices 1 to {@value #MAX_SLICES}
 */
public record PartLayout(int slices) {

    public static final int MAX_SLICES = 64;

    private static final String LOGS = "logs";
    private static final Pattern TRACES = Pattern.compile("traces-(0|[1-9]\\d?)-of-([1-9]\\d?)");

    public PartLayout {
        if (slices < 1 || slices > MAX_SLICES) {
            throw new IllegalArgumentException("slices: expected 1 to " + MAX_SLICES + ", got " + slices);
        }
    }

    /** The names of its parts: {@code traces-0-of-2}, {@code traces-1-of-2}, {@code logs}. */
    public List<String> parts() {
        return Stream.concat(
                        IntStream.range(0, slices).mapToObj(slice -> "traces-" + slice + "-of-" + slices),
                        Stream.of(LOGS))
                .toList();
    }

    /**
     * The name, when it can be one of a part of some layout.
     *
     * @throws IllegalArgumentException when it cannot
     */
    public static String requirePart(String name) {
        Matcher matcher = TRACES.matcher(name);
        boolean isSlice = matcher.matches()
                && Integer.parseInt(matcher.group(2)) <= MAX_SLICES
                && Integer.parseInt(matcher.group(1)) < Integer.parseInt(matcher.group(2));
        if (!isSlice && !name.equals(LOGS)) {
            throw new IllegalArgumentException(
                    "part: expected 'traces-<slice>-of-<slices>' or 'logs', got '" + name + "'");
        }
        return name;
    }
}
