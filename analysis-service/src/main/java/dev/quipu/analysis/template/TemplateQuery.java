package dev.quipu.analysis.template;

import dev.quipu.analysis.BadParameterException;
import dev.quipu.analysis.client.LogClient;
import dev.quipu.analysis.read.Window;
import dev.quipu.model.Signal;
import dev.quipu.model.query.Field;
import dev.quipu.model.query.Literal;
import dev.quipu.model.query.Operator;
import dev.quipu.model.query.QuerySyntaxException;
import dev.quipu.model.query.RecordFilter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Whose templates are asked for.
 *
 * @param service components of this name; empty for all
 * @param filter what records are like
 * @param isAssigned whether it is told of each record which template it is of
 */
public record TemplateQuery(Window window, Optional<String> service, RecordFilter filter, boolean isAssigned) {

    /**
     * @param q a search for log records; empty for all
     * @param assign true or false; empty for false
     * @throws BadParameterException when something cannot be understood
     */
    public static TemplateQuery of(
            Window window, Optional<String> service, Optional<String> q, Optional<String> assign) {
        return new TemplateQuery(
                window,
                service.filter(name -> !name.isEmpty()),
                filter(q.orElse("")),
                assign.map(TemplateQuery::isTrue).orElse(false));
    }

    private static RecordFilter filter(String q) {
        try {
            return RecordFilter.parse(Signal.LOGS, q);
        } catch (QuerySyntaxException e) {
            throw new BadParameterException("q: expected a search for log records, got '" + q + "': " + e.getMessage());
        }
    }

    private static boolean isTrue(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new BadParameterException("assign: expected true or false, got '" + text + "'");
        };
    }

    LogClient.Query records() {
        List<RecordFilter> parts = new ArrayList<>();
        service.ifPresent(name ->
                parts.add(new RecordFilter.Compare(Field.Intrinsic.SERVICE, Operator.EQUAL, new Literal.Text(name))));
        if (!filter.equals(RecordFilter.ALL)) {
            parts.add(filter);
        }
        return new LogClient.Query(RecordFilter.and(parts), window.fromUnixNano(), window.toUnixNano());
    }
}
