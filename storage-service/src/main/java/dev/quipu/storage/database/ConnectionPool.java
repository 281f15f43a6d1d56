package dev.quipu.storage.database;

import dev.quipu.storage.StorageConfig;
import io.quarkus.reactive.pg.client.PgPoolCreator;
import io.vertx.pgclient.PgBuilder;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnectOptions;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;

/** The connections to the database, with what Citus has to know of each from its beginning. */
@Singleton
public class ConnectionPool implements PgPoolCreator {

    /**
     * SET LOCAL holds on workers, too. Each worker is asked over one connection, so that all statements of a transaction
     * have one snapshot of it.
     */
    private static final Map<String, String> OF_CITUS =
            Map.of("citus.propagate_set_commands", "local", "citus.max_adaptive_executor_pool_size", "1");

    private final boolean isSpread;

    ConnectionPool(StorageConfig config) {
        this.isSpread = config.database().citus();
    }

    @Override
    public Pool create(Input input) {
        if (isSpread) {
            input.pgConnectOptionsList().forEach(options -> OF_CITUS.forEach(options::addProperty));
        }
        return PgBuilder.pool()
                .with(input.poolOptions())
                .connectingTo(List.<SqlConnectOptions>copyOf(input.pgConnectOptionsList()))
                .using(input.vertx())
                .build();
    }
}
