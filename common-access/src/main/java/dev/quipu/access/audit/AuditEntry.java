package dev.quipu.access.audit;

import java.time.Instant;

/**
 * Something that somebody did, or was refused.
 *
 * @param sequence 1 for the first of all, one more for each
 * @param at to the microsecond
 * @param tenant whose things it was about
 * @param actor by the name that the credential has
 * @param role label of the actor's role; empty when there was no credential
 * @param action what was done, such as {@code api-key.add}
 * @param subject what it was done to: an id, or the path that was asked for; may be empty
 * @param outcome {@code done} or {@code refused}
 * @param detail what else is to be known; may be empty
 */
public record AuditEntry(
        long sequence,
        Instant at,
        String tenant,
        String actor,
        String role,
        String action,
        String subject,
        String outcome,
        String detail) {

    public static final String DONE = "done";
    public static final String REFUSED = "refused";

    /** The hash of the entry before the first: 32 bytes of zero. */
    public static final AuditHash START = AuditHash.of(new byte[AuditHash.BYTES]);

    /** SHA-256 of the previous entry's hash and of every field, in their order. */
    public AuditHash hash(AuditHash previous) {
        return AuditHash.of(new CanonicalBytes()
                .raw(previous.toBytes())
                .number(sequence)
                .time(at)
                .text(tenant)
                .text(actor)
                .text(role)
                .text(action)
                .text(subject)
                .text(outcome)
                .text(detail)
                .sha256());
    }

    /** The same at another place of the chain. */
    AuditEntry at(long place) {
        return new AuditEntry(place, at, tenant, actor, role, action, subject, outcome, detail);
    }
}
