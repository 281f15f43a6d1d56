package dev.quipu.analysis.alert;

import dev.quipu.analysis.ActiveTenants;
import dev.quipu.analysis.AnalysisConfig;
import dev.quipu.analysis.TimeSource;
import dev.quipu.analysis.alert.FigureReader.NotCountedYetException;
import dev.quipu.analysis.client.AlertClient;
import dev.quipu.analysis.client.AlertRule;
import dev.quipu.analysis.client.StorageConflictException;
import dev.quipu.analysis.feed.FeedFollower;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * Looks at alert rules, and writes what has changed of their alerts. Laws: 1. where an alert stands is in storage: a look
 * begins at what was written last, whoever wrote it; 2. one replica looks at a time; of two that do all the same, one
 * is refused and changes nothing; 3. a rule in trouble holds up no other.
 */
@ApplicationScoped
public class AlertWatch {

    private static final Logger LOG = Logger.getLogger(AlertWatch.class);

    /** Spans are sent within so long after they end. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final long STEP_SECONDS = 10;

    private final FeedFollower replica;
    private final ActiveTenants tenants;
    private final AlertClient alerts;
    private final ConditionReader conditions;
    private final AnalysisConfig.Alerts config;
    private final TimeSource time;
    private final QuietTimes quiet = new QuietTimes();

    AlertWatch(
            FeedFollower replica,
            ActiveTenants tenants,
            AlertClient alerts,
            ConditionReader conditions,
            AnalysisConfig config,
            TimeSource time) {
        this.replica = replica;
        this.tenants = tenants;
        this.alerts = alerts;
        this.conditions = conditions;
        this.config = config.analysis().alerts();
        this.time = time;
    }

    /** Looks at the rules of all tenants, when it is this replica's turn. */
    @Scheduled(every = "{quipu.analysis.alerts.interval}", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    public Uni<Void> tick() {
        if (!config.enabled() || !replica.isFirst()) {
            quiet.forget();
            return Uni.createFrom().voidItem();
        }
        return Multi.createFrom()
                .iterable(tenants.all())
                .onItem()
                .transformToUniAndConcatenate(this::look)
                .collect()
                .last()
                .replaceWithVoid();
    }

    private Uni<Boolean> look(String tenant) {
        return alerts.rules(tenant)
                .onFailure()
                .invoke(failure -> LOG.warnf("Alert rules of %s are not read: %s", tenant, failure.getMessage()))
                .onFailure()
                .recoverWithItem(List.of())
                .chain(rules -> Multi.createFrom()
                        .iterable(rules)
                        .onItem()
                        .transformToUniAndConcatenate(rule -> lookUnlessInTrouble(tenant, rule))
                        .collect()
                        .last());
    }

    private Uni<Boolean> lookUnlessInTrouble(String tenant, AlertRule rule) {
        return look(tenant, rule)
                .replaceWith(true)
                .onFailure(AlertWatch::passes)
                .invoke(later -> LOG.debugf("Rule %s is looked at later: %s", rule.name(), later.getMessage()))
                .onFailure(failure -> !passes(failure))
                .invoke(failure ->
                        LOG.warnf("Rule %s of %s is not looked at: %s", rule.name(), tenant, failure.getMessage()))
                .onFailure()
                .recoverWithItem(false);
    }

    private static boolean passes(Throwable failure) {
        return failure instanceof NotCountedYetException || failure instanceof StorageConflictException;
    }

    private Uni<Void> look(String tenant, AlertRule rule) {
        long second = time.now().minus(PATIENCE).getEpochSecond();
        Instant at = Instant.ofEpochSecond(second - second % STEP_SECONDS);
        Uni<List<Judged>> judged = rule.isEnabled()
                ? conditions.judge(tenant, rule.condition(), at)
                : Uni.createFrom().item(List.of());
        return Uni.combine()
                .all()
                .unis(judged, alerts.alerts(tenant, rule.id()))
                .with((now, known) -> AlertStep.of(rule, now, known, at, quiet))
                .chain(changes ->
                        changes.isEmpty() ? Uni.createFrom().voidItem() : alerts.write(tenant, rule, changes));
    }
}
