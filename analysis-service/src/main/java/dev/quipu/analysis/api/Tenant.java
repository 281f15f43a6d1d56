package dev.quipu.analysis.api;

import dev.quipu.analysis.BadParameterException;
import java.util.Optional;
import java.util.regex.Pattern;

/** Whose records a request is about. */
final class Tenant {

    static final String HEADER = "Quipu-Tenant";
    static final String DESCRIPTION = "Whose records are asked about; `default` when absent.";

    private static final Pattern NAME = Pattern.compile("[!-~]{1,128}");

    private Tenant() {}

    static String of(Optional<String> header) {
        String name = header.orElse("default");
        if (!NAME.matcher(name).matches()) {
            throw new BadParameterException(HEADER + ": expected 1 to 128 visible ASCII characters");
        }
        return name;
    }
}
