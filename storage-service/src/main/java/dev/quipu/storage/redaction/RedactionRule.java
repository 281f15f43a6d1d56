package dev.quipu.storage.redaction;

import io.quarkus.hibernate.reactive.panache.PanacheEntityBase;
import io.quarkus.panache.common.Page;
import io.quarkus.panache.common.Sort;
import io.smallrye.mutiny.Uni;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is to be found in a tenant's records, and what becomes of it, as people list and edit it. */
@Entity
@Table(name = "redaction_rule")
public class RedactionRule extends PanacheEntityBase {

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    public @Nullable Long id;

    @Column(updatable = false)
    public String tenant;

    /** Of no other rule of the tenant. */
    public String name;

    @Column(name = "is_enabled")
    public boolean enabled;

    /** {@link RedactionWord#SIGNALS}; none: all. */
    public String[] signals;

    /** An {@link Expression} over keys of attributes; null: any. */
    public @Nullable String keys;

    /** {@link RedactionWord#DETECTORS}. */
    public String[] detectors;

    /** An {@link Expression} over values; null: none. */
    public @Nullable String pattern;

    /** One of {@link RedactionWord#ACTIONS}. */
    public String action;

    /** Characters that {@code truncate} leaves. */
    public @Nullable Integer keep;

    /** {@link RedactionWord#PLACES}; none: all. */
    public String[] places;

    @Column(name = "created_at", updatable = false)
    public Instant createdAt;

    @Column(name = "updated_at")
    public Instant updatedAt;

    @Version
    public int version;

    /** By id, those above {@code after}. */
    public static Uni<List<RedactionRule>> page(String tenant, long after, int limit) {
        return RedactionRule.<RedactionRule>find("tenant = ?1 and id > ?2", Sort.by("id"), tenant, after)
                .page(Page.ofSize(limit))
                .list();
    }

    /** Every tenant's, by tenant and id. */
    public static Uni<List<RedactionRule>> ofAllTenants() {
        return RedactionRule.<RedactionRule>listAll(Sort.by("tenant").and("id"));
    }

    /** How many the tenant has. */
    public static Uni<Long> countOf(String tenant) {
        return count("tenant", tenant);
    }

    public static Uni<Optional<RedactionRule>> findOne(String tenant, long id) {
        return RedactionRule.<RedactionRule>find("tenant = ?1 and id = ?2", tenant, id)
                .firstResult()
                .map(Optional::ofNullable);
    }
}
