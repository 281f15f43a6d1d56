package dev.quipu.storage.erasure;

import dev.quipu.model.Signal;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Whose records were erased. */
record AffectedComponents(List<Affected> components) {

    private static final String READ = """
            SELECT e.signal, c.id, c.name FROM erasure_component e JOIN component c ON c.id = e.component_id
            WHERE e.erasure_id = $1""";

    /** A component of which records of a signal were erased. */
    record Affected(Signal signal, int id, String service) {}

    static Uni<AffectedComponents> of(Pool pool, Erasure erasure) {
        return pool.preparedQuery(READ).execute(Tuple.of(erasure.id())).map(rows -> {
            List<Affected> found = new ArrayList<>();
            rows.forEach(row -> found.add(
                    new Affected(Signal.ofCode(row.getShort("signal")), row.getInteger("id"), row.getString("name"))));
            return new AffectedComponents(found);
        });
    }

    String[] services(Signal signal) {
        Set<String> services = new TreeSet<>();
        components.stream().filter(one -> one.signal() == signal).forEach(one -> services.add(one.service()));
        return services.toArray(String[]::new);
    }

    Integer[] ids() {
        return components.stream().map(Affected::id).distinct().toArray(Integer[]::new);
    }
}
