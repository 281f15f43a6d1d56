package dev.quipu.model.segment;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What each row of a row group says in one place, by the number of its value.
 *
 * @param values the different ones, as text, none of them empty
 * @param codes of each row the number of its value; {@link #NONE} for rows without one
 */
public record RowValues(List<String> values, int[] codes) {

    /** Of a row without a value. */
    public static final int NONE = -1;

    /** Of as many rows, none with a value. */
    static RowValues none(int rows) {
        int[] codes = new int[rows];
        Arrays.fill(codes, NONE);
        return new RowValues(List.of(), codes);
    }

    /** These, and of rows without a value those of another one of the same rows. */
    public RowValues or(RowValues others) {
        List<String> all = new ArrayList<>(values);
        Map<String, Integer> known = new HashMap<>();
        for (int code = 0; code < all.size(); code++) {
            known.put(all.get(code), code);
        }
        int[] both = codes.clone();
        for (int row = 0; row < both.length; row++) {
            if (both[row] == NONE && others.codes[row] != NONE) {
                both[row] = known.computeIfAbsent(others.text(row), unseen -> {
                    all.add(unseen);
                    return all.size() - 1;
                });
            }
        }
        return new RowValues(all, both);
    }

    /** The row's value; empty for one without. */
    public String text(int row) {
        return codes[row] == NONE ? "" : values.get(codes[row]);
    }
}
