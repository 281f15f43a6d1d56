package dev.quipu.model.segment;

/**
 * Chunks of ids that mostly name a row of the same trace: a parent is written as that row's place in its trace.
 *
 * <pre>
 * chunk := numbers (0 none, 1 elsewhere, k + 2 row k of the run of rows with this trace id), n × 8 bytes elsewhere
 * </pre>
 */
final class RowIdChunk {

    private static final int NONE = 0;
    private static final int ELSEWHERE = 1;
    private static final int FIRST_ROW = 2;
    /** Runs longer than this are searched by hash. */
    private static final int SHORT_RUN = 24;

    private long[] codes = new long[0];
    private int[] slots = new int[0];

    /** @param runEnds one past the last row of the run of each row, within the slice */
    void write(ByteSink out, NumberChunk numbers, long[] values, long[] ids, int from, int count, int[] runEnds) {
        if (codes.length < count) {
            codes = new long[count];
        }
        LongArray elsewhere = new LongArray(64);
        int row = 0;
        while (row < count) {
            int end = runEnds[row];
            boolean hashed = end - row > SHORT_RUN;
            if (hashed) {
                index(ids, from, row, end);
            }
            for (int i = row; i < end; i++) {
                long value = values[from + i];
                int at = value == 0 ? -1 : hashed ? lookUp(ids, from, value) : search(ids, from, row, end, value);
                codes[i] = value == 0 ? NONE : at < 0 ? ELSEWHERE : at - row + FIRST_ROW;
                if (codes[i] == ELSEWHERE) {
                    elsewhere.add(value);
                }
            }
            row = end;
        }
        numbers.write(out, FieldType.CODE, codes, 0, count);
        for (int i = 0; i < elsewhere.size(); i++) {
            out.writeLong(elsewhere.get(i));
        }
    }

    private static int search(long[] ids, int from, int begin, int end, long value) {
        for (int i = begin; i < end; i++) {
            if (ids[from + i] == value) {
                return i;
            }
        }
        return -1;
    }

    private void index(long[] ids, int from, int begin, int end) {
        slots = new int[Integer.highestOneBit(end - begin) * 4];
        for (int i = end - 1; i >= begin; i--) {
            int slot = slotOf(ids[from + i]);
            while (slots[slot] != 0 && ids[from + slots[slot] - 1] != ids[from + i]) {
                slot = slot + 1 & slots.length - 1;
            }
            slots[slot] = i + 1;
        }
    }

    private int lookUp(long[] ids, int from, long value) {
        int slot = slotOf(value);
        while (slots[slot] != 0) {
            if (ids[from + slots[slot] - 1] == value) {
                return slots[slot] - 1;
            }
            slot = slot + 1 & slots.length - 1;
        }
        return -1;
    }

    private int slotOf(long value) {
        return (int) XxHash64.avalanche(value) & slots.length - 1;
    }

    /** @param runBegins first row of the run of each row */
    static long[] read(String part, ByteSource in, long[] ids, int[] runBegins) {
        int count = ids.length;
        long[] values = NumberChunk.read(part, in, count);
        for (int i = 0; i < count; i++) {
            long code = values[i];
            if (code == ELSEWHERE) {
                values[i] = in.readLong();
            } else if (code != NONE) {
                long row = runBegins[i] + code - FIRST_ROW;
                if (code < 0 || row >= count) {
                    throw in.malformed("a row below " + count, Long.toString(row));
                }
                values[i] = ids[(int) row];
            }
        }
        return values;
    }
}
