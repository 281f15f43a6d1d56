package dev.quipu.storage.erasure;

import dev.quipu.storage.StorageConfig;
import dev.quipu.storage.load.Workers;
import dev.quipu.storage.templates.AllowedTemplates;
import dev.quipu.storage.templates.LogTemplate;
import dev.quipu.storage.templates.TemplateStep;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Templates without what their tenant had erased: analysis keeps examples in memory and tells them again, for as long as
 * it runs. What is erased is held against them for as long as against segments that come late.
 */
@ApplicationScoped
class ErasedTemplates implements AllowedTemplates {

    private static final String HELD = """
            SELECT id, tenant, target FROM erasure
            WHERE tenant = ANY ($1) AND (state <> 'done' OR ended_at > now() - $2 * interval '1 day')""";

    private final Workers workers;
    private final int keepDays;

    ErasedTemplates(Workers workers, StorageConfig config) {
        this.workers = workers;
        this.keepDays = config.storage().erasure().keepDays();
    }

    @Override
    public Uni<List<TemplateStep.Told>> of(SqlConnection connection, List<TemplateStep.Told> told) {
        String[] tenants =
                told.stream().map(TemplateStep.Told::tenant).distinct().toArray(String[]::new);
        return connection
                .preparedQuery(HELD)
                .execute(Tuple.of(tenants, keepDays))
                .chain(rows ->
                        rows.size() == 0 ? Uni.createFrom().item(told) : workers.run(() -> without(told, said(rows))));
    }

    private static Map<String, List<ErasedText>> said(RowSet<Row> rows) {
        Map<String, List<ErasedText>> byTenant = new HashMap<>();
        rows.forEach(row -> ErasedText.of(row.getUUID("id"), TargetJson.read((JsonObject) row.getValue("target")))
                .ifPresent(text -> byTenant.computeIfAbsent(row.getString("tenant"), tenant -> new ArrayList<>())
                        .add(text)));
        return byTenant;
    }

    private static List<TemplateStep.Told> without(
            List<TemplateStep.Told> told, Map<String, List<ErasedText>> byTenant) {
        return told.stream()
                .map(one -> {
                    LogTemplate template = one.template();
                    for (ErasedText said : byTenant.getOrDefault(one.tenant(), List.of())) {
                        template = without(template, said);
                    }
                    return new TemplateStep.Told(one.tenant(), template);
                })
                .toList();
    }

    static LogTemplate without(LogTemplate template, ErasedText said) {
        return new LogTemplate(
                template.namespace(),
                template.component(),
                template.id(),
                template.number(),
                bounded(said.outOf(template.text())),
                bounded(said.outOf(template.sample())),
                ErasedState.without(template.state(), said, said.isIn(template.text())),
                template.firstTimeUnixNano(),
                template.lastTimeUnixNano());
    }

    private static String bounded(String text) {
        return text.length() <= LogTemplate.MAX_TEXT ? text : text.substring(0, LogTemplate.MAX_TEXT);
    }
}
