package dev.quipu.model.redaction;

/**
 * Runs of 13 to 19 digits, plain or in the groups that are embossed, of an issuer's range and with Luhn's check digit. A
 * run that is part of a longer word or number is none.
 */
final class PaymentCardScan implements Detector.Scan {

    private static final int SHORTEST = 13;
    private static final int LONGEST = 19;
    private static final int[][] GROUPINGS = {{4, 4, 4, 4}, {4, 6, 5}, {4, 6, 4}, {4, 4, 4, 4, 3}, {4, 4, 4, 1}};

    @Override
    public boolean maybeIn(Alphabet alphabet) {
        return alphabet.digits() >= SHORTEST && alphabet.numerals().linked() >= SHORTEST;
    }

    @Override
    public void scan(String text, Detector.Matches matches) {
        for (int i = 0; i < text.length(); i++) {
            if (Ascii.isDigit(text.charAt(i))) {
                int end = runEnd(text, i);
                if (beginsAlone(text, i)) {
                    int card = cardEnd(text, i, end);
                    if (card > i) {
                        matches.found(i, card);
                        end = card;
                    }
                }
                i = end;
            }
        }
    }

    private static int runEnd(String text, int start) {
        int end = start;
        while (Ascii.isDigit(Ascii.at(text, end))) {
            end++;
        }
        return end;
    }

    private static boolean beginsAlone(String text, int start) {
        char before = Ascii.at(text, start - 1);
        char further = Ascii.at(text, start - 2);
        return !Ascii.isWord(before) && !((before == '.' || before == '-' || before == ' ') && Ascii.isDigit(further))
                || before == ' ' && !isGroupBefore(text, start - 1);
    }

    /** Whether the word before a space is a group of four digits, so that what follows is the rest of a longer number. */
    private static boolean isGroupBefore(String text, int space) {
        int begin = space;
        while (begin > 0 && Ascii.isDigit(text.charAt(begin - 1))) {
            begin--;
        }
        return space - begin == 4 && !Ascii.isWord(Ascii.at(text, begin - 1));
    }

    private static boolean endsAlone(String text, int end) {
        char after = Ascii.at(text, end);
        return !Ascii.isWord(after) && !((after == '.' || after == '-') && Ascii.isWord(Ascii.at(text, end + 1)));
    }

    /** One past a card's last digit, or {@code start} when none begins there. */
    private static int cardEnd(String text, int start, int runEnd) {
        int length = runEnd - start;
        if (length >= SHORTEST) {
            return length <= LONGEST && endsAlone(text, runEnd) && isCard(text.substring(start, runEnd))
                    ? runEnd
                    : start;
        }
        char separator = Ascii.at(text, runEnd);
        if (separator == '+' || text.startsWith("%20", runEnd)) {
            separator = ' ';
        }
        if (length != 4 || separator != ' ' && separator != '-') {
            return start;
        }
        for (int[] grouping : GROUPINGS) {
            int end = groupedEnd(text, start, grouping);
            if (end > start) {
                return end;
            }
        }
        return start;
    }

    private static int groupedEnd(String text, int start, int[] grouping) {
        StringBuilder digits = new StringBuilder(LONGEST);
        String separator = text.startsWith("%20", start + 4) ? "%20" : text.substring(start + 4, start + 5);
        int at = start;
        for (int group : grouping) {
            if (at > start) {
                if (!text.startsWith(separator, at)) {
                    return start;
                }
                at += separator.length();
            }
            int end = runEnd(text, at);
            if (end - at != group) {
                return start;
            }
            digits.append(text, at, end);
            at = end;
        }
        boolean goesOn = text.startsWith(separator, at)
                && Ascii.isDigit(Ascii.at(text, at + separator.length()))
                && !" ".equals(separator);
        return !goesOn && endsAlone(text, at) && isCard(digits.toString()) ? at : start;
    }

    private static boolean isCard(String digits) {
        return isIssued(digits) && isLuhn(digits);
    }

    /** Ranges and lengths of ISO/IEC 7812's issuers as the networks publish them. */
    private static boolean isIssued(String digits) {
        int length = digits.length();
        int two = Integer.parseInt(digits, 0, 2, 10);
        int four = Integer.parseInt(digits, 0, 4, 10);
        if (digits.charAt(0) == '4') {
            return length == 13 || length == 16 || length == 19;
        }
        if (two >= 51 && two <= 55 || four >= 2221 && four <= 2720) {
            return length == 16;
        }
        if (two == 34 || two == 37) {
            return length == 15;
        }
        if (four >= 3528 && four <= 3589 || two == 62 || two == 65 || four == 6011 || four >= 6440 && four <= 6499) {
            return length >= 16;
        }
        if (four >= 3000 && four <= 3059 || two == 36 || two == 38 || two == 39) {
            return length >= 14;
        }
        return two == 50 || two >= 56 && two <= 58 || four == 6304 || four == 6759 || four >= 6761 && four <= 6763;
    }

    static boolean isLuhn(String digits) {
        int sum = 0;
        for (int i = 0; i < digits.length(); i++) {
            int digit = Ascii.digit(digits.charAt(digits.length() - 1 - i));
            int counted = i % 2 == 0 ? digit : 2 * digit;
            sum += counted > 9 ? counted - 9 : counted;
        }
        return sum % 10 == 0;
    }
}
