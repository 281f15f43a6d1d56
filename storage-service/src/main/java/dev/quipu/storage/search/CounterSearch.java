package dev.quipu.storage.search;

import dev.quipu.model.Signal;
import dev.quipu.model.query.RecordFilter;
import dev.quipu.model.segment.PointRows;
import dev.quipu.model.segment.SegmentFormatException;
import dev.quipu.model.series.CounterIncrease;
import dev.quipu.model.series.SeriesCollector;
import dev.quipu.model.series.SeriesSelection;
import dev.quipu.storage.StorageConfig;
import dev.quipu.storage.load.Workers;
import dev.quipu.storage.segments.SegmentColumns;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * By how much counters grew over long times: day by day, the newest first, so that no more than the samples of a day
 * are held. What would take too long, is too much for a day or is damaged ends the search, and the answer says so.
 */
@ApplicationScoped
public class CounterSearch {

    private static final Logger LOG = Logger.getLogger(CounterSearch.class);

    /** How long before a time a sample may lie that a counter is said to have grown from. */
    private static final long LOOKBACK_NANOS = TimeUnit.MINUTES.toNanos(15);

    private static final long DAY_NANOS = TimeUnit.DAYS.toNanos(1);

    private final QueryRun queries;
    private final SegmentColumns columns;
    private final Workers workers;
    private final SeriesCollector.Limits limits;
    private final Duration budget;

    CounterSearch(QueryRun queries, SegmentColumns columns, Workers workers, StorageConfig config) {
        this.queries = queries;
        this.columns = columns;
        this.workers = workers;
        this.limits = new SeriesCollector.Limits(
                config.storage().metrics().maxSeries(),
                config.storage().metrics().maxSamples());
        this.budget = config.storage().search().timeout().dividedBy(2);
    }

    /** Where a search ended early. @param from what is counted lies at or after this */
    public record Stop(Instant from, String reason) {}

    /**
     * Hands on what each chosen counter grew by, day by day. The handing over is by one thread at a time.
     *
     * @return empty when all of the time was read
     */
    public Uni<Optional<Stop>> increases(
            String tenant, SeriesSelection selection, TimeRange range, Consumer<CounterIncrease> each) {
        Question question = new Question(tenant, selection, range, each);
        return queries.run(
                "increases",
                tenant,
                (connection, watermark, isCancelled) -> new CandidateQuery(tenant, before(range), PointOrder.NEWEST)
                        .ofServices(selection.services())
                        .holding(selection.probes())
                        .run(connection)
                        .chain(candidates -> new Reading(question, connection, isCancelled).run(candidates)));
    }

    private record Question(
            String tenant, SeriesSelection selection, TimeRange range, Consumer<CounterIncrease> each) {}

    private static TimeRange before(TimeRange range) {
        long from = range.fromUnixNano();
        return new TimeRange(from < Long.MIN_VALUE + LOOKBACK_NANOS ? from : from - LOOKBACK_NANOS, range.toUnixNano());
    }

    /** One search, in its snapshot. */
    private final class Reading {
        private final Question question;
        private final SqlConnection connection;
        private final BooleanSupplier isCancelled;
        private final long endNanoTime = System.nanoTime() + budget.toNanos();

        Reading(Question question, SqlConnection connection, BooleanSupplier isCancelled) {
            this.question = question;
            this.connection = connection;
            this.isCancelled = isCancelled;
        }

        Uni<Optional<Stop>> run(List<Candidate> candidates) {
            List<LocalDate> days = candidates.stream()
                    .map(candidate -> candidate.key().day())
                    .distinct()
                    .sorted(Comparator.reverseOrder())
                    .toList();
            return Multi.createFrom()
                    .iterable(days)
                    .onItem()
                    .transformToUniAndConcatenate(day -> read(day, candidates))
                    .filter(Optional::isPresent)
                    .toUni()
                    .map(stop -> stop == null ? Optional.empty() : stop);
        }

        private boolean isOverdue() {
            return System.nanoTime() - endNanoTime > 0;
        }

        private Uni<Optional<Stop>> read(LocalDate day, List<Candidate> candidates) {
            long begin = TimeUnit.DAYS.toNanos(day.toEpochDay());
            long from = Math.max(begin, question.range.fromUnixNano());
            long to = Math.min(begin + DAY_NANOS, question.range.toUnixNano());
            if (from >= to) {
                return Uni.createFrom().item(Optional.empty());
            }
            TimeRange read = before(new TimeRange(from, to));
            SeriesCollector collector =
                    new SeriesCollector(question.selection, read.fromUnixNano(), read.toUnixNano(), limits);
            SeriesReading reading =
                    new SeriesReading(question.selection, read, head -> PointRows.NUMBER_COLUMNS, collector::offer);
            return scan(read)
                    .run(ofDay(day, read, candidates), reading)
                    .chain(() -> workers.run(question.tenant, () -> {
                        if (isOverdue()) {
                            throw new CancellationException(); // the last segments may have been left out
                        }
                        // What began to count before the first sample that is read was counted with earlier days.
                        long since = Math.max(question.range.fromUnixNano(), read.fromUnixNano());
                        CounterIncrease.of(collector.collected(), from, to, since)
                                .forEach(question.each);
                        return Optional.<Stop>empty();
                    }))
                    .onFailure(failure -> failure instanceof IllegalArgumentException
                            || failure instanceof CancellationException && !isCancelled.getAsBoolean())
                    .recoverWithItem(failure -> Optional.of(stop(to, failure)));
        }

        private SegmentScan<PointRows> scan(TimeRange read) {
            RowQuery<PointRows> query = new RowQuery<>(
                    question.tenant,
                    RecordFilter.parse(Signal.METRICS, ""),
                    read,
                    PointOrder.NEWEST,
                    1,
                    Optional.empty());
            return new SegmentScan<>(
                    connection, columns, workers, query, () -> isCancelled.getAsBoolean() || isOverdue());
        }

        /** Of the day before only what reaches into the lookback. */
        private List<Candidate> ofDay(LocalDate day, TimeRange read, List<Candidate> candidates) {
            return candidates.stream()
                    .filter(candidate -> candidate.key().day().equals(day)
                            || candidate.key().day().equals(day.minusDays(1))
                                    && candidate.best() >= read.fromUnixNano())
                    .toList();
        }

        private Stop stop(long unixNano, Throwable failure) {
            if (failure instanceof SegmentFormatException) {
                LOG.warnf(failure, "Increases of counters of %s were not read further back", question.tenant);
            }
            String reason = failure instanceof CancellationException
                    ? "it took too long"
                    : String.valueOf(failure.getMessage());
            return new Stop(Instant.EPOCH.plusNanos(unixNano), reason);
        }
    }
}
