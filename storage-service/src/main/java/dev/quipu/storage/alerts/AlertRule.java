package dev.quipu.storage.alerts;

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
import java.util.Map;
import java.util.Optional;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/** What a tenant wants to be told of, as people list and edit it. */
@Entity
@Table(name = "alert_rule")
public class AlertRule extends PanacheEntityBase {

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    public @Nullable Long id;

    @Column(updatable = false)
    public String tenant;

    /** Of no other rule of the tenant. */
    public String name;

    @Column(name = "is_enabled")
    public boolean enabled;

    /** {@link dev.quipu.model.alert.AlertSeverity#label()}. */
    public String severity;

    @JdbcTypeCode(SqlTypes.JSON)
    public Map<String, String> labels;

    @JdbcTypeCode(SqlTypes.JSON)
    public Map<String, String> annotations;

    /** How long the condition has to hold before it fires. */
    @Column(name = "for_seconds")
    public int forSeconds;

    /** How long it has to be over before it is resolved. */
    @Column(name = "keep_firing_seconds")
    public int keepFiringSeconds;

    /** Names of those that are told; none: all of the tenant's. */
    public String[] webhooks;

    /** A {@link dev.quipu.model.alert.AlertCondition} in the form that the API gives it. */
    @JdbcTypeCode(SqlTypes.JSON)
    public Map<String, Object> condition;

    @Column(name = "created_at", updatable = false)
    public Instant createdAt;

    @Column(name = "updated_at")
    public Instant updatedAt;

    @Version
    public int version;

    /** By id, those above {@code after}. */
    public static Uni<List<AlertRule>> page(String tenant, long after, int limit) {
        return AlertRule.<AlertRule>find("tenant = ?1 and id > ?2", Sort.by("id"), tenant, after)
                .page(Page.ofSize(limit))
                .list();
    }

    public static Uni<Optional<AlertRule>> findOne(String tenant, long id) {
        return AlertRule.<AlertRule>find("tenant = ?1 and id = ?2", tenant, id)
                .firstResult()
                .map(Optional::ofNullable);
    }
}
