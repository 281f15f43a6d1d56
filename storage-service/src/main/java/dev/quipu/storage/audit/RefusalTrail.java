package dev.quipu.storage.audit;

import dev.quipu.access.audit.AuditEntry;
import dev.quipu.storage.audit.RefusalBound.Kind;
import dev.quipu.storage.audit.RefusalBound.Rest;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** Writes what was refused: the first refusals of a kind in a minute, and how many there were beside them. */
@ApplicationScoped
public class RefusalTrail {

    private static final Logger LOG = Logger.getLogger(RefusalTrail.class);

    private final AuditTrail trail;
    private final RefusalBound bound = new RefusalBound();
    private final ConcurrentLinkedQueue<Act> noted = new ConcurrentLinkedQueue<>();

    RefusalTrail(AuditTrail trail) {
        this.trail = trail;
    }

    /** Completes when it is written or counted. */
    public Uni<Void> write(Act refused) {
        return bound.admits(Kind.of(refused), minute())
                ? trail.write(refused)
                : Uni.createFrom().voidItem();
    }

    /** The same for whoever cannot wait: it is written within seconds. */
    public void note(Act refused) {
        if (bound.admits(Kind.of(refused), minute())) {
            noted.add(refused);
        }
    }

    private static long minute() {
        return TimeUnit.MILLISECONDS.toMinutes(System.currentTimeMillis());
    }

    /** How many are noted is bounded by the minute. */
    @Scheduled(every = "2s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> writeNoted() {
        return write(minute())
                .onFailure()
                .invoke(failure -> LOG.warnf("The audit does not say yet what was refused: %s", failure))
                .onFailure()
                .recoverWithNull();
    }

    /** What was noted, and counts of minutes before this one. */
    Uni<Void> write(long minute) {
        List<Act> acts = new ArrayList<>();
        for (Act act = noted.poll(); act != null; act = noted.poll()) {
            acts.add(act);
        }
        return each(acts.stream()
                        .map(act -> trail.write(act).onFailure().invoke(() -> noted.add(act)))
                        .toList())
                .chain(() -> each(bound.takeBefore(minute).stream()
                        .map(rest -> trail.write(of(rest)).onFailure().invoke(() -> bound.giveBack(rest)))
                        .toList()));
    }

    private static Uni<Void> each(List<Uni<Void>> writes) {
        return Multi.createFrom()
                .iterable(writes)
                .onItem()
                .transformToUni(write -> write)
                .collectFailures()
                .concatenate()
                .collect()
                .last();
    }

    private static Act of(Rest rest) {
        Instant at = Instant.EPOCH.plus(rest.minute(), ChronoUnit.MINUTES);
        return new Act(
                rest.kind().tenant(),
                "",
                "",
                rest.kind().action(),
                "",
                AuditEntry.REFUSED,
                rest.count() + " more in the minute from " + at
                        + (rest.kind().isAnonymous() ? " by nobody who was known" : ""));
    }
}
