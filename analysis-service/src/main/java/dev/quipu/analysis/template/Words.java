package dev.quipu.analysis.template;

import java.util.Locale;
import java.util.Set;

/** Where words end, and which of them are values in any log whatever. */
final class Words {

    private static final int LEAST_HEX_CHARS = 8;
    private static final int NAME_OF_DAY_OR_MONTH = 3;
    private static final int LONGEST_UNIT = 3;
    private static final int LONGEST_CONSTANT_VALUE = 5;
    private static final String ENDS_PLACE = "\"'`()[]{}<>,;|";
    private static final Set<String> UNITS = Set.of(
            "B", "KB", "kB", "MB", "GB", "TB", "PB", "KiB", "MiB", "GiB", "TiB", "ns", "us", "\u00B5s", "ms", "s", "AM",
            "PM");
    private static final Set<String> CONSTANT_VALUES = Set.of("true", "false", "null", "nil", "nan", "none");
    private static final Set<String> DOMAINS =
            Set.of("com", "net", "org", "edu", "gov", "local", "localdomain", "internal", "lan");
    private static final Set<String> DAYS = Set.of("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun");
    private static final Set<String> MONTHS =
            Set.of("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec");

    private Words() {}

    /** The end of the URL, path or colon-separated hex address that begins there; {@code at} when there is none. */
    static int endOfPlace(String text, int at, int end) {
        char c = text.charAt(at);
        int colon = at;
        if (c != '/') {
            while (colon < end && CharKinds.isInWord(text.charAt(colon)) && text.charAt(colon) != '/') {
                colon++;
            }
            boolean scheme = text.startsWith("://", colon);
            boolean drive = colon == at + 1 && (text.startsWith(":\\", colon) || text.startsWith(":/", colon));
            if (!CharKinds.isLetter(c) || !scheme && !drive) {
                return endOfHexColons(text, at, end);
            }
        }
        int last = colon + 1;
        while (last < end && continuesPlace(text, last, end)) {
            last++;
        }
        return trimmed(text, at, last);
    }

    private static boolean continuesPlace(String text, int at, int end) {
        char c = text.charAt(at);
        if (c == ':') {
            return at + 1 < end && (CharKinds.isDigit(text.charAt(at + 1)) || text.charAt(at + 1) == '/');
        }
        return !CharKinds.isSpace(c) && ENDS_PLACE.indexOf(c) < 0;
    }

    /** MAC and IPv6 addresses: hex digits with two colons or more, no letter beyond f next to them. */
    private static int endOfHexColons(String text, int at, int end) {
        int colons = 0;
        int last = at;
        while (last < end && (Character.digit(text.charAt(last), 16) >= 0 || text.charAt(last) == ':')) {
            colons += text.charAt(last) == ':' ? 1 : 0;
            last++;
        }
        boolean whole = last == end || !CharKinds.isInWord(text.charAt(last));
        return colons >= 2 && whole && text.charAt(last - 1) != ':' && last - at > 2 * colons ? last : at;
    }

    /** The end of the word that begins there. */
    static int endOfWord(String text, int at, int end) {
        int last = at + 1;
        while (last < end
                && CharKinds.isInWord(text.charAt(last))
                && !(text.charAt(last) == '.' && text.charAt(last - 1) == '.')
                && !CharKinds.isScriptBorder(text.charAt(last - 1), text.charAt(last))) {
            last++;
        }
        return trimmed(text, at, last);
    }

    private static int trimmed(String text, int at, int end) {
        int last = end;
        while (last > at + 1 && !CharKinds.isCore(text.charAt(last - 1)) && text.charAt(last - 1) != '%') {
            last--;
        }
        return last;
    }

    /** Truth values, nothing, long hex words without a digit, names of days and months in dates. */
    static boolean isValue(String text, int from, int to, int end) {
        int chars = to - from;
        if (chars == NAME_OF_DAY_OR_MONTH) {
            String name = text.substring(from, to);
            return MONTHS.contains(name) && CharKinds.isDigit(next(text, to, end))
                    || DAYS.contains(name) && startsDate(text, to, end)
                    || CONSTANT_VALUES.contains(name.toLowerCase(Locale.ROOT));
        }
        if (chars <= LONGEST_CONSTANT_VALUE) {
            return chars > NAME_OF_DAY_OR_MONTH
                    && CONSTANT_VALUES.contains(text.substring(from, to).toLowerCase(Locale.ROOT));
        }
        return chars >= LEAST_HEX_CHARS && isHex(text, from, to) || isHostName(text, from, to);
    }

    /** Names such as {@code db.example.com} and {@code www.example.co.uk}, told by their ends from names of classes. */
    private static boolean isHostName(String text, int from, int to) {
        int dot = to - 1;
        while (dot > from && text.charAt(dot) != '.') {
            dot--;
        }
        if (dot <= from) {
            return text.startsWith("localhost", from) && to - from == "localhost".length();
        }
        String last = text.substring(dot + 1, to);
        if (DOMAINS.contains(last)) {
            return true;
        }
        int dotBefore = dot - 1;
        while (dotBefore > from && text.charAt(dotBefore) != '.') {
            dotBefore--;
        }
        return last.length() == 2
                && dotBefore > from
                && (dot - dotBefore == 3 || DOMAINS.contains(text.substring(dotBefore + 1, dot)));
    }

    private static boolean startsDate(String text, int at, int end) {
        int next = skip(text, at, end);
        return next < end && CharKinds.isDigit(text.charAt(next))
                || next + NAME_OF_DAY_OR_MONTH <= end
                        && MONTHS.contains(text.substring(next, next + NAME_OF_DAY_OR_MONTH));
    }

    private static char next(String text, int at, int end) {
        int next = skip(text, at, end);
        return next < end ? text.charAt(next) : ' ';
    }

    private static int skip(String text, int at, int end) {
        int next = at;
        while (next < end && (text.charAt(next) == ' ' || text.charAt(next) == ',')) {
            next++;
        }
        return next;
    }

    private static boolean isHex(String text, int from, int to) {
        for (int i = from; i < to; i++) {
            if (Character.digit(text.charAt(i), 16) < 0) {
                return false;
            }
        }
        return true;
    }

    static boolean isUnit(String text, int from, int to) {
        return to - from <= LONGEST_UNIT && UNITS.contains(text.substring(from, to));
    }

    /** Whether an empty value follows: between a bracket or quote and its end, or after {@code key=}. */
    static boolean holdsNothing(String text, int at, int end) {
        char c = text.charAt(at);
        char before = at > 0 ? text.charAt(at - 1) : ' ';
        char after = at + 1 < end ? text.charAt(at + 1) : ' ';
        if (c == '=') {
            return CharKinds.isCore(before) && (CharKinds.isSpace(after) || ",;)".indexOf(after) >= 0);
        }
        int closing = "([{\"'".indexOf(c);
        return closing >= 0
                && after == ")]}\"'".charAt(closing)
                && (CharKinds.isSpace(before) || "=:,(".indexOf(before) >= 0);
    }
}
