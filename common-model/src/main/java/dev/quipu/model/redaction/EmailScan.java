package dev.quipu.model.redaction;

import java.util.Locale;
import java.util.Set;

/**
 * From each at sign to both sides. A host is at least two labels, the last of letters. What only looks like an address
 * is told by what follows the sign: versions ({@code left-pad@1.3.0}), files ({@code logo@2x.png}), units of systemd.
 */
final class EmailScan implements Detector.Scan {

    private static final int MAX_LOCAL = 64;
    private static final int MAX_HOST = 253;
    private static final Set<String> NO_DOMAINS = Set.of(
            "png", "jpg", "jpeg", "gif", "svg", "webp", "css", "js", "ts", "json", "html", "service", "socket", "timer",
            "slice", "mount", "target", "path", "java", "log", "tgz", "gz");

    @Override
    public boolean maybeIn(Alphabet alphabet) {
        return alphabet.has('.') && (alphabet.has('@') || alphabet.has('%') && alphabet.has('4') && alphabet.has('0'));
    }

    @Override
    public void scan(String text, Detector.Matches matches) {
        for (int i = 1; i < text.length(); i++) {
            char c = text.charAt(i);
            int after = c == '@' ? i + 1 : c == '%' && text.startsWith("40", i + 1) ? i + 3 : 0;
            if (after > 0) {
                int start = localStart(text, i);
                int end = start < i ? hostEnd(text, after) : after;
                if (end > after && !isRemote(text, start, i, end)) {
                    matches.found(start, end);
                }
            }
        }
    }

    private static int localStart(String text, int sign) {
        int start = sign;
        while (start > 0 && sign - start < MAX_LOCAL && isLocal(text.charAt(start - 1))) {
            start--;
        }
        start = afterEscape(text, start, sign);
        while (start < sign && !Ascii.isWord(text.charAt(start))) {
            start++;
        }
        return text.charAt(sign - 1) == '.' ? sign : start;
    }

    /** Where a query has its separators escaped, the part after the last of them. */
    private static int afterEscape(String text, int start, int sign) {
        int percent = sign - 1;
        while (percent >= start && text.charAt(percent) != '%') {
            percent--;
        }
        return percent >= start && Ascii.isHex(Ascii.at(text, percent + 1)) && percent + 3 <= sign
                ? percent + 3
                : start;
    }

    private static boolean isLocal(char c) {
        return Ascii.isWord(c)
                || c == '.'
                || c == '+'
                || c == '-'
                || c == '\''
                || c == '%'
                || c == '~'
                || c == '!'
                || c == '#'
                || c == '$'
                || c == '*';
    }

    /**
     * One past a host's last character, or {@code start} when there is none. What follows a host after a dash or a dot may
     * look like more of it: it is shortened label by label until its last one is a domain's.
     */
    private static int hostEnd(String text, int start) {
        int end = start;
        while (end < text.length()
                && end - start < MAX_HOST
                && isHost(text.charAt(end))
                && !text.startsWith("..", end)) {
            end++;
        }
        while (end > start && (text.charAt(end - 1) == '.' || text.charAt(end - 1) == '-')) {
            end--;
        }
        String host = text.substring(start, end);
        if (host.isEmpty() || isVersion(host) || isScale(host)) {
            return start;
        }
        while (!endsInDomain(host)) {
            int cut = Math.max(host.lastIndexOf('.'), host.lastIndexOf('-'));
            if (cut < 1) {
                return start;
            }
            host = host.substring(0, cut);
        }
        return start + host.length();
    }

    private static boolean endsInDomain(String host) {
        int dot = host.lastIndexOf('.');
        String last = host.substring(dot + 1).toLowerCase(Locale.ROOT);
        return dot >= 1
                && last.length() >= 2
                && (last.startsWith("xn--") || last.chars().allMatch(c -> Character.isLetter(c)))
                && !NO_DOMAINS.contains(last);
    }

    /** {@code 2x.png}, of a picture for displays of so many pixels. */
    private static boolean isScale(String host) {
        return Ascii.isDigit(host.charAt(0)) && host.startsWith("x.", 1);
    }

    private static boolean isHost(char c) {
        return Ascii.isWord(c) && c != '_' || c == '.' || c == '-';
    }

    /** {@code 1.2.3-rc.one}, {@code v2.0.beta}. */
    private static boolean isVersion(String host) {
        int i = host.charAt(0) == 'v' ? 1 : 0;
        int first = i;
        while (Ascii.isDigit(Ascii.at(host, i))) {
            i++;
        }
        return i > first && Ascii.at(host, i) == '.' && Ascii.isDigit(Ascii.at(host, i + 1));
    }

    /** {@code git@host.tld:path}, the address of a repository. */
    private static boolean isRemote(String text, int start, int sign, int end) {
        return Ascii.at(text, end) == ':' && text.startsWith("git", start) && sign - start == 3;
    }
}
