package dev.quipu.storage.catalog;

import io.quarkus.hibernate.reactive.panache.PanacheEntityBase;
import io.smallrye.mutiny.Uni;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.hibernate.annotations.DynamicUpdate;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;

/** A component as people list and edit it. Only its labels are theirs; all else comes from its records. */
@Entity
@Table(name = "component")
@DynamicUpdate
public class KnownComponent extends PanacheEntityBase {

    @Id
    public Integer id;

    @Column(updatable = false)
    public String tenant;

    @Column(updatable = false)
    public String namespace;

    @Column(updatable = false)
    public String name;

    @Column(name = "instance_id", updatable = false)
    public String instanceId;

    @Column(name = "first_seen", updatable = false)
    public Instant firstSeen;

    @Column(name = "last_seen", updatable = false)
    public Instant lastSeen;

    /** Of its resource, as last seen. */
    @JdbcTypeCode(SqlTypes.JSON)
    @Column(updatable = false)
    public Map<String, Object> attributes;

    /** Written by people. */
    @JdbcTypeCode(SqlTypes.JSON)
    public Map<String, String> labels;

    @Version
    public int version;

    public static Uni<Optional<KnownComponent>> findOne(String tenant, int id) {
        return KnownComponent.<KnownComponent>find("tenant = ?1 and id = ?2", tenant, id)
                .firstResult()
                .map(Optional::ofNullable);
    }
}
