package dev.quipu.storage.api;

import jakarta.enterprise.context.RequestScoped;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.regex.Pattern;

/** Whose records a request is about: the one place that decides it. */
@RequestScoped
public class Tenant {

    static final String HEADER = "Quipu-Tenant";
    static final String DEFAULT = "default";

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,62}");

    private final HttpHeaders headers;

    Tenant(@Context HttpHeaders headers) {
        this.headers = headers;
    }

    /**
     * @throws IllegalArgumentException when the header names none
     */
    public String name() {
        String header = headers.getHeaderString(HEADER);
        if (header == null || header.isEmpty()) {
            return DEFAULT;
        }
        if (!NAME.matcher(header).matches()) {
            throw new IllegalArgumentException(HEADER + ": expected " + NAME.pattern() + ", got '" + header + "'");
        }
        return header;
    }
}
