package dev.quipu.storage.alerts;

import dev.quipu.model.alert.Labelled;
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

/** Alerts that nobody wants to be told of for a while: those that have every label of it. */
@Entity
@Table(name = "silence")
public class Silence extends PanacheEntityBase {

    /** How long one is kept after it ended. */
    public static final int KEEP_DAYS = 30;

    /** Whether it silences. */
    public enum State implements Labelled {
        PENDING,
        ACTIVE,
        EXPIRED
    }

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    public @Nullable Long id;

    @Column(updatable = false)
    public String tenant;

    /** Labels and the values that they have; never empty. */
    @JdbcTypeCode(SqlTypes.JSON)
    public Map<String, String> matchers;

    @Column(name = "starts_at")
    public Instant startsAt;

    @Column(name = "ends_at")
    public Instant endsAt;

    public String comment;

    @Column(name = "created_by")
    public String createdBy;

    @Column(name = "created_at", updatable = false)
    public Instant createdAt;

    @Column(name = "updated_at")
    public Instant updatedAt;

    @Version
    public int version;

    /** By id, those above {@code after}. */
    public static Uni<List<Silence>> page(String tenant, long after, int limit) {
        return Silence.<Silence>find("tenant = ?1 and id > ?2", Sort.by("id"), tenant, after)
                .page(Page.ofSize(limit))
                .list();
    }

    public static Uni<Optional<Silence>> findOne(String tenant, long id) {
        return Silence.<Silence>find("tenant = ?1 and id = ?2", tenant, id)
                .firstResult()
                .map(Optional::ofNullable);
    }

    /** At a time; one that ended is listed for {@link #KEEP_DAYS} more days. */
    public State state(Instant now) {
        if (now.isBefore(startsAt)) {
            return State.PENDING;
        }
        return now.isBefore(endsAt) ? State.ACTIVE : State.EXPIRED;
    }
}
