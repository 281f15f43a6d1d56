package dev.quipu.analysis.template;

import java.util.List;

/**
 * Everything a miner knows, so that one made from it goes on exactly as the first would have.
 *
 * @param lastNumber the last number given out
 * @param overflowRecords bodies counted to no template
 * @param templates by number, ascending
 * @param merges in the order they happened
 */
public record MinerState(
        int lastNumber, long overflowRecords, List<TemplateState> templates, List<TemplateMerge> merges) {

    public MinerState {
        templates = List.copyOf(templates);
        merges = List.copyOf(merges);
    }

    /** One template. */
    public record TemplateState(int number, long records, List<TokenState> tokens) {

        public TemplateState {
            tokens = List.copyOf(tokens);
        }
    }

    /**
     * What stands between two of its spaces.
     *
     * @param frame the text around the words, with U+0001 in each word's place, U+0003 where whatever is there is one
     * @param words as many as the frame has places
     */
    public record TokenState(String frame, List<WordState> words) {

        public TokenState {
            words = List.copyOf(words);
        }
    }

    /**
     * One word of a template.
     *
     * @param constant the word; empty for a variable
     * @param valueBits a bit, chosen by hash, for each value seen
     * @param sample the only value seen, when it is a name that may yet prove constant
     * @param sampled whether there is such a sample
     */
    public record WordState(String constant, long valueBits, String sample, boolean sampled) {}
}
