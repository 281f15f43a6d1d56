package dev.quipu.storage.feed;

import dev.quipu.storage.database.Transactions;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which replica of {@value FeedConsumers#ANALYSIS} works on which of its parts, by the clock of the database, and into
 * how many parts the work is cut. Leases only spare work that would be done twice: what is committed is held to the
 * part's cursor.
 */
@ApplicationScoped
public class FeedLeases {

    private static final int MAX_OWNER = 128;
    private static final int MAX_SECONDS = 300;

    private static final String LOCK = "SELECT pg_advisory_xact_lock(hashtext('quipu.feed.leases'))";

    private static final String ALIVE = """
            INSERT INTO feed_replica (consumer, owner, slices, expires_at)
            VALUES ($1, $2, $3, clock_timestamp() + make_interval(secs => $4))
            ON CONFLICT (consumer, owner) DO UPDATE SET slices = excluded.slices, expires_at = excluded.expires_at""";

    private static final String END_REPLICAS =
            "DELETE FROM feed_replica WHERE consumer = $1 AND expires_at <= clock_timestamp()";
    private static final String END_LEASES =
            "DELETE FROM feed_lease WHERE consumer = $1 AND expires_at <= clock_timestamp()";

    private static final String REPLICAS = "SELECT owner, slices FROM feed_replica WHERE consumer = $1";
    private static final String LEASES = "SELECT part, owner FROM feed_lease WHERE consumer = $1";

    private static final String GIVE_BACK = "DELETE FROM feed_lease WHERE consumer = $1 AND owner = $2";
    private static final String LEAVE = "DELETE FROM feed_replica WHERE consumer = $1 AND owner = $2";

    private static final String TAKE = """
            INSERT INTO feed_lease (consumer, part, owner, expires_at)
            SELECT $1, unnest($3::text[]), $2, clock_timestamp() + make_interval(secs => $4)""";

    private static final String REMOVE_LEASES = "DELETE FROM feed_lease WHERE consumer = $1";
    private static final String REMOVE_REPLICAS = "DELETE FROM feed_replica WHERE consumer = $1";

    private final Transactions transactions;
    private final FeedParts parts;

    FeedLeases(Transactions transactions, FeedParts parts) {
        this.transactions = transactions;
        this.parts = parts;
    }

    /**
     * A replica that asks for work.
     *
     * @param owner its name, 1 to {@value #MAX_OWNER} characters
     * @param layout the one it wants
     * @param seconds for how long it is alive and holds what it gets, 1 to {@value #MAX_SECONDS}
     */
    public record Replica(String owner, PartLayout layout, int seconds) {
        public Replica {
            requireOwner(owner);
            if (seconds < 1 || seconds > MAX_SECONDS) {
                throw new IllegalArgumentException("seconds: expected 1 to " + MAX_SECONDS + ", got " + seconds);
            }
        }
    }

    /**
     * What a replica works on from now, and nothing else.
     *
     * @param parts each from its cursor
     * @param upTo where these parts have to stop; empty: nowhere
     * @param slices of the present layout
     * @param replicas how many are alive
     */
    public record Held(List<FeedPart> parts, Optional<FeedCursor> upTo, int slices, int replicas) {}

    /**
     * @throws IllegalArgumentException when it is not a replica's name
     */
    public static String requireOwner(String owner) {
        if (owner.isBlank() || owner.length() > MAX_OWNER) {
            throw new IllegalArgumentException(
                    "owner: expected 1 to " + MAX_OWNER + " characters, got " + owner.length());
        }
        return owner;
    }

    /** Renews what the replica holds, as far as it is its share, and gives it what is free. */
    public Uni<Held> renew(Replica replica) {
        Tuple consumer = Tuple.of(FeedConsumers.ANALYSIS);
        Tuple alive = Tuple.of(
                FeedConsumers.ANALYSIS, replica.owner(), replica.layout().slices(), (double) replica.seconds());
        return transactions.write(connection -> connection
                .query(LOCK)
                .execute()
                .chain(() -> connection.preparedQuery(ALIVE).execute(alive))
                .chain(() -> connection.preparedQuery(END_REPLICAS).execute(consumer))
                .chain(() -> connection.preparedQuery(END_LEASES).execute(consumer))
                .chain(() -> table(connection, replica))
                .chain(table -> lease(connection, table, replica)));
    }

    private Uni<LeaseTable> table(SqlConnection connection, Replica replica) {
        return parts.list(connection)
                .chain(known -> known.isEmpty()
                        ? parts.begin(connection, replica.layout())
                        : Uni.createFrom().item(known))
                .chain(known -> table(connection, known))
                .chain(table -> table.isLeft() && table.standsAtOnePlace()
                        ? replaced(connection, replica)
                        : Uni.createFrom().item(table));
    }

    private static Uni<LeaseTable> table(SqlConnection connection, List<FeedPart> known) {
        Tuple consumer = Tuple.of(FeedConsumers.ANALYSIS);
        return Uni.combine()
                .all()
                .unis(
                        connection.preparedQuery(REPLICAS).execute(consumer),
                        connection.preparedQuery(LEASES).execute(consumer))
                .with((replicas, leases) -> new LeaseTable(known, slices(replicas), owners(leases)));
    }

    private static Map<String, Integer> slices(RowSet<Row> replicas) {
        Map<String, Integer> slices = new HashMap<>();
        replicas.forEach(row -> slices.put(row.getString("owner"), row.getInteger("slices")));
        return slices;
    }

    private static Map<String, String> owners(RowSet<Row> leases) {
        Map<String, String> owners = new HashMap<>();
        leases.forEach(row -> owners.put(row.getString("part"), row.getString("owner")));
        return owners;
    }

    /** The layout that is asked for, unless a part moved on in the meantime. */
    private Uni<LeaseTable> replaced(SqlConnection connection, Replica replica) {
        return parts.listLocked(connection)
                .chain(standing -> table(connection, standing))
                .chain(table -> table.standsAtOnePlace()
                        ? parts.replace(connection, table.parts(), replica.layout())
                                .call(() -> connection
                                        .preparedQuery(REMOVE_LEASES)
                                        .execute(Tuple.of(FeedConsumers.ANALYSIS)))
                                .chain(made -> table(connection, made))
                        : Uni.createFrom().item(table));
    }

    private static Uni<Held> lease(SqlConnection connection, LeaseTable table, Replica replica) {
        List<FeedPart> own = table.partsOf(replica.owner());
        String[] names = own.stream().map(FeedPart::name).toArray(String[]::new);
        return connection
                .preparedQuery(GIVE_BACK)
                .execute(Tuple.of(FeedConsumers.ANALYSIS, replica.owner()))
                .chain(() -> connection
                        .preparedQuery(TAKE)
                        .execute(Tuple.of(FeedConsumers.ANALYSIS, replica.owner(), names, (double) replica.seconds())))
                .replaceWith(new Held(
                        own, table.upTo(), table.slices(), table.slicesByOwner().size()));
    }

    /** Ends all that a replica holds: it has stopped working. */
    public Uni<Void> giveBack(String owner) {
        Tuple of = Tuple.of(FeedConsumers.ANALYSIS, requireOwner(owner));
        return transactions.write(connection -> connection
                .query(LOCK)
                .execute()
                .chain(() -> connection.preparedQuery(GIVE_BACK).execute(of))
                .chain(() -> connection.preparedQuery(LEAVE).execute(of))
                .replaceWithVoid());
    }

    /** Removes parts, leases and replicas, in the connection's transaction: the consumer is removed. */
    public Uni<Void> remove(SqlConnection connection) {
        Tuple consumer = Tuple.of(FeedConsumers.ANALYSIS);
        return connection
                .query(LOCK)
                .execute()
                .chain(() -> parts.remove(connection))
                .chain(() -> connection.preparedQuery(REMOVE_LEASES).execute(consumer))
                .chain(() -> connection.preparedQuery(REMOVE_REPLICAS).execute(consumer))
                .replaceWithVoid();
    }
}
