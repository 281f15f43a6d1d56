package dev.quipu.analysis.template;

import dev.quipu.analysis.client.TemplateClient;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Templates as they are now: those that were merged into others count as these. */
public final class CurrentTemplates {

    private final Map<Integer, TemplateClient.Kept> byId = new HashMap<>();

    /** @param kept also those that were merged */
    public CurrentTemplates(List<TemplateClient.Kept> kept) {
        kept.forEach(template -> byId.put(template.id(), template));
    }

    /** The id that an id stands for now. */
    public int current(int id) {
        int current = id;
        TemplateClient.Kept template = byId.get(current);
        // As often as there are templates: what is kept may be wrong, and then has no end.
        for (int step = 0;
                step < byId.size() && template != null && template.mergedInto().isPresent();
                step++) {
            current = template.mergedInto().getAsInt();
            template = byId.get(current);
        }
        return current;
    }

    /** Empty when there is none of that id. */
    public Optional<TemplateClient.Kept> of(int id) {
        return Optional.ofNullable(byId.get(id));
    }

    /** Those that were not merged into others. */
    List<TemplateClient.Kept> all() {
        return byId.values().stream()
                .filter(template -> template.mergedInto().isEmpty())
                .toList();
    }
}
