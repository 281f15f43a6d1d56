package dev.quipu.storage.templates;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import java.util.List;

/** What may be kept of templates: who tells them may still know what is to be forgotten. */
public interface AllowedTemplates {

    /** All of them in their order, each without what it must not say. Reads in the connection's transaction. */
    Uni<List<TemplateStep.Told>> of(SqlConnection connection, List<TemplateStep.Told> told);
}
