package dev.quipu.storage.search;

/** The results are more than one answer may hold. */
final class AnswerTooLarge extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    AnswerTooLarge(long mostBytes) {
        super("limit: expected results of at most " + mostBytes + " bytes together, got more; ask for fewer at once");
    }
}
