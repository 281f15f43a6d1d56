package dev.quipu.analysis.api;

import dev.quipu.analysis.BadParameterException;
import dev.quipu.model.TenantName;
import java.util.Optional;

/** Whose records a request is about. */
final class Tenant {

    static final String DESCRIPTION = "Whose records are asked about; `default` when absent.";

    private Tenant() {}

    static String of(Optional<String> header) {
        String name = header.orElse(TenantName.DEFAULT);
        if (!TenantName.isValid(name)) {
            throw new BadParameterException(
                    TenantName.HEADER + ": expected " + TenantName.EXPECTED + ", got '" + name + "'");
        }
        return name;
    }
}
