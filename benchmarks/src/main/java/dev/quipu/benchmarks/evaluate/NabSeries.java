package dev.quipu.benchmarks.evaluate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One series of the NAB corpus with its labelled windows.
 *
 * @param name folder and file, as in {@code windows.json}
 * @param timesUnixNano stamps in file order, read as UTC
 * @param windows first and last row of each labelled window, both inclusive, earliest first
 */
record NabSeries(String name, long[] timesUnixNano, double[] values, List<Window> windows) {

    record Window(int first, int last) {
        int width() {
            return last - first + 1;
        }
    }

    private static final Pattern ENTRY =
            Pattern.compile("\"([^\"]+\\.csv)\"\\s*:\\s*\\[(.*?)\\]\\s*(?=,\\s*\"[^\"]+\\.csv\"|\\})", Pattern.DOTALL);
    private static final Pattern PAIR = Pattern.compile("\\[\\s*\"([^\"]+)\"\\s*,\\s*\"([^\"]+)\"\\s*\\]");

    NabSeries {
        windows = List.copyOf(windows);
    }

    int length() {
        return values.length;
    }

    /** Rows that NAB does not score: 15 % of the series, of at most 5,000 rows. */
    int probationaryRows() {
        return (int) Math.min(Math.floor(0.15 * length()), 0.15 * 5000);
    }

    /** @param root the folder that holds {@code windows.json} and {@code data/} */
    static List<NabSeries> readAll(Path root) throws IOException {
        List<NabSeries> all = new ArrayList<>();
        Matcher entries = ENTRY.matcher(Files.readString(root.resolve("windows.json")));
        while (entries.find()) {
            all.add(read(root, entries.group(1), entries.group(2)));
        }
        return all;
    }

    private static NabSeries read(Path root, String name, String pairs) throws IOException {
        List<String> lines = Files.readAllLines(root.resolve("data").resolve(name));
        int rows = lines.size() - 1;
        long[] times = new long[rows];
        double[] values = new double[rows];
        for (int row = 0; row < rows; row++) {
            String[] cells = lines.get(row + 1).split(",");
            times[row] = unixNano(cells[0]);
            values[row] = Double.parseDouble(cells[1]);
        }
        List<Window> windows = new ArrayList<>();
        for (Matcher pair = PAIR.matcher(pairs); pair.find(); ) {
            windows.add(new Window(rowOf(times, pair.group(1)), rowOf(times, pair.group(2))));
        }
        return new NabSeries(name, times, values, windows);
    }

    private static int rowOf(long[] times, String stamp) {
        long wanted = unixNano(stamp);
        for (int row = 0; row < times.length; row++) {
            if (times[row] == wanted) {
                return row;
            }
        }
        throw new IllegalArgumentException("window: expected a stamp of the series, got " + stamp);
    }

    private static long unixNano(String stamp) {
        LocalDateTime time = LocalDateTime.parse(stamp.trim().replace(' ', 'T'));
        return time.toEpochSecond(ZoneOffset.UTC) * 1_000_000_000L + time.getNano();
    }
}
