package dev.quipu.storage.api;

import dev.quipu.model.TenantName;
import jakarta.enterprise.context.RequestScoped;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;

/** Whose records a request is about: the one place that decides it. */
@RequestScoped
public class Tenant {

    private final HttpHeaders headers;

    Tenant(@Context HttpHeaders headers) {
        this.headers = headers;
    }

    /**
     * @throws IllegalArgumentException when the header names none
     */
    public String name() {
        String header = headers.getHeaderString(TenantName.HEADER);
        if (header == null || header.isEmpty()) {
            return TenantName.DEFAULT;
        }
        if (!TenantName.isValid(header)) {
            throw new IllegalArgumentException(
                    TenantName.HEADER + ": expected " + TenantName.EXPECTED + ", got '" + header + "'");
        }
        return header;
    }
}
