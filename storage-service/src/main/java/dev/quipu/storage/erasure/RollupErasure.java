package dev.quipu.storage.erasure;

import dev.quipu.model.rollup.CallKey;
import dev.quipu.model.rollup.CallNode;
import dev.quipu.model.rollup.Rollup;
import dev.quipu.model.rollup.RollupCodec;
import dev.quipu.model.rollup.RollupKey;
import dev.quipu.model.rollup.RollupKind;
import dev.quipu.model.rollup.SpanKey;
import dev.quipu.storage.catalog.SpanNames.NameKey;
import dev.quipu.storage.database.Transactions;
import dev.quipu.storage.load.Workers;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * Takes names out of what was added up: those that no span has any more, and of calls those that say what was erased.
 * The figures stay, under the name of those that are not told apart: how many there were says nothing of whose they were.
 */
@ApplicationScoped
class RollupErasure {

    private static final String IDS =
            "SELECT id FROM rollup WHERE tenant = $1 AND kind = ANY ($2::smallint[]) ORDER BY id";

    /** As whoever merges them, who must not bring back what is read here. */
    private static final String LOCK = "SELECT pg_advisory_xact_lock(hashtext('quipu.rollups'), hashtext($1))";

    private static final String READ = "SELECT kind, payload FROM rollup WHERE tenant = $1 AND id = $2";

    private static final String WRITE = "UPDATE rollup SET payload = $3, cells = $4 WHERE tenant = $1 AND id = $2";

    private final Transactions transactions;
    private final Workers workers;

    RollupErasure(Transactions transactions, Workers workers) {
        this.transactions = transactions;
        this.workers = workers;
    }

    /** @param said what names must not say */
    Uni<Void> erase(String tenant, Set<NameKey> gone, Optional<ErasedText> said) {
        if (gone.isEmpty() && said.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        Renaming renaming = new Renaming(
                gone.stream().map(name -> List.of(name.service(), name.name())).collect(Collectors.toSet()), said);
        Short[] kinds = {(short) RollupKind.SPANS.code(), (short) RollupKind.CALLS.code()};
        return transactions
                .autocommit(connection -> connection.preparedQuery(IDS).execute(Tuple.of(tenant, kinds)))
                .chain(rows -> {
                    List<Long> ids = new ArrayList<>();
                    rows.forEach(row -> ids.add(row.getLong("id")));
                    return Multi.createFrom()
                            .iterable(ids)
                            .onItem()
                            .transformToUniAndConcatenate(
                                    id -> transactions.write(connection -> rename(connection, tenant, id, renaming)))
                            .collect()
                            .last()
                            .replaceWithVoid();
                });
    }

    private Uni<Void> rename(SqlConnection connection, String tenant, long id, Renaming renaming) {
        return connection
                .preparedQuery(LOCK)
                .execute(Tuple.of(tenant))
                .chain(() -> connection.preparedQuery(READ).execute(Tuple.of(tenant, id)))
                .chain(rows -> {
                    if (rows.size() == 0) {
                        return Uni.createFrom().voidItem();
                    }
                    byte[] payload = rows.iterator().next().getBuffer("payload").getBytes();
                    return workers.runInBackground(() -> renaming.apply(payload))
                            .chain(renamed -> renamed.isEmpty()
                                    ? Uni.createFrom().voidItem()
                                    : write(connection, tenant, id, renamed.get()));
                });
    }

    private static Uni<Void> write(SqlConnection connection, String tenant, long id, Rollup<?> renamed) {
        Buffer payload = Buffer.buffer(RollupCodec.encode(renamed));
        return connection
                .preparedQuery(WRITE)
                .execute(Tuple.of(tenant, id, payload, renamed.size()))
                .replaceWithVoid();
    }

    /** @param gone services and names */
    private record Renaming(Set<List<String>> gone, Optional<ErasedText> said) {

        /** Empty when nothing is renamed. */
        Optional<Rollup<?>> apply(byte[] payload) {
            return RollupCodec.kindOf(payload) == RollupKind.SPANS
                    ? renamed(RollupKind.SPANS, payload, this::renamed)
                    : renamed(RollupKind.CALLS, payload, this::renamed);
        }

        private static <K extends RollupKey<K>> Optional<Rollup<?>> renamed(
                RollupKind<K> kind, byte[] payload, UnaryOperator<K> rename) {
            Rollup<K> before = RollupCodec.decode(kind, payload);
            if (before.byKey().keySet().stream()
                    .allMatch(key -> rename.apply(key).equals(key))) {
                return Optional.empty();
            }
            Rollup<K> after = new Rollup<>(kind, before.resolutionSeconds());
            before.byKey().forEach((key, cell) -> after.cell(rename.apply(key)).add(cell));
            return Optional.of(after);
        }

        private SpanKey renamed(SpanKey key) {
            boolean isGone = gone.contains(List.of(key.component(), key.spanName())) || says(key.spanName());
            return isGone
                    ? new SpanKey(
                            key.namespace(),
                            key.component(),
                            Rollup.OTHER,
                            key.kind(),
                            key.statusCode(),
                            key.startUnixSeconds())
                    : key;
        }

        private CallKey renamed(CallKey key) {
            return new CallKey(
                    renamed(key.caller()),
                    renamed(key.callee()),
                    key.type(),
                    key.seenBy(),
                    key.hasFailed(),
                    key.isTakenBack(),
                    key.startUnixSeconds());
        }

        private CallNode renamed(CallNode node) {
            return node.kind() != CallNode.Kind.COMPONENT && says(node.name())
                    ? new CallNode(node.kind(), node.namespace(), Rollup.OTHER)
                    : node;
        }

        private boolean says(String text) {
            return said.map(erased -> erased.isIn(text)).orElse(false);
        }
    }
}
