package dev.quipu.access;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** The secret in a request's {@code Authorization}: a bearer's, or a password for clients that know nothing else. */
final class Credential {

    private static final String BEARER = "bearer ";
    private static final String BASIC = "basic ";

    /** RFC 7519: three parts in base64url. */
    private static final Pattern TOKEN = Pattern.compile("[\\w-]+\\.[\\w-]+\\.[\\w-]+");

    private Credential() {}

    /** Empty when the header is of neither form. The user's name beside a password is not looked at. */
    static Optional<String> secretIn(String authorization) {
        String scheme = authorization.toLowerCase(Locale.ROOT);
        if (scheme.startsWith(BEARER)) {
            return Optional.of(authorization.substring(BEARER.length()).strip());
        }
        return scheme.startsWith(BASIC)
                ? password(authorization.substring(BASIC.length()).strip())
                : Optional.empty();
    }

    /** Whether it may be a JSON Web Token. */
    static boolean isToken(String secret) {
        return TOKEN.matcher(secret).matches();
    }

    private static Optional<String> password(String encoded) {
        try {
            String pair = new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
            int end = pair.indexOf(':');
            return end < 0 ? Optional.empty() : Optional.of(pair.substring(end + 1));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
