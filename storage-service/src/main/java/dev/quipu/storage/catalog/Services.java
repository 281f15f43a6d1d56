package dev.quipu.storage.catalog;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.stream.StreamSupport;

/** The distinct names of components. */
@ApplicationScoped
public class Services {

    private static final String LIST = "SELECT DISTINCT name FROM component WHERE tenant = $1 ORDER BY name";

    private final Pool pool;

    Services(Pool pool) {
        this.pool = pool;
    }

    public Uni<List<String>> list(String tenant) {
        return pool.preparedQuery(LIST)
                .execute(Tuple.of(tenant))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> row.getString("name"))
                        .toList());
    }
}
