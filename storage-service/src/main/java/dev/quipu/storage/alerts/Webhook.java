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
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where a tenant is told of alerts, as people list and edit it. */
@Entity
@Table(name = "webhook")
public class Webhook extends PanacheEntityBase {

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    public @Nullable Long id;

    @Column(updatable = false)
    public String tenant;

    /** Of no other webhook of the tenant; rules know it by it. */
    public String name;

    public String url;

    /** What deliveries are signed with; for the deliverer only. */
    public @Nullable String secret;

    @Column(name = "is_enabled")
    public boolean enabled;

    @Column(name = "created_at", updatable = false)
    public Instant createdAt;

    @Column(name = "updated_at")
    public Instant updatedAt;

    @Version
    public int version;

    /** By id, those above {@code after}. */
    public static Uni<List<Webhook>> page(String tenant, long after, int limit) {
        return Webhook.<Webhook>find("tenant = ?1 and id > ?2", Sort.by("id"), tenant, after)
                .page(Page.ofSize(limit))
                .list();
    }

    public static Uni<Optional<Webhook>> findOne(String tenant, long id) {
        return Webhook.<Webhook>find("tenant = ?1 and id = ?2", tenant, id)
                .firstResult()
                .map(Optional::ofNullable);
    }

    public static Uni<List<String>> names(String tenant) {
        return Webhook.<Webhook>find("tenant", tenant)
                .list()
                .map(found -> found.stream().map(webhook -> webhook.name).toList());
    }
}
