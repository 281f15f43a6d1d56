package dev.quipu.storage.templates;

import dev.quipu.model.CatalogText;
import dev.quipu.storage.database.Transactions;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** The templates that are known. */
@ApplicationScoped
public class TemplateList {

    private static final String LIST = """
            SELECT id, namespace, component, number, text, sample, first_time, last_time, merged_into,
                CASE WHEN $7 THEN state ELSE '' END AS state
            FROM log_template
            WHERE tenant = $1 AND id > $2 AND ($3::text IS NULL OR namespace = $3)
                AND ($4::text IS NULL OR component = $4) AND ($5 OR merged_into IS NULL)
            ORDER BY id LIMIT $6""";

    private static final String LAST_ID = "SELECT coalesce(max(id), 0) AS id FROM log_template WHERE tenant = $1";

    private final Transactions transactions;

    TemplateList(Transactions transactions) {
        this.transactions = transactions;
    }

    /**
     * Which templates.
     *
     * @param afterId those after this one; 0 for the first
     * @param isMergedListed whether also those that were merged into others
     * @param isStateRead whether the state is read; else it is empty
     */
    public record Query(
            String tenant,
            int afterId,
            Optional<String> namespace,
            Optional<String> component,
            boolean isMergedListed,
            boolean isStateRead) {}

    /** @param mergedInto a present template */
    public record Listed(LogTemplate template, Optional<Integer> mergedInto) {}

    /** The highest id that was given to a template of a tenant; 0 when there is none. */
    public Uni<Integer> lastId(String tenant) {
        return transactions
                .ask(tenant, LAST_ID, Tuple.of(tenant))
                .map(rows -> rows.iterator().next().getInteger("id"));
    }

    /** In the order of their ids. */
    public Uni<List<Listed>> list(Query query, int limit) {
        Tuple parameters = Tuple.tuple()
                .addString(query.tenant())
                .addInteger(query.afterId())
                .addValue(query.namespace().map(TemplateList::kept).orElse(null))
                .addValue(query.component().map(TemplateList::kept).orElse(null))
                .addBoolean(query.isMergedListed())
                .addInteger(limit)
                .addBoolean(query.isStateRead());
        return transactions
                .ask(query.tenant(), LIST, parameters)
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(TemplateList::listed)
                        .toList());
    }

    private static String kept(String name) {
        return CatalogText.bounded(name, CatalogText.MAX_NAME);
    }

    private static Listed listed(Row row) {
        return new Listed(
                new LogTemplate(
                        row.getString("namespace"),
                        row.getString("component"),
                        row.getInteger("id"),
                        row.getInteger("number"),
                        row.getString("text"),
                        row.getString("sample"),
                        row.getBuffer("state").getBytes(),
                        row.getLong("first_time"),
                        row.getLong("last_time")),
                Optional.ofNullable(row.getInteger("merged_into")));
    }
}
