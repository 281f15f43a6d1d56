package dev.quipu.model.redaction;

import java.util.Arrays;

/**
 * Tokens that open a door to whoever bears them (RFC 6750): after the word {@code Bearer}, as a value named
 * {@code access_token} and the like, in the form of a JSON web token (RFC 7519), or with the prefix of an issuer.
 */
final class BearerTokenScan implements Detector.Scan {

    private static final int SHORTEST = 8;

    /** A prefix and the fewest characters that follow it. */
    private record Issuer(String prefix, int fewest) {}

    private static final Issuer[] ISSUERS = {
        new Issuer("ghp_", 30),
        new Issuer("gho_", 30),
        new Issuer("ghu_", 30),
        new Issuer("ghs_", 30),
        new Issuer("ghr_", 30),
        new Issuer("github_pat_", 20),
        new Issuer("glpat-", 16),
        new Issuer("xoxb-", 16),
        new Issuer("xoxp-", 16),
        new Issuer("xoxa-", 16),
        new Issuer("sk_live_", 16),
        new Issuer("sk_test_", 16),
        new Issuer("rk_live_", 16),
        new Issuer("sk-", 32),
        new Issuer("AKIA", 16),
        new Issuer("ASIA", 16),
        new Issuer("AIza", 35),
        new Issuer("ya29.", 20),
        new Issuer("npm_", 30),
        new Issuer("dop_v1_", 40)
    };
    private static final Alphabet[] PREFIXES =
            Arrays.stream(ISSUERS).map(issuer -> Alphabet.of(issuer.prefix())).toArray(Alphabet[]::new);
    private static final Alphabet WEB_TOKEN = Alphabet.of("eyJ.");
    private static final Alphabet LOWER_BEARER = Alphabet.of("bear");
    private static final Alphabet BEARER = Alphabet.of("Bear");
    private static final Alphabet UPPER_BEARER = Alphabet.of("BEAR");
    private static final Alphabet NAMED = Alphabet.of("token");
    private static final Alphabet NAMED_UPPER = Alphabet.of("TOKEN");
    private static final Alphabet NAMED_CAMEL = Alphabet.of("Token");
    private static final String ISSUER_STARTS = "gxsrAynd";
    private static final String[] NAMES = {
        "access_token",
        "refresh_token",
        "id_token",
        "auth_token",
        "accesstoken",
        "refreshtoken",
        "idtoken",
        "authtoken",
        "x-auth-token"
    };

    @Override
    public boolean maybeIn(Alphabet alphabet) {
        if (alphabet.length() < SHORTEST + 6) {
            return false;
        }
        boolean isAssigned = alphabet.has('=') || alphabet.has(':');
        return alphabet.hasAll(WEB_TOKEN)
                || (isAssigned || alphabet.has(' ') || alphabet.has('%') || alphabet.has('+'))
                        && (alphabet.hasAll(LOWER_BEARER) || alphabet.hasAll(BEARER) || alphabet.hasAll(UPPER_BEARER))
                || isAssigned
                        && (alphabet.hasAll(NAMED) || alphabet.hasAll(NAMED_UPPER) || alphabet.hasAll(NAMED_CAMEL))
                || alphabet.digits() > 0 && isIssued(alphabet);
    }

    private static boolean isIssued(Alphabet alphabet) {
        for (Alphabet prefix : PREFIXES) {
            if (alphabet.hasAll(prefix)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void scan(String text, Detector.Matches matches) {
        int i = 0;
        while (i < text.length()) {
            char c = text.charAt(i);
            if (Ascii.isWord(Ascii.at(text, i - 1)) && c != '=' && c != ':' && c != '"') {
                i++;
                continue;
            }
            int[] token = tokenAt(text, i, c);
            if (token != null) {
                matches.found(token[0], token[1]);
                i = Math.max(token[1], i + 1);
            } else {
                i++;
            }
        }
    }

    private static int @org.jspecify.annotations.Nullable [] tokenAt(String text, int at, char c) {
        if (c == 'e' && text.startsWith("eyJ", at)) {
            int end = webTokenEnd(text, at);
            return end > at ? new int[] {at, end} : null;
        }
        if ((c == 'B' || c == 'b') && text.regionMatches(true, at, "bearer", 0, 6)) {
            int start = at + 6;
            while (start < text.length() && start - at < 12 && isGap(text, start)) {
                start += text.charAt(start) == '%' ? 3 : 1;
            }
            int end = tokenEnd(text, start);
            return start > at + 6 && isSecret(text, start, end) ? new int[] {start, end} : null;
        }
        if (c == '=' || c == ':') {
            return namedAt(text, at);
        }
        if (ISSUER_STARTS.indexOf(c) >= 0) {
            for (Issuer issuer : ISSUERS) {
                if (text.startsWith(issuer.prefix(), at)) {
                    int start = at + issuer.prefix().length();
                    int end = partEnd(text, start);
                    return end - start >= issuer.fewest() && hasDigit(text, start, end) ? new int[] {at, end} : null;
                }
            }
        }
        return null;
    }

    private static boolean isGap(String text, int at) {
        char c = text.charAt(at);
        return c == ' ' || c == ':' || c == '+' || c == '=' || c == '"' || text.startsWith("%20", at);
    }

    private static int @org.jspecify.annotations.Nullable [] namedAt(String text, int separator) {
        int nameEnd = separator;
        while (nameEnd > 0 && separator - nameEnd < 4 && "\"'\\ ".indexOf(text.charAt(nameEnd - 1)) >= 0) {
            nameEnd--;
        }
        boolean named = false;
        for (String name : NAMES) {
            named |= Ascii.endsAt(text, nameEnd, name);
        }
        if (!named) {
            return null;
        }
        int start = separator + 1;
        while (start < text.length() && start - separator < 5 && "\"'\\ ".indexOf(text.charAt(start)) >= 0) {
            start++;
        }
        int end = tokenEnd(text, start);
        return isSecret(text, start, end) ? new int[] {start, end} : null;
    }

    /** Header, payload and signature; the signature may be missing or cut. */
    private static int webTokenEnd(String text, int start) {
        int header = partEnd(text, start);
        if (header - start < 10 || Ascii.at(text, header) != '.') {
            return start;
        }
        int payload = partEnd(text, header + 1);
        if (payload - header < 5) {
            return start;
        }
        return Ascii.at(text, payload) == '.' ? partEnd(text, payload + 1) : payload;
    }

    private static int partEnd(String text, int from) {
        int end = from;
        while (end < text.length()
                && (Ascii.isDigit(text.charAt(end))
                        || Ascii.isLetter(text.charAt(end))
                        || text.charAt(end) == '-'
                        || text.charAt(end) == '_')) {
            end++;
        }
        return end;
    }

    private static int tokenEnd(String text, int from) {
        int end = from;
        while (end < text.length() && isTokenCharacter(text.charAt(end))) {
            end++;
        }
        while (end > from && text.charAt(end - 1) == '.') {
            end--;
        }
        return end;
    }

    private static boolean isTokenCharacter(char c) {
        return Ascii.isDigit(c) || Ascii.isLetter(c) || "-._~+/=%".indexOf(c) >= 0;
    }

    /** Long enough, and no word of a sentence. */
    private static boolean isSecret(String text, int start, int end) {
        return end - start >= SHORTEST && (hasDigit(text, start, end) || end - start >= 24);
    }

    private static boolean hasDigit(String text, int start, int end) {
        for (int i = start; i < end; i++) {
            if (Ascii.isDigit(text.charAt(i))) {
                return true;
            }
        }
        return false;
    }
}
