package dev.quipu.storage.ledger;

import dev.quipu.model.Signal;
import dev.quipu.model.segment.Outcome;
import dev.quipu.storage.database.Transactions;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.stream.StreamSupport;

/** How much of each signal was stored of a component, as the ledger says. */
@ApplicationScoped
public class ComponentSignals {

    private static final String READ = """
            SELECT signal, sum(records)::bigint AS records, min(minute) AS first_minute, max(minute) AS last_minute
            FROM ledger
            WHERE tenant = $1 AND component_id = $2 AND minute >= $3 AND minute < $4 AND outcome = $5
            GROUP BY signal ORDER BY signal""";

    private final Transactions transactions;

    ComponentSignals(Transactions transactions) {
        this.transactions = transactions;
    }

    /**
     * Records of one signal.
     *
     * @param firstMinute of collection within what was asked, Unix minutes
     */
    public record Stored(Signal signal, long records, int firstMinute, int lastMinute) {}

    /** By signal; none of those that did not come. The minutes are of collection, Unix minutes, the last one excluded. */
    public Uni<List<Stored>> read(String tenant, int componentId, int fromMinute, int toMinute) {
        return transactions
                .ask(tenant, READ, Tuple.of(tenant, componentId, fromMinute, toMinute, (short) Outcome.STORED.code()))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> new Stored(
                                Signal.ofCode(row.getShort("signal")),
                                row.getLong("records"),
                                row.getInteger("first_minute"),
                                row.getInteger("last_minute")))
                        .toList());
    }
}
