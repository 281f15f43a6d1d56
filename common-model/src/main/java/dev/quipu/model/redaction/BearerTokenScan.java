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
    private static final LiteralSet PREFIXES = new LiteralSet(
            Arrays.stream(ISSUERS).map(issuer -> Literal.of(issuer.prefix())).toList());
    private static final Literal WEB_TOKEN = Literal.of("eyJ");
    private static final Literal BEARER = Literal.ofAnyCase("bearer", "");
    private static final String QUOTES = "\"'\\ ";
    private static final Literal NAMED = Literal.ofAnyCase("token", "=:" + QUOTES);
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
        boolean isAnnounced = isAssigned || alphabet.has(' ') || alphabet.has('%') || alphabet.has('+');
        return isAnnounced && alphabet.holds(BEARER)
                || isAssigned && alphabet.holds(NAMED)
                || alphabet.has('.') && alphabet.holds(WEB_TOKEN)
                || alphabet.digits() > 0 && PREFIXES.isAnyIn(alphabet);
    }

    @Override
    public void scan(String text, Detector.Matches matches) {
        new Reading(text).scan(matches);
    }

    /** One text, read once. */
    private static final class Reading {

        private final String text;
        /** Of a web token's header, or behind an issuer's prefix. */
        private final Runs parts;

        private final Runs payloads;
        private final Runs tokens;
        private int tokenStart;

        Reading(String text) {
            this.text = text;
            parts = new Runs(text, "-_");
            payloads = new Runs(text, "-_");
            tokens = new Runs(text, "-._~+/=%");
        }

        void scan(Detector.Matches matches) {
            int i = 0;
            while (i < text.length()) {
                char c = text.charAt(i);
                boolean isInside = Ascii.isWord(Ascii.at(text, i - 1)) && c != '=' && c != ':' && c != '"';
                int end = isInside ? i : tokenEnd(i, c);
                if (end > i) {
                    matches.found(tokenStart, end);
                    i = end;
                } else {
                    i++;
                }
            }
        }

        /** One past a token that begins, or is announced, at a place; that place when there is none. */
        private int tokenEnd(int at, char c) {
            tokenStart = at;
            if (c == 'e' && text.startsWith("eyJ", at)) {
                return webTokenEnd(at);
            }
            if ((c == 'B' || c == 'b') && text.regionMatches(true, at, "bearer", 0, 6)) {
                int start = at + 6;
                while (start < text.length() && start - at < 12 && isGap(start)) {
                    start += text.charAt(start) == '%' ? 3 : 1;
                }
                return start > at + 6 ? secretEnd(at, start) : at;
            }
            if (c == '=' || c == ':') {
                return isNamed(at) ? secretEnd(at, valueStart(at)) : at;
            }
            return ISSUER_STARTS.indexOf(c) >= 0 ? issuedEnd(at) : at;
        }

        private int issuedEnd(int at) {
            for (Issuer issuer : ISSUERS) {
                if (text.startsWith(issuer.prefix(), at)) {
                    int start = at + issuer.prefix().length();
                    int end = parts.end(start);
                    return end - start >= issuer.fewest() && parts.hasDigit(start) ? end : at;
                }
            }
            return at;
        }

        private boolean isGap(int at) {
            char c = text.charAt(at);
            return c == ' ' || c == ':' || c == '+' || c == '=' || c == '"' || text.startsWith("%20", at);
        }

        private boolean isNamed(int separator) {
            int nameEnd = separator;
            while (nameEnd > 0 && separator - nameEnd < 4 && QUOTES.indexOf(text.charAt(nameEnd - 1)) >= 0) {
                nameEnd--;
            }
            for (String name : NAMES) {
                if (Ascii.endsAt(text, nameEnd, name)) {
                    return true;
                }
            }
            return false;
        }

        private int valueStart(int separator) {
            int start = separator + 1;
            while (start < text.length() && start - separator < 5 && QUOTES.indexOf(text.charAt(start)) >= 0) {
                start++;
            }
            return start;
        }

        /** Header, payload and signature; the signature may be missing or cut. */
        private int webTokenEnd(int start) {
            int header = parts.end(start);
            if (header - start < 10 || Ascii.at(text, header) != '.') {
                return start;
            }
            int payload = payloads.end(header + 1);
            if (payload - header < 5) {
                return start;
            }
            return Ascii.at(text, payload) == '.' ? payloads.end(payload + 1) : payload;
        }

        /** One past what is long enough, and no word of a sentence, from {@code start} on; or {@code none}. */
        private int secretEnd(int none, int start) {
            int end = tokens.trimmedEnd(start);
            if (end - start < SHORTEST || end - start < 24 && !tokens.hasDigit(start)) {
                return none;
            }
            tokenStart = start;
            return end;
        }
    }
}
