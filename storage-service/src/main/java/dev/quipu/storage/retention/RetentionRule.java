package dev.quipu.storage.retention;

import dev.quipu.model.Signal;
import io.quarkus.hibernate.reactive.panache.PanacheEntityBase;
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

/** How long a tenant's records are kept; the most specific rule that names a record decides, as {@link KeepingRule} says. */
@Entity
@Table(name = "keeping_rule")
public class RetentionRule extends PanacheEntityBase {

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    public @Nullable Long id;

    @Column(updatable = false)
    public String tenant;

    /** {@link Signal#code()}; null for every signal. */
    public @Nullable Short signal;

    /** {@code service.name} of the component; null for every component. */
    public @Nullable String service;

    /** {@code service.namespace} of the component; null for every one. */
    public @Nullable String namespace;

    /** In the query language; null for every record. */
    public @Nullable String condition;

    /** Null when it is about bytes alone. */
    public @Nullable Integer days;

    /** As they are stored; null for no limit. */
    public @Nullable Long bytes;

    @Column(name = "created_at", updatable = false)
    public Instant createdAt;

    @Column(name = "updated_at")
    public Instant updatedAt;

    @Version
    public int version;

    public static Uni<List<RetentionRule>> ofTenant(String tenant) {
        return RetentionRule.<RetentionRule>find("tenant", Sort.by("id"), tenant)
                .list();
    }

    public static Uni<Optional<RetentionRule>> findOne(String tenant, long id) {
        return RetentionRule.<RetentionRule>find("tenant = ?1 and id = ?2", tenant, id)
                .firstResult()
                .map(Optional::ofNullable);
    }

    /** Empty for every signal. */
    public Optional<Signal> appliesTo() {
        return Optional.ofNullable(signal).map(code -> Signal.ofCode(code));
    }
}
