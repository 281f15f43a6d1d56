package dev.quipu.storage.audit;

import dev.quipu.access.Caller;
import dev.quipu.access.audit.AuditEntry;
import dev.quipu.model.CatalogText;
import dev.quipu.model.TenantName;
import io.vertx.mutiny.sqlclient.Tuple;

/**
 * What is to be written of something that somebody did, or was refused. Texts are made such that PostgreSQL can keep
 * them, and cut where they are too long.
 *
 * @param role label of it; empty when nobody was known to ask
 */
public record Act(
        String tenant, String actor, String role, String action, String subject, String outcome, String detail) {

    private static final int MAX_SUBJECT = 500;
    private static final int MAX_DETAIL = 2000;

    public Act {
        actor = CatalogText.bounded(actor, CatalogText.MAX_NAME);
        subject = CatalogText.bounded(subject, MAX_SUBJECT);
        detail = CatalogText.bounded(detail, MAX_DETAIL);
    }

    public static Act done(Caller caller, String action, String subject, String detail) {
        return of(caller, action, subject, AuditEntry.DONE, detail);
    }

    public static Act refused(Caller caller, String action, String subject, String detail) {
        return of(caller, action, subject, AuditEntry.REFUSED, detail);
    }

    /** Refused to somebody who showed no credential, and so came from no tenant. */
    public static Act refusedToNobody(String action, String subject, String detail) {
        return new Act(TenantName.DEFAULT, "", "", action, subject, AuditEntry.REFUSED, detail);
    }

    private static Act of(Caller caller, String action, String subject, String outcome, String detail) {
        return new Act(caller.tenant(), caller.name(), caller.role().label(), action, subject, outcome, detail);
    }

    Tuple values() {
        return Tuple.tuple()
                .addString(tenant)
                .addString(actor)
                .addString(role)
                .addString(action)
                .addString(subject)
                .addString(outcome)
                .addString(detail);
    }
}
