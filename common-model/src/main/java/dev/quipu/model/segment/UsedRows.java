package dev.quipu.model.segment;

/** Those rows of a side table that chosen rows refer to, renumbered from 0 in order of first use. */
final class UsedRows {

    private final int[] numberOf;
    private final LongArray originals = new LongArray(16);

    UsedRows(long[] references, int[] rows, int sideRows) {
        numberOf = new int[sideRows];
        for (int row : rows) {
            int original = (int) references[row];
            if (numberOf[original] == 0) {
                originals.add(original);
                numberOf[original] = originals.size();
            }
        }
    }

    int size() {
        return originals.size();
    }

    int original(int number) {
        return (int) originals.get(number);
    }

    /** Replaces original row numbers by new ones. */
    void renumber(long[] references) {
        for (int i = 0; i < references.length; i++) {
            references[i] = numberOf[(int) references[i]] - 1;
        }
    }
}
