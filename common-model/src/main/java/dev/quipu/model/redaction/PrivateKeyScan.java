package dev.quipu.model.redaction;

/** Blocks of PEM (RFC 7468) and of PGP that hold a private key, lines escaped or not; one that is cut goes to the end. */
final class PrivateKeyScan implements Detector.Scan {

    private static final String BEGIN = "-----BEGIN ";
    private static final Literal MARK = Literal.of(BEGIN);
    private static final String END = "-----END ";
    private static final String PRIVATE = "PRIVATE KEY";
    private static final int LONGEST_LABEL = 64;

    @Override
    public boolean maybeIn(Alphabet alphabet) {
        return alphabet.holds(MARK);
    }

    @Override
    public void scan(String text, Detector.Matches matches) {
        int begin = text.indexOf(BEGIN);
        while (begin >= 0) {
            int label = begin + BEGIN.length();
            int labelEnd = text.indexOf("-----", label);
            int next = label;
            if (labelEnd >= 0
                    && labelEnd - label <= LONGEST_LABEL
                    && text.substring(label, labelEnd).contains(PRIVATE)) {
                next = blockEnd(text, labelEnd);
                matches.found(begin, next);
            }
            begin = text.indexOf(BEGIN, next);
        }
    }

    private static int blockEnd(String text, int from) {
        int end = text.indexOf(END, from);
        int mark = end < 0 ? -1 : text.indexOf("-----", end + END.length());
        return mark < 0 ? text.length() : mark + 5;
    }
}
