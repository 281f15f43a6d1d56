package dev.quipu.storage.losses;

import dev.quipu.model.Signal;
import dev.quipu.model.segment.SegmentFormatException;
import dev.quipu.storage.catalog.MetricNames;
import dev.quipu.storage.ledger.LedgerQuery;
import dev.quipu.storage.ledger.Losses;
import dev.quipu.storage.load.Overloaded;
import dev.quipu.storage.search.CounterSearch;
import dev.quipu.storage.search.OrphanSearch;
import dev.quipu.storage.search.TimeRange;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Looks for evidence of lost records in what is stored: in metrics by the time of their points, in spans by the time of
 * their collection. Where no SDK reports about itself that costs one look into the catalog, in which a metric is listed
 * a few seconds after it was first stored.
 */
@ApplicationScoped
public class LossSearch {

    private static final Logger LOG = Logger.getLogger(LossSearch.class);

    private final MetricNames metrics;
    private final CounterSearch counters;
    private final OrphanSearch orphans;

    LossSearch(MetricNames metrics, CounterSearch counters, OrphanSearch orphans) {
        this.metrics = metrics;
        this.counters = counters;
        this.orphans = orphans;
    }

    /** @param infer whether spans that were never seen are inferred too */
    public Uni<Losses> find(LedgerQuery query, boolean infer) {
        return reported(query)
                .chain(found -> infer
                        ? inferred(query).map(inference -> found.with(inference))
                        : Uni.createFrom().item(found));
    }

    private Uni<Losses> reported(LedgerQuery query) {
        TimeRange window =
                new TimeRange(TimeUnit.MINUTES.toNanos(query.fromMinute()), TimeUnit.MINUTES.toNanos(query.toMinute()));
        return metrics.hasAny(query.tenant(), query.service(), SdkCounters.names(query.signal()))
                .chain(hasAny -> hasAny ? read(query, window) : Uni.createFrom().item(Losses.NONE))
                .onFailure(Overloaded.class)
                .recoverWithItem(new Losses(
                        Losses.NONE.reported(), Optional.of("not counted: storage is busy"), Optional.empty()));
    }

    private Uni<Losses> read(LedgerQuery query, TimeRange window) {
        ReportedLosses losses = new ReportedLosses();
        return counters.increases(
                        query.tenant(), ReportedLosses.selection(query.signal(), query.service()), window, losses::add)
                .map(stop -> new Losses(
                        losses.sums(),
                        stop.map(early -> "counted only from " + early.from() + " on: " + early.reason()),
                        Optional.empty()));
    }

    private Uni<Losses.Inference> inferred(LedgerQuery query) {
        if (query.service().isPresent()) {
            return Uni.createFrom()
                    .item(Losses.Inference.none("not inferred for one service: it is unknown whose lost spans were"));
        }
        if (query.signal().filter(signal -> signal != Signal.TRACES).isPresent()) {
            return Uni.createFrom().item(new Losses.Inference(Optional.of(0L), Optional.empty()));
        }
        return orphans.count(query.tenant(), query.fromMinute(), query.toMinute())
                .map(LossSearch::inference)
                .onFailure(Overloaded.class)
                .recoverWithItem(Losses.Inference.none("not inferred: storage is busy; ask again later"))
                .onFailure(SegmentFormatException.class)
                .recoverWithItem(damage -> {
                    LOG.warnf(damage, "Lost spans of %s can not be inferred", query.tenant());
                    return Losses.Inference.none("not inferred: a segment is damaged");
                });
    }

    private static Losses.Inference inference(OrphanSearch.Answer answer) {
        if (answer.missing().isEmpty()) {
            return Losses.Inference.none(
                    "not inferred: " + answer.spans() + " spans are too many to look at; choose a shorter time");
        }
        return new Losses.Inference(
                answer.missing(),
                answer.oneIn() == 1
                        ? Optional.empty()
                        : Optional.of("an estimate from 1 in " + answer.oneIn() + " traces"));
    }
}
