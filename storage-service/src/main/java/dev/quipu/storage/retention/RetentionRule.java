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

/** How many days a tenant's records are kept; a rule for one signal comes before the one for all. */
@Entity
@Table(name = "retention_rule")
public class RetentionRule extends PanacheEntityBase {

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    public @Nullable Long id;

    @Column(updatable = false)
    public String tenant;

    /** {@link Signal#code()}; null for every signal. */
    public @Nullable Short signal;

    public int days;

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
