package dev.quipu.model.segment;

import java.util.Arrays;

/** Tells the series of a table of points apart: those with the same metric, resource, scope and attributes. */
final class SeriesNumbers {

    private static final int[] NAMED_BY = {
        MetricsSchema.METRIC, MetricsSchema.RESOURCE, MetricsSchema.SCOPE, MetricsSchema.ATTRIBUTES
    };

    private final long[][] named = new long[NAMED_BY.length][];
    private final int[] seriesOfRow;
    /** A row of each series. */
    private int[] exampleRow = new int[256];

    private int[] slots = new int[1024];
    private int size;

    SeriesNumbers(Table points) {
        for (int i = 0; i < named.length; i++) {
            named[i] = points.values(NAMED_BY[i]);
        }
        seriesOfRow = new int[points.rows()];
        for (int row = 0; row < seriesOfRow.length; row++) {
            seriesOfRow[row] = row > 0 && isSame(row, row - 1) ? seriesOfRow[row - 1] : find(row);
        }
    }

    private boolean isSame(int a, int b) {
        for (long[] values : named) {
            if (values[a] != values[b]) {
                return false;
            }
        }
        return true;
    }

    private long hash(int row) {
        long hash = 1;
        for (long[] values : named) {
            hash = hash * 0x9E3779B97F4A7C15L + values[row];
        }
        return XxHash64.avalanche(hash);
    }

    private int find(int row) {
        int mask = slots.length - 1;
        int slot = (int) hash(row) & mask;
        while (slots[slot] != 0) {
            int series = slots[slot] - 1;
            if (isSame(exampleRow[series], row)) {
                return series;
            }
            slot = slot + 1 & mask;
        }
        if (size == exampleRow.length) {
            exampleRow = Arrays.copyOf(exampleRow, 2 * size);
        }
        exampleRow[size] = row;
        slots[slot] = ++size;
        if (2 * size > slots.length) {
            rehash();
        }
        return size - 1;
    }

    private void rehash() {
        slots = new int[2 * slots.length];
        int mask = slots.length - 1;
        for (int series = 0; series < size; series++) {
            int slot = (int) hash(exampleRow[series]) & mask;
            while (slots[slot] != 0) {
                slot = slot + 1 & mask;
            }
            slots[slot] = series + 1;
        }
    }

    /**
     * The place of each row's series when series are ordered by metric, then resource, scope and attributes.
     *
     * @param metricRanks the place of each metric
     */
    long[] ranks(int[] metricRanks) {
        Integer[] order = new Integer[size];
        Arrays.setAll(order, series -> series);
        Arrays.sort(order, (a, b) -> compare(exampleRow[a], exampleRow[b], metricRanks));
        int[] rankOf = new int[size];
        for (int rank = 0; rank < size; rank++) {
            rankOf[order[rank]] = rank;
        }
        long[] ranks = new long[seriesOfRow.length];
        for (int row = 0; row < ranks.length; row++) {
            ranks[row] = rankOf[seriesOfRow[row]];
        }
        return ranks;
    }

    private int compare(int a, int b, int[] metricRanks) {
        int order = Integer.compare(metricRanks[(int) named[0][a]], metricRanks[(int) named[0][b]]);
        for (int i = 1; order == 0 && i < named.length; i++) {
            order = Long.compare(named[i][a], named[i][b]);
        }
        return order;
    }
}
