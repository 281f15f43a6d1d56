package dev.quipu.analysis.api;

import dev.quipu.analysis.BadParameterException;
import dev.quipu.model.TenantName;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jboss.resteasy.reactive.RestHeader;

/** Whose records a request is about, as it says. */
public record Tenant(
        @RestHeader(TenantName.HEADER) @Parameter(description = Tenant.DESCRIPTION)
        Optional<String> header) {

    static final String DESCRIPTION = "Whose records are asked about; `default` when absent.";

    static String of(Optional<String> header) {
        String name = header.orElse(TenantName.DEFAULT);
        if (!TenantName.isValid(name)) {
            throw new BadParameterException(
                    TenantName.HEADER + ": expected " + TenantName.EXPECTED + ", got '" + name + "'");
        }
        return name;
    }
}
