package dev.quipu.model.redaction;

/**
 * IPv4 in four decimal octets and IPv6 (RFC 4291). A version of four numbers is told from an address by what stands
 * beside it: a letter, a product's name and slash, a package's name and at sign, the word version, or a further part.
 */
final class IpAddressScan implements Detector.Scan {

    private static final int LONGEST_V6 = 45;
    private static final int LONGEST_PACKAGE = 64;

    @Override
    public boolean maybeIn(Alphabet alphabet) {
        boolean maybe = alphabet.has(':') || alphabet.has('.') && alphabet.digits() >= 4;
        return maybe && (alphabet.numerals().isDotted() || alphabet.numerals().isColoned());
    }

    @Override
    public void scan(String text, Detector.Matches matches) {
        int i = 0;
        while (i < text.length()) {
            char c = text.charAt(i);
            boolean begins = !Ascii.isWord(Ascii.at(text, i - 1)) && Ascii.at(text, i - 1) != ':';
            int end = i;
            if (begins && (Ascii.isHex(c) || c == ':')) {
                end = v6End(text, i);
                if (end == i && Ascii.isDigit(c)) {
                    end = v4End(text, i, true);
                }
            } else if (Ascii.isDigit(c) && Ascii.at(text, i - 1) == ':') {
                end = v4End(text, i, true);
            }
            if (end > i) {
                matches.found(i, end);
                i = end;
            } else {
                i++;
                while (Ascii.isWord(c) && i < text.length() && Ascii.isWord(text.charAt(i))) {
                    i++;
                }
            }
        }
    }

    private static int v4End(String text, int start, boolean alone) {
        int end = octetsEnd(text, start);
        if (end == start || alone && (!beginsAlone(text, start) || !endsAlone(text, end))) {
            return start;
        }
        return end;
    }

    private static int octetsEnd(String text, int start) {
        int at = start;
        for (int octet = 0; octet < 4; octet++) {
            if (octet > 0) {
                if (Ascii.at(text, at) != '.') {
                    return start;
                }
                at++;
            }
            int begin = at;
            int value = 0;
            while (at - begin < 4 && Ascii.isDigit(Ascii.at(text, at))) {
                value = 10 * value + Ascii.digit(text.charAt(at));
                at++;
            }
            int length = at - begin;
            if (length == 0 || length > 3 || value > 255 || length > 1 && text.charAt(begin) == '0') {
                return start;
            }
        }
        return at;
    }

    private static boolean beginsAlone(String text, int start) {
        char before = Ascii.at(text, start - 1);
        if (before == '.'
                || before == '-' && Ascii.isWord(Ascii.at(text, start - 2)) && !endsAddress(text, start - 1)) {
            return false;
        }
        if (before == '/' && Ascii.isWord(Ascii.at(text, start - 2))) {
            return !isProduct(text, start - 1);
        }
        return !isCalledVersion(text, start);
    }

    /** Whether an address ends before {@code end}, as in a range of two. */
    private static boolean endsAddress(String text, int end) {
        int begin = end;
        while (begin > 0
                && end - begin < 16
                && (Ascii.isDigit(text.charAt(begin - 1)) || text.charAt(begin - 1) == '.')) {
            begin--;
        }
        return octetsEnd(text, begin) == end && begin < end;
    }

    /** {@code Product/1.2.3.4}; a host before its address, as in {@code db-1/10.0.0.7}, begins with a small letter. */
    private static boolean isProduct(String text, int slash) {
        int begin = slash;
        while (begin > 0
                && slash - begin < LONGEST_PACKAGE
                && (Ascii.isWord(text.charAt(begin - 1)) || text.charAt(begin - 1) == '-')) {
            begin--;
        }
        return Ascii.isUpper(text.charAt(begin)) || Ascii.at(text, begin - 1) == '@';
    }

