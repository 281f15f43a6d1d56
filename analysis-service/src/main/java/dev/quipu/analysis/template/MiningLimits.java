package dev.quipu.analysis.template;

/**
 * How much a miner keeps and reads, and how much it must see before it calls a word variable.
 *
 * @param maxTemplates templates kept for one component, 1 or more
 * @param maxBodyChars characters read of a body's first line, 1 or more
 * @param maxWords words told apart in one body, 2 to 64; the rest is one value
 * @param maxWordChars a longer word is a value, whatever it holds
 */
public record MiningLimits(int maxTemplates, int maxBodyChars, int maxWords, int maxWordChars, Evidence evidence) {

    public static final MiningLimits DEFAULT = new MiningLimits(1_000, 2_048, 64, 64, new Evidence(5, 20));

    /** Numbers given out before new texts only join known templates: bounds the table of merges. */
    private static final int NUMBERS_PER_TEMPLATE = 16;

    public MiningLimits {
        requireBetween("maxTemplates", maxTemplates, 1, Integer.MAX_VALUE / NUMBERS_PER_TEMPLATE);
        requireBetween("maxBodyChars", maxBodyChars, 1, Integer.MAX_VALUE);
        requireBetween("maxWords", maxWords, 2, Long.SIZE);
        requireBetween("maxWordChars", maxWordChars, 1, Integer.MAX_VALUE);
    }

    int maxNumbers() {
        return maxTemplates * NUMBERS_PER_TEMPLATE;
    }

    /**
     * How many different words in one place make it variable.
     *
     * @param leastValues at least so many, 2 or more
     * @param loneWordValues so many, 1 or more, where one constant word is all there is around the place; half of that
     *     where there are two, a third where there are three, and so on down to {@code leastValues}
     */
    public record Evidence(int leastValues, int loneWordValues) {

        public Evidence {
            requireBetween("leastValues", leastValues, 2, Integer.MAX_VALUE);
            requireBetween("loneWordValues", loneWordValues, 1, Integer.MAX_VALUE);
        }

        /** @param constantWords and {@code places}: 1 or more; each place more asks for twice as many in each */
        int valuesNeeded(int constantWords, int places) {
            long once = Math.max(leastValues, (loneWordValues + constantWords - 1L) / constantWords);
            return (int) Math.min(Integer.MAX_VALUE, once << Math.min(places - 1, Integer.SIZE - 2));
        }
    }

    private static void requireBetween(String name, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(name + ": expected " + least + " to " + most + ", got " + value);
        }
    }
}
