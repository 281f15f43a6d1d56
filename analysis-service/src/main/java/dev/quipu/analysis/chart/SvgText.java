package dev.quipu.analysis.chart;

/** Text in a picture: what XML allows of it, about how wide it is, and what of it fits. */
final class SvgText {

    private static final char REPLACEMENT = '\uFFFD';
    private static final String ELLIPSIS = "…";
    private static final String NARROW = "iljtfrI.,:;'|!()[]{}/ `";
    private static final String WIDE = "mwMW@%—<>&=+~#";
    private static final int FIRST_IDEOGRAPH = 0x1100;

    private SvgText() {}

    /** The text with U+FFFD in place of what XML 1.0 cannot say. */
    static String clean(String text) {
        StringBuilder clean = new StringBuilder(text.length());
        text.codePoints().forEach(code -> clean.appendCodePoint(isAllowed(code) ? code : REPLACEMENT));
        return clean.toString();
    }

    private static boolean isAllowed(int code) {
        return code >= 0x20 && code <= 0xD7FF
                || code == '\t'
                || code == '\n'
                || code == '\r'
                || code >= 0xE000 && code <= 0xFFFD
                || code >= 0x10000;
    }

    /** About, in pixels, and rather too wide: fonts differ. */
    static double width(String text, double fontSize) {
        return text.codePoints().mapToDouble(SvgText::ems).sum() * fontSize;
    }

    private static double ems(int code) {
        if (NARROW.indexOf(code) >= 0) {
            return 0.36;
        }
        if (code >= FIRST_IDEOGRAPH) {
            return 1.05;
        }
        if (WIDE.indexOf(code) >= 0) {
            return 0.95;
        }
        return Character.isUpperCase(code) ? 0.72 : 0.6;
    }

    /** The text, or as much of its beginning as fits, with an ellipsis. */
    static String fitting(String text, double fontSize, double width) {
        if (width(text, fontSize) <= width) {
            return text;
        }
        double left = width - width(ELLIPSIS, fontSize);
        int end = 0;
        while (end < text.length()) {
            int code = text.codePointAt(end);
            left -= ems(code) * fontSize;
            if (left < 0) {
                break;
            }
            end += Character.charCount(code);
        }
        return text.substring(0, end).stripTrailing() + ELLIPSIS;
    }
}