    private static boolean isCalledVersion(String text, int start) {
        int end = start;
        while (end > 0 && start - end < 6 && " =:\"'\\".indexOf(text.charAt(end - 1)) >= 0) {
            end--;
        }
        if (end == start) {
            return Ascii.at(text, start - 1) == '@' && isPackage(text, start - 1);
        }
        return Ascii.endsAt(text, end, "version")
                || Ascii.endsAt(text, end, "release")
                || Ascii.endsAt(text, end, "build")
                || Ascii.endsAt(text, end, " ver")
                || Ascii.endsAt(text, end, "firmware")
                || Ascii.endsAt(text, end, " ver.");
    }

    /** {@code scope/name} before an at sign; without a slash it is somebody at a host, and so it is after two. */
    private static boolean isPackage(String text, int sign) {
        int begin = sign;
        int slash = -1;
        while (begin > 0 && sign - begin < LONGEST_PACKAGE && isPackage(text.charAt(begin - 1))) {
            begin--;
            if (text.charAt(begin) == '/') {
                if (text.charAt(begin + 1) == '/') {
                    return false;
                }
                slash = begin;
            }
        }
        return slash > begin;
    }

    private static boolean isPackage(char c) {
        return Ascii.isWord(c) || c == '-' || c == '.' || c == '/';
    }

    private static boolean endsAlone(String text, int end) {
        char after = Ascii.at(text, end);
        char further = Ascii.at(text, end + 1);
        if (after == '-') {
            return !Ascii.isWord(further) || Ascii.isDigit(further) && octetsEnd(text, end + 1) > end + 1;
        }
        return !Ascii.isWord(after) && !(after == '.' && Ascii.isWord(further)) && after != '+';
    }

    /** One past an IPv6 address with its zone, or {@code start}. */
    private static int v6End(String text, int start) {
        int end = start;
        int colons = 0;
        while (end < text.length() && end - start <= LONGEST_V6 && isV6(text.charAt(end))) {
            colons += text.charAt(end) == ':' ? 1 : 0;
            end++;
        }
        while (end > start && text.charAt(end - 1) == '.') {
            end--;
        }
        if (end > start + 1 && text.charAt(end - 1) == ':' && text.charAt(end - 2) != ':') {
            end--; // what follows is told of the address
            colons--;
        }
        if (colons < 2 || Ascii.isWord(Ascii.at(text, end)) || !isV6(text.substring(start, end))) {
            return start;
        }
        if (Ascii.at(text, end) == '%' && Ascii.isLetter(Ascii.at(text, end + 1))) {
            end++;
            while (Ascii.isWord(Ascii.at(text, end))) {
                end++;
            }
        }
        return end;
    }

    private static boolean isV6(char c) {
        return Ascii.isHex(c) || c == ':' || c == '.';
    }

    private static boolean isV6(String text) {
        int elision = text.indexOf("::");
        if (elision >= 0 && text.indexOf("::", elision + 1) >= 0) {
            return false;
        }
        String tail = text;
        int groups = 0;
        int dot = text.indexOf('.');
        if (dot >= 0) {
            int begin = text.lastIndexOf(':') + 1;
            if (begin > dot || octetsEnd(text, begin) != text.length()) {
                return false;
            }
            tail = text.substring(0, begin).endsWith("::") ? text.substring(0, begin) : text.substring(0, begin - 1);
            groups = 2;
        }
        boolean digits = false;
        boolean pairs = true;
        for (String group : tail.split(":", -1)) {
            if (group.isEmpty()) {
                continue;
            }
            if (group.length() > 4) {
                return false;
            }
            groups++;
            pairs &= group.length() == 2;
            digits |= group.chars().anyMatch(c -> c >= '0' && c <= '9');
        }
        boolean edges =
                (!tail.startsWith(":") || tail.startsWith("::")) && (!tail.endsWith(":") || tail.endsWith("::"));
        boolean isWhole = elision >= 0 ? groups >= 1 && groups <= 7 : groups == 8 && !pairs;
        return edges && isWhole && (digits || dot >= 0 || groups >= 4);
    }
}
