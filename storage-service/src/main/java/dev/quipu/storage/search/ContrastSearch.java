package dev.quipu.storage.search;

import dev.quipu.model.query.Field;
import dev.quipu.model.query.RecordMatcher;
import dev.quipu.model.segment.RecordRows;
import dev.quipu.storage.load.Workers;
import dev.quipu.storage.search.ContrastAnswer.FieldValue;
import dev.quipu.storage.search.ContrastAnswer.PairCount;
import dev.quipu.storage.search.ContrastAnswer.ValueCount;
import dev.quipu.storage.segments.SegmentColumns;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/** Counts which values tell some records from the rest: first one by one, then the pairs of the most telling. */
@ApplicationScoped
public class ContrastSearch {

    private static final String KIND = "contrast";

    /** Values told of. */
    private static final int MAX_TOLD = 500;

    private static final int MAX_PAIRED = 16;
    private static final int MAX_PAIRED_OF_FIELD = 2;

    /** Of the shares, below which a value is no part of a pair. */
    private static final double LEAST_DIFFERENCE = 0.02;

    private final QueryRun queries;
    private final SegmentColumns columns;
    private final Workers workers;

    ContrastSearch(QueryRun queries, SegmentColumns columns, Workers workers) {
        this.queries = queries;
        this.columns = columns;
        this.workers = workers;
    }

    /** Exact: every matching record of the time is counted. */
    public <R extends RecordRows> Uni<ContrastAnswer> contrast(ContrastQuery<R> asked) {
        return queries.run(
                KIND,
                asked.tenant(),
                (connection, watermark, isCancelled) -> QueryTemplates.read(
                                connection, asked.tenant(), asked.isAboutTemplates())
                        .chain(templates -> new Contrasting<>(
                                        connection, asked.present(templates), templates, watermark, isCancelled)
                                .run()));
    }

    /** One question in one snapshot. */
    private final class Contrasting<R extends RecordRows> {
        private final SqlConnection connection;
        private final ContrastQuery<R> asked;
        private final QueryTemplates templates;
        private final Instant watermark;
        private final SegmentScan<R> scan;
        private final ValueContrast<R> values;

        Contrasting(
                SqlConnection connection,
                ContrastQuery<R> asked,
                QueryTemplates templates,
                Instant watermark,
                BooleanSupplier isCancelled) {
            this.connection = connection;
            this.asked = asked;
            this.templates = templates;
            this.watermark = watermark;
            this.scan = new SegmentScan<>(connection, columns, workers, asked.rows(), isCancelled).with(templates);
            this.values = new ValueContrast<>(asked);
        }

        Uni<ContrastAnswer> run() {
            RecordMatcher matcher = RecordMatcher.of(asked.filter());
            return new CandidateQuery(asked.tenant(), asked.range(), asked.order())
                    .ofServices(matcher.services())
                    .ofTemplates(templates.stored(matcher))
                    .holding(matcher.probes())
                    .run(connection)
                    .call(candidates -> scan.run(candidates, values))
                    .chain(this::pair);
        }

        private Uni<ContrastAnswer> pair(List<Candidate> candidates) {
            List<ValueCount> counted = values.values();
            PairContrast<R> pairs = new PairContrast<>(asked, paired(counted, values.total()));
            Uni<Void> pairing = pairs.pairs().isEmpty() ? Uni.createFrom().voidItem() : scan.run(candidates, pairs);
            return pairing.map(done -> {
                List<PairCount> found = pairs.pairs();
                return new ContrastAnswer(
                        values.total(),
                        counted.subList(0, Math.min(MAX_TOLD, counted.size())),
                        found,
                        counted.size() + found.size(),
                        values.cut(),
                        watermark,
                        scan.scanned());
            });
        }
    }

    /** The values that are more frequent among the selected, a few of each field. */
    private static List<FieldValue> paired(List<ValueCount> counted, ContrastAnswer.Sides total) {
        Map<Field, Integer> ofField = new HashMap<>();
        List<FieldValue> paired = new ArrayList<>();
        for (ValueCount value : counted) {
            boolean isTelling = value.records().difference(total) >= LEAST_DIFFERENCE;
            if (isTelling
                    && paired.size() < MAX_PAIRED
                    && ofField.merge(value.value().field(), 1, Integer::sum) <= MAX_PAIRED_OF_FIELD) {
                paired.add(value.value());
            }
        }
        return paired;
    }
}
