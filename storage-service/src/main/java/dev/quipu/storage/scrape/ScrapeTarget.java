package dev.quipu.storage.scrape;

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

/** A page of metrics that collectors fetch on an interval, as people list and edit it. */
@Entity
@Table(name = "scrape_target")
public class ScrapeTarget extends PanacheEntityBase {

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    public @Nullable Long id;

    @Column(updatable = false)
    public String tenant;

    /** Follows from tenant, URL, job and instance. */
    public String key;

    public String url;

    @Column(name = "interval_millis")
    public long intervalMillis;

    @Column(name = "timeout_millis")
    public long timeoutMillis;

    public String job;

    public String instance;

    @JdbcTypeCode(SqlTypes.JSON)
    public Map<String, String> labels;

    @Column(name = "honor_labels")
    public boolean honorLabels;

    public boolean enabled;

    @Column(name = "created_at", updatable = false)
    public Instant createdAt;

    @Column(name = "updated_at")
    public Instant updatedAt;

    @Version
    public int version;

    /** To be called when what it follows from has changed. */
    public void renewKey() {
        key = TargetKey.of(tenant, url, job, instance);
    }

    /** By id, those above {@code after}. */
    public static Uni<List<ScrapeTarget>> page(String tenant, long after, int limit) {
        return ScrapeTarget.<ScrapeTarget>find("tenant = ?1 and id > ?2", Sort.by("id"), tenant, after)
                .page(Page.ofSize(limit))
                .list();
    }

    public static Uni<Optional<ScrapeTarget>> findOne(String tenant, long id) {
        return ScrapeTarget.<ScrapeTarget>find("tenant = ?1 and id = ?2", tenant, id)
                .firstResult()
                .map(Optional::ofNullable);
    }
}
