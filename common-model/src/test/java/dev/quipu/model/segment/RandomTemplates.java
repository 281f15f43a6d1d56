package dev.quipu.model.segment;

import java.util.Random;

/** Templates of records that are not there, for tests. */
public final class RandomTemplates {

    private RandomTemplates() {}

    /** Of one row in four none. */
    public static RecordTemplates of(int rows, int highest, Random random) {
        return RecordTemplates.of(random.ints(rows, 0, highest)
                .map(template -> random.nextInt(4) == 0 ? RecordTemplates.NONE : template + 1)
                .toArray());
    }
}
