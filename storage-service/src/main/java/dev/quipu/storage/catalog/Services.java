package dev.quipu.storage.catalog;

import dev.quipu.storage.database.Transactions;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.stream.StreamSupport;

/** The distinct names of components. */
@ApplicationScoped
public class Services {

    private static final String LIST = "SELECT DISTINCT name FROM component WHERE tenant = $1 ORDER BY name";

    private final Transactions transactions;

    Services(Transactions transactions) {
        this.transactions = transactions;
    }

    public Uni<List<String>> list(String tenant) {
        return transactions
                .ask(tenant, LIST, Tuple.of(tenant))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> row.getString("name"))
                        .toList());
    }
}
