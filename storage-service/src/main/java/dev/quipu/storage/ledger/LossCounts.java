package dev.quipu.storage.ledger;

import dev.quipu.model.CatalogText;
import dev.quipu.model.Component;
import dev.quipu.model.Signal;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Lost records by whose they are. Of no lost record the minute of collection is known: they are in no group of one.
 * Whose the inferred ones are is not known either: they are in the group of no component.
 */
final class LossCounts {

    private static final String FIND = """
            SELECT c.id, c.namespace, c.name, c.instance_id
            FROM component c
            JOIN unnest($2::text[], $3::text[], $4::text[]) AS w(namespace, name, instance_id)
                USING (namespace, name, instance_id)
            WHERE c.tenant = $1""";

    private LossCounts() {}

    /** Counts of one group. @param componentId 0 when it is not known whose they are */
    record Line(Signal signal, int componentId, Losses losses) {
        void addTo(LedgerAccount account) {
            losses.reported().forEach(loss -> account.addReported(loss.errorType(), loss.records()));
            losses.inference().ifPresent(account::addInferred);
        }
    }

    /** Adds what is known of the whole window. */
    static void addAll(LedgerAccount total, Losses losses) {
        losses.reported().forEach(loss -> total.addReported(loss.errorType(), loss.records()));
        losses.reportedNote().ifPresent(total::noteReported);
        losses.inference().ifPresent(total::addInferred);
    }

    /** One line for each reported loss, and one for the inferred ones when there are some. */
    static Uni<List<Line>> lines(SqlConnection connection, String tenant, Losses losses) {
        List<Component> components = losses.reported().stream()
                .map(loss -> bounded(loss.component()))
                .distinct()
                .toList();
        if (components.isEmpty()) {
            return Uni.createFrom().item(lines(losses, Map.of()));
        }
        Tuple names = Tuple.tuple()
                .addString(tenant)
                .addValue(components.stream().map(Component::namespace).toArray(String[]::new))
                .addValue(components.stream().map(Component::name).toArray(String[]::new))
                .addValue(components.stream().map(Component::instanceId).toArray(String[]::new));
        return connection.preparedQuery(FIND).execute(names).map(rows -> {
            Map<Component, Integer> ids = new HashMap<>();
            rows.forEach(row -> ids.put(
                    new Component(row.getString("namespace"), row.getString("name"), row.getString("instance_id")),
                    row.getInteger("id")));
            return lines(losses, ids);
        });
    }

    private static List<Line> lines(Losses losses, Map<Component, Integer> ids) {
        List<Line> lines = new ArrayList<>();
        for (Losses.Reported loss : losses.reported()) {
            Losses one = new Losses(List.of(loss), Optional.empty(), Optional.empty());
            lines.add(new Line(loss.signal(), ids.getOrDefault(bounded(loss.component()), 0), one));
        }
        losses.inference()
                .filter(inferred -> inferred.spans().orElse(0L) > 0)
                .ifPresent(inferred -> lines.add(new Line(Signal.TRACES, 0, Losses.NONE.with(inferred))));
        return lines;
    }

    private static Component bounded(Component component) {
        return new Component(
                CatalogText.bounded(component.namespace(), CatalogText.MAX_NAME),
                CatalogText.bounded(component.name(), CatalogText.MAX_NAME),
                CatalogText.bounded(component.instanceId(), CatalogText.MAX_NAME));
    }
}
