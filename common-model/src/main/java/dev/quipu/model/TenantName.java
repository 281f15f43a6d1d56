package dev.quipu.model;

import java.util.regex.Pattern;

/** Names of tenants: keys in every index, therefore short, and the same bytes in every encoding. */
public final class TenantName {

    /** The HTTP header and gRPC metadata key that carries one between sender and services. */
    public static final String HEADER = "Quipu-Tenant";

    /** Whose records those are that come without the header. */
    public static final String DEFAULT = "default";

    public static final String EXPECTED = "a letter or digit and up to 62 letters, digits, dots, dashes or underscores";

    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,62}");

    private TenantName() {}

    /** Whether the text is {@value #EXPECTED}, all of ASCII. */
    public static boolean isValid(String text) {
        return FORM.matcher(text).matches();
    }
}
