package dev.quipu.storage.api;

import dev.quipu.access.CurrentCaller;
import dev.quipu.storage.audit.Act;
import dev.quipu.storage.audit.AuditTrail;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.RequestScoped;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Context;
import java.util.function.Function;

/** What the present request does, for the audit: the action is what its door says with {@link Audited}. */
@RequestScoped
public class Acts {

    private final AuditTrail trail;
    private final CurrentCaller caller;
    private final ResourceInfo door;

    Acts(AuditTrail trail, CurrentCaller caller, @Context ResourceInfo door) {
        this.trail = trail;
        this.caller = caller;
        this.door = door;
    }

    /** Writes it in the present transaction of entities. */
    Uni<Void> done(Object subject, String detail) {
        return trail.writeInSession(act(subject, detail));
    }

    /** Writes it in a transaction of statements, as the last of them. */
    Function<SqlConnection, Uni<Void>> alongside(Object subject, String detail) {
        Act act = act(subject, detail);
        return connection -> trail.write(connection, act);
    }

    private Act act(Object subject, String detail) {
        Audited audited = door.getResourceMethod().getAnnotation(Audited.class);
        if (audited == null) {
            throw new IllegalStateException(door.getResourceMethod() + ": expected @Audited, it has none");
        }
        return Act.done(caller.get(), audited.value(), String.valueOf(subject), detail);
    }
}
