package dev.quipu.model.redaction;

/**
 * Telephone numbers in four forms: {@code +} or {@code 00} with a country code and 8 to 15 digits (E.164), North
 * America's ten with separators, a leading zero with separators, and 7 to 15 digits after a word that says what they are.
 */
final class PhoneScan implements Detector.Scan {

    private static final int FEWEST = 7;
    private static final int FEWEST_UNNAMED = 8;
    private static final int MOST = 15;
    private static final int NAME_REACH = 16;
    private static final String[] NAMES = {"phone", "tel", "mobile", "cell", "msisdn", "fax", "phonenumber", "telephone"
    };

    @Override
    public boolean maybeIn(Alphabet alphabet) {
        if (alphabet.digits() < FEWEST) {
            return false;
        }
        Numerals numerals = alphabet.numerals();
        return numerals.gapped() >= FEWEST_UNNAMED
                || numerals.isNamed()
                || numerals.linked() >= FEWEST_UNNAMED && (alphabet.has('+') || alphabet.has('%'));
    }

    @Override
    public void scan(String text, Detector.Matches matches) {
        int i = 0;
        while (i < text.length()) {
            char c = text.charAt(i);
            int end = i;
            if (Ascii.isDigit(c) || c == '+' || c == '(' || c == '%') {
                end = numberEnd(text, i);
            }
            if (end > i) {
                matches.found(i, end);
                i = end;
            } else if (Ascii.isDigit(c)) {
                while (Ascii.isDigit(Ascii.at(text, i))) {
                    i++;
                }
            } else {
                i++;
            }
        }
    }

    private static int numberEnd(String text, int start) {
        char c = text.charAt(start);
        if (c == '+') {
            return Ascii.isWord(Ascii.at(text, start - 1)) ? start : international(text, start, start + 1);
        }
        if (c == '%') {
            return text.regionMatches(true, start, "%2b", 0, 3) ? international(text, start, start + 3) : start;
        }
        if (!beginsAlone(text, start)) {
            return start;
        }
        if (text.startsWith("00", start) && Ascii.at(text, start + 2) != '0') {
            int end = international(text, start, start + 2);
            if (end > start && hasSeparator(text, start, end)) {
                return end;
            }
        }
        int end = northAmerican(text, start);
        if (end == start && c == '0') {
            end = national(text, start);
        }
        return end == start && c != '(' ? named(text, start) : end;
    }

    private static boolean beginsAlone(String text, int start) {
        char before = Ascii.at(text, start - 1);
        boolean afterDigit = Ascii.isDigit(Ascii.at(text, start - 2));
        return switch (before) {
            case '-', '.', '+' -> false;
            case ' ', ',', '/' -> !afterDigit;
            default -> !Ascii.isWord(before);
        };
    }

    private static boolean endsAlone(String text, int end) {
        char after = Ascii.at(text, end);
        char further = Ascii.at(text, end + 1);
        return switch (after) {
            case '-', '.', ':' -> !Ascii.isWord(further);
            case ' ', '/' -> !Ascii.isDigit(further);
            default -> !Ascii.isWord(after);
        };
    }

    private static boolean hasSeparator(String text, int start, int end) {
        return text.substring(start, end).chars().anyMatch(c -> c == ' ' || c == '-' || c == '(');
    }

    /** A country code and what follows, from {@code from}; or {@code start} when there is none. */
    private static int international(String text, int start, int from) {
        char first = Ascii.at(text, from);
        if (first < '1' || first > '9') {
            return start;
        }
        int digits = 0;
        int end = start;
        int i = from;
        while (i < text.length()) {
            char c = text.charAt(i);
            if (Ascii.isDigit(c)) {
                digits++;
                i++;
                end = i;
                if (digits > MOST) {
                    return start;
                }
            } else {
                int group = separatorEnd(text, i);
                if (group == i) {
                    break;
                }
                i = group;
            }
        }
        char after = Ascii.at(text, end);
        boolean ends = !Ascii.isWord(after)
                && !((after == '.' || after == ':' || after == '-') && Ascii.isWord(Ascii.at(text, end + 1)));
        return digits >= FEWEST_UNNAMED && ends ? end : start;
    }

    /** One past a single space, dash, dot, or bracketed group's bracket, with a digit behind it; else {@code from}. */
    private static int separatorEnd(String text, int from) {
        int i = from;
        while (i < text.length() && i - from < 3 && " -.()\u00a0/".indexOf(text.charAt(i)) >= 0) {
            i++;
        }
        return Ascii.isDigit(Ascii.at(text, i)) ? i : from;
    }

