package dev.quipu.storage.rollups;

import dev.quipu.storage.load.Workers;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Keeps what consumers of the feed add, in the transaction of their commit. */
@ApplicationScoped
public class RollupStore {

    private static final String INSERT_ADDITION = """
            INSERT INTO rollup (tenant, kind, resolution, from_time, to_time, cells, payload)
            VALUES ($1, $2, $3, $4, $5, $6, $7)""";

    private static final String FORGET = "DELETE FROM rollup";

    private final Workers workers;

    RollupStore(Workers workers) {
        this.workers = workers;
    }

    /** Additions that were looked at, as rows. */
    public record Rows(List<Tuple> tuples) {}

    /** Fails with {@link IllegalArgumentException} when one of them is not what it has to be. */
    public Uni<Rows> check(List<RollupAddition> additions) {
        if (additions.isEmpty()) {
            return Uni.createFrom().item(new Rows(List.of()));
        }
        return workers.run(() -> new Rows(additions.stream()
                .map(CheckedAddition::of)
                .map(RollupStore::row)
                .toList()));
    }

    private static Tuple row(CheckedAddition checked) {
        return Tuple.tuple()
                .addString(checked.addition().tenant())
                .addShort((short) checked.kind().code())
                .addInteger(Resolution.UNMERGED)
                .addLong(checked.from())
                .addLong(checked.to())
                .addInteger(checked.cells())
                .addValue(Buffer.buffer(checked.addition().payload()));
    }

    public Uni<Void> add(SqlConnection connection, Rows rows) {
        return rows.tuples().isEmpty()
                ? Uni.createFrom().voidItem()
                : connection
                        .preparedQuery(INSERT_ADDITION)
                        .executeBatch(rows.tuples())
                        .replaceWithVoid();
    }

    /** All of every tenant, so that it can be added anew from the beginning of the feed. */
    public Uni<Void> forget(SqlConnection connection) {
        return connection.query(FORGET).execute().replaceWithVoid();
    }
}
