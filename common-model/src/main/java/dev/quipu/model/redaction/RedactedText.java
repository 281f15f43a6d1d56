package dev.quipu.model.redaction;

import java.util.List;

/** Puts together what is left of a text. */
final class RedactedText {

    /** Says nothing of what was there, not even how long it was. */
    static final String MASK = "****";

    private RedactedText() {}

    /**
     * Text with parts replaced. Where many small parts would become much longer than they were, all of it is masked: the
     * rest is no reason to let a request grow without bound.
     */
    static String replaced(String text, List<FoundParts.Part> parts, RedactionKey key) {
        if (parts.isEmpty()) {
            return text;
        }
        StringBuilder left = new StringBuilder(text.length() + 16);
        int from = 0;
        for (FoundParts.Part part : parts) {
            left.append(text, from, part.start())
                    .append(instead(text.substring(part.start(), part.end()), part.rule(), key));
            from = part.end();
            if (left.length() > 2L * text.length() + 4096) {
                return MASK;
            }
        }
        return left.append(text, from, text.length()).toString();
    }

    /** Text with parts masked, whatever their rules do. */
    static String masked(String text, List<FoundParts.Part> parts) {
        StringBuilder left = new StringBuilder(text.length());
        int from = 0;
        for (FoundParts.Part part : parts) {
            left.append(text, from, part.start()).append(MASK);
            from = part.end();
        }
        return left.append(text, from, text.length()).toString();
    }

    /** What stands for a part; a dropped one never gets here. */
    static String instead(String part, CompiledRule rule, RedactionKey key) {
        return switch (rule.action()) {
            case DROP -> "";
            case MASK -> MASK;
            case HASH -> key.hash(LenientText.bytes(part));
            case TRUNCATE -> truncated(part, rule.keep());
        };
    }

    /** By characters as people count them: no half of a surrogate pair is left. */
    static String truncated(String text, int keep) {
        return text.codePointCount(0, text.length()) <= keep
                ? text
                : text.substring(0, text.offsetByCodePoints(0, keep));
    }
}
