package dev.quipu.storage.erasure;

import dev.quipu.storage.StorageConfig;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jboss.logging.Logger;

/**
 * Erases what was asked for, one replica at a time and one request after the other. Each segment is replaced in a
 * transaction of its own; whatever interrupts the work, it goes on where segments still hold something. Those that come
 * later, from spools and quarantine, are looked at as they come for as long as erasures are held against them.
 */
@ApplicationScoped
public class ErasureJob {

    private static final Logger LOG = Logger.getLogger(ErasureJob.class);

    /** As long as what a segment says of its components and metrics is on its way to the catalog, in other replicas. */
    private static final Duration CATALOG_DELAY = Duration.ofSeconds(5);

    private static final Duration LOOK_BACK = Duration.ofMinutes(1);

    private final ErasureLog log;
    private final ErasureTable table;
    private final SegmentPasses segments;
    private final QuarantineErasure quarantine;
    private final DerivedErasure derived;
    private final Completion completion;
    private final int keepDays;
    private volatile boolean isReconciled;
    private volatile ErasureTable.Seen seen = ErasureTable.Seen.NOTHING;
    private volatile ErasureTable.Seen seenSince = ErasureTable.Seen.NOTHING;
    private volatile Optional<OffsetDateTime> lastEnded = Optional.empty();

    ErasureJob(
            ErasureLog log,
            ErasureTable table,
            SegmentPasses segments,
            QuarantineErasure quarantine,
            DerivedErasure derived,
            Completion completion,
            StorageConfig config) {
        this.log = log;
        this.table = table;
        this.segments = segments;
        this.quarantine = quarantine;
        this.derived = derived;
        this.completion = completion;
        this.keepDays = config.storage().erasure().keepDays();
    }

    @Scheduled(
            every = "{quipu.storage.erasure.interval}",
            delayed = "{quipu.storage.erasure.interval}",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> tick() {
        return run().onFailure()
                .invoke(failure -> LOG.warn("Erasing stopped; it goes on later", failure))
                .onFailure()
                .recoverWithNull();
    }

    /** Does what is due, unless another replica does. One that fails holds up no other. */
    public Uni<Void> run() {
        return reconcile().chain(this::forgetWhatIsGone).chain(table::now).chain(this::runUpTo);
    }

    /** What comes late is looked for only in what came since this process looked last. */
    private Uni<Void> runUpTo(ErasureTable.Seen to) {
        return Uni.combine()
                .all()
                .unis(table.due(keepDays, seen, to), table.dirty())
                .asTuple()
                .chain(found -> found.getItem1().isEmpty() && found.getItem2().isEmpty()
                        ? Uni.createFrom().item(true)
                        : table.lease()
                                .call(isOurs -> isOurs
                                        ? table.holding(each(found.getItem1(), this::run)
                                                .chain(() -> each(found.getItem2(), this::clean)))
                                        : Uni.createFrom().voidItem()))
                .invoke(isSeen -> {
                    if (isSeen) {
                        goOn(to);
                    }
                })
                .replaceWithVoid();
    }

    /** PostgreSQL gives numbers of transactions that wrote nothing out again after a crash: those of a minute are looked at twice. */
    private void goOn(ErasureTable.Seen to) {
        long belowXid = seen.belowXid();
        if (seenSince.at().isBefore(to.at().minus(LOOK_BACK))) {
            belowXid = seenSince.belowXid();
            seenSince = to;
        }
        seen = new ErasureTable.Seen(belowXid, to.at());
    }

    /** In every replica: names that were taken out of the catalog are written anew when they come again. */
    private Uni<Void> forgetWhatIsGone() {
        return table.lastEnded()
                .invoke(ended -> {
                    if (!ended.equals(lastEnded)) {
                        derived.forget();
                        lastEnded = ended;
                    }
                })
                .replaceWithVoid();
    }

    private Uni<Void> reconcile() {
        return isReconciled ? Uni.createFrom().voidItem() : log.reconcile().invoke(() -> isReconciled = true);
    }

    private Uni<Void> each(List<Erasure> due, Function<Erasure, Uni<Void>> work) {
        return Multi.createFrom()
                .iterable(due)
                .onItem()
                .transformToUniAndConcatenate(erasure -> work.apply(erasure)
                        .onFailure()
                        .invoke(failure -> LOG.warnf(failure, "Erasure %s stopped; it goes on later", erasure.id()))
                        .onFailure(failure -> !(failure instanceof ErasureTable.LeaseLost))
                        .recoverWithUni(failure -> table.failed(erasure.id(), String.valueOf(failure.getMessage()))))
                .collect()
                .last()
                .replaceWithVoid();
    }

    private Uni<Void> run(Erasure erasure) {
        if (erasure.state() == Erasure.State.DONE) {
            return segments.late(erasure).chain(() -> quarantine.late(erasure));
        }
        return table.begin(erasure.id())
                .chain(() -> segments.all(erasure))
                .chain(() -> quarantine.erase(erasure))
                .onItem()
                .delayIt()
                .by(CATALOG_DELAY)
                .chain(() -> derived.erase(erasure))
                .chain(space -> completion.end(erasure.id(), space))
                .invoke(() -> LOG.infof("Erasure %s is done", erasure.id()));
    }

    /** What was made of records that came after it was done. */
    private Uni<Void> clean(Erasure erasure) {
        return quarantine.late(erasure).chain(() -> derived.erase(erasure)).chain(() -> table.cleaned(erasure.id()));
    }
}
