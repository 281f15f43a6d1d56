package dev.quipu.storage.api;

import dev.quipu.storage.StorageConfig;
import dev.quipu.storage.database.TenantRole;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.RequestScoped;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;
import java.util.function.Supplier;

/** Transactions of entities in which PostgreSQL shows, and lets change, those of the request's tenant alone. */
@RequestScoped
public class TenantEntities {

    private final Tenant tenant;
    private final boolean isHeldToTenant;
    private final String take;

    TenantEntities(Tenant tenant, StorageConfig config) {
        this.tenant = tenant;
        this.isHeldToTenant = config.storage().rowLevelSecurity();
        this.take = config.database().citus() ? TenantRole.TAKE_IN_SESSION_ON_WORKERS : TenantRole.TAKE_IN_SESSION;
    }

    /** Committed when the work succeeds, rolled back when it fails. */
    <T> Uni<T> in(Supplier<Uni<? extends T>> work) {
        String name = tenant.name();
        return Panache.withTransaction(
                () -> (isHeldToTenant ? take(name) : Uni.createFrom().voidItem()).chain(work));
    }

    private Uni<Void> take(String tenant) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(take, String.class)
                        .setParameter(1, tenant)
                        .getSingleResult())
                .replaceWithVoid();
    }

    /** Around doors. */
    @OfTenant
    @Interceptor
    @Priority(Interceptor.Priority.PLATFORM_BEFORE + 200)
    static class Doors {

        private final TenantEntities entities;

        Doors(TenantEntities entities) {
            this.entities = entities;
        }

        @AroundInvoke
        Object around(InvocationContext door) {
            return entities.in(() -> answer(door));
        }

        private static Uni<?> answer(InvocationContext door) {
            try {
                return (Uni<?>) door.proceed();
            } catch (RuntimeException e) {
                throw e;
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
