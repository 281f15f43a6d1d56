package dev.quipu.storage.templates;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Which templates of a tenant were found to be one. @param presentByMerged by each merged one the present one */
public record TemplateMerges(Map<Integer, Integer> presentByMerged) {

    private static final String READ =
            "SELECT id, merged_into FROM log_template WHERE tenant = $1 AND merged_into IS NOT NULL";

    public TemplateMerges {
        presentByMerged = Map.copyOf(presentByMerged);
    }

    public static Uni<TemplateMerges> read(SqlConnection connection, String tenant) {
        return connection.preparedQuery(READ).execute(Tuple.of(tenant)).map(rows -> {
            Map<Integer, Integer> merged = new HashMap<>();
            rows.forEach(row -> merged.put(row.getInteger("id"), row.getInteger("merged_into")));
            return new TemplateMerges(merged);
        });
    }

    /** The template that one is now: itself, unless it was merged. */
    public int present(int template) {
        return presentByMerged.getOrDefault(template, template);
    }

    /** All that are now what one of these is. */
    public Set<Integer> all(Set<Integer> templates) {
        Set<Integer> present = new TreeSet<>();
        templates.forEach(template -> present.add(present(template)));
        Set<Integer> all = new TreeSet<>(present);
        presentByMerged.forEach((merged, into) -> {
            if (present.contains(into)) {
                all.add(merged);
            }
        });
        return all;
    }
}