    /** {@code (415) 555-2671}, {@code 415-555-2671}, {@code 1.415.555.2671}: area and exchange begin with 2 to 9. */
    private static int northAmerican(String text, int start) {
        int i = start;
        if (text.charAt(i) == '1' && "-. (".indexOf(Ascii.at(text, i + 1)) >= 0) {
            i += 2;
        }
        boolean bracket = Ascii.at(text, i) == '(' || Ascii.at(text, i - 1) == '(' && i > start;
        if (Ascii.at(text, i) == '(') {
            i++;
        }
        if (!isCode(text, i)) {
            return start;
        }
        i += 3;
        if (bracket) {
            if (Ascii.at(text, i) != ')') {
                return start;
            }
            i += Ascii.at(text, i + 1) == ' ' ? 2 : 1;
        } else if ("-. ".indexOf(Ascii.at(text, i)) >= 0) {
            i++;
        } else {
            return start;
        }
        if (!isCode(text, i) || "-. ".indexOf(Ascii.at(text, i + 3)) < 0) {
            return start;
        }
        char separator = Ascii.at(text, i + 3);
        if (!bracket && separator != Ascii.at(text, i - 1)) {
            return start;
        }
        i += 4;
        int end = i;
        while (Ascii.isDigit(Ascii.at(text, end))) {
            end++;
        }
        return end - i == 4 && endsAlone(text, end) ? end : start;
    }

    private static boolean isCode(String text, int at) {
        char first = Ascii.at(text, at);
        return first >= '2'
                && first <= '9'
                && Ascii.isDigit(Ascii.at(text, at + 1))
                && Ascii.isDigit(Ascii.at(text, at + 2));
    }

    /** {@code 020 7946 0958}, {@code 01 23 45 67 89}, {@code 0171-1234567}: two to five groups, 9 to 11 digits. */
    private static int national(String text, int start) {
        int digits = 0;
        int groups = 0;
        int end = start;
        int i = start;
        char separator = 0;
        while (i < text.length()) {
            int begin = i;
            while (Ascii.isDigit(Ascii.at(text, i))) {
                i++;
            }
            if (i - begin < 2) {
                return start;
            }
            digits += i - begin;
            groups++;
            end = i;
            char next = Ascii.at(text, i);
            if (separator == 0 && (next == ' ' || next == '-')) {
                separator = next;
            }
            if (next != separator || separator == 0 || !Ascii.isDigit(Ascii.at(text, i + 1))) {
                break;
            }
            i++;
        }
        boolean isSocialSecurity =
                separator == '-' && end - start == 11 && groups == 3 && text.charAt(start + 6) == '-';
        boolean isNumber = groups >= 2 && groups <= 5 && digits >= 9 && digits <= 11 && !isSocialSecurity;
        return isNumber && endsAlone(text, end) ? end : start;
    }

    /** Digits after {@code phone=}, {@code "mobile": "} and the like. */
    private static int named(String text, int start) {
        int end = start;
        int digits = 0;
        while (Ascii.isDigit(Ascii.at(text, end))
                || Ascii.at(text, end) == '-' && Ascii.isDigit(Ascii.at(text, end + 1))) {
            digits += Ascii.isDigit(text.charAt(end)) ? 1 : 0;
            end++;
        }
        return digits >= FEWEST && digits <= MOST && isNamed(text, start) && endsAlone(text, end) ? end : start;
    }

    private static boolean isNamed(String text, int start) {
        int end = start;
        boolean assigned = false;
        while (end > 0 && start - end < NAME_REACH && "\"'=: \\".indexOf(text.charAt(end - 1)) >= 0) {
            end--;
            assigned |= text.charAt(end) == '=' || text.charAt(end) == ':';
        }
        for (String suffix : new String[] {"_number", "number", "_no", " number"}) {
            if (Ascii.endsAt(text, end, suffix)) {
                end -= suffix.length();
                break;
            }
        }
        for (String name : NAMES) {
            if (Ascii.endsAt(text, end, name) && (assigned || end < start) && beginsWord(text, end - name.length())) {
                return true;
            }
        }
        return false;
    }

    /** {@code phone}, {@code user_phone}, {@code homePhone}; not {@code hotel}. */
    private static boolean beginsWord(String text, int start) {
        char before = Ascii.at(text, start - 1);
        return !Ascii.isLetter(before) || Ascii.isUpper(Ascii.at(text, start));
    }
}
