package dev.quipu.analysis.cause;

import dev.quipu.analysis.client.LogClient;
import dev.quipu.analysis.client.TemplatedLogClient;
import dev.quipu.analysis.client.TemplatedLogClient.TemplatedLog;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jboss.logging.Logger;

/**
 * Which of the templates that are kept along the feed the log records of an evidence have, so that a search finds them.
 * The causes are known by then, and stay as they are.
 */
@ApplicationScoped
class EvidenceTemplates {

    private static final Logger LOG = Logger.getLogger(EvidenceTemplates.class);

    /** Of each component: where there are more, those that are not looked at may have other templates. */
    private static final int MAX_RECORDS = 1000;

    /** One statement may have several templates; of more than so many a search would be long. */
    private static final int MAX_TEMPLATES = 8;

    private final TemplatedLogClient logs;

    EvidenceTemplates(TemplatedLogClient logs) {
        this.logs = logs;
    }

    /** What the records of one component begin with, or are. */
    private record Statement(String component, String text) {
        static Statement of(Indicator indicator) {
            return new Statement(indicator.component(), LogFigures.text(indicator.detail()));
        }
    }

    /** Templates of statements; none of one with a record that has no template. */
    static final class Found {

        private final Map<Statement, Set<Integer>> templates = new HashMap<>();
        private final Set<Statement> incomplete = new HashSet<>();

        /** In their order; empty when they are not known, or too many. */
        Set<Integer> of(Indicator indicator) {
            Statement statement = Statement.of(indicator);
            Set<Integer> found = templates.getOrDefault(statement, Set.of());
            return incomplete.contains(statement) || found.size() > MAX_TEMPLATES ? Set.of() : found;
        }

        private void add(String component, List<TemplatedLog> records, Telemetry telemetry) {
            for (TemplatedLog record : records) {
                for (String text : telemetry.statements(component, record.body())) {
                    Statement statement = new Statement(component, text);
                    record.template()
                            .ifPresentOrElse(
                                    id -> templates
                                            .computeIfAbsent(statement, any -> new TreeSet<>())
                                            .add(id),
                                    () -> incomplete.add(statement));
                }
            }
        }
    }

    /** @param telemetry of which the figures are made already */
    Uni<Found> of(String tenant, TimeRange incident, List<Cause> causes, Telemetry telemetry) {
        Found found = new Found();
        List<String> components = causes.stream()
                .flatMap(cause -> cause.evidence().stream())
                .map(Deviation::indicator)
                .filter(indicator -> indicator.kind().family() == IndicatorKind.Family.LOG)
                .map(Indicator::component)
                .distinct()
                .toList();
        return Multi.createFrom()
                .iterable(components)
                .onItem()
                .transformToUniAndConcatenate(component ->
                        read(tenant, incident, component).invoke(records -> found.add(component, records, telemetry)))
                .collect()
                .last()
                .replaceWith(found);
    }

    /** All of the incident's, or none: then the search is the whole component's. */
    private Uni<List<TemplatedLog>> read(String tenant, TimeRange incident, String component) {
        LogClient.Query query =
                new LogClient.Query(CauseAnswer.component(component), incident.fromUnixNano(), incident.toUnixNano());
        return logs.newest(tenant, query, MAX_RECORDS)
                .map(newest -> newest.isCut() ? List.<TemplatedLog>of() : newest.records())
                .onFailure()
                .invoke(failure ->
                        LOG.warnf("Templates of %s of %s are not known: %s", component, tenant, failure.getMessage()))
                .onFailure()
                .recoverWithItem(List.of());
    }
}
