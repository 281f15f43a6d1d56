package dev.quipu.storage.api;

import dev.quipu.access.Caller;
import dev.quipu.access.Role;
import jakarta.enterprise.context.RequestScoped;

/** Who asks. */
@RequestScoped
public class Asker {

    private final Tenant tenant;

    Asker(Tenant tenant) {
        this.tenant = tenant;
    }

    public Caller caller() {
        return new Caller(tenant.name(), Role.ADMIN, "anonymous");
    }
}
