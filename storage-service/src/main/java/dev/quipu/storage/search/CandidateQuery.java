package dev.quipu.storage.search;

import dev.quipu.model.CatalogText;
import dev.quipu.model.segment.MembershipFilter;
import dev.quipu.storage.segments.SegmentKey;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The statement that finds the segments worth reading. Rows are chosen by what they say outright (tenant, time,
 * components) in an inner query; of those alone one 32-byte block of the membership filter is cut out per probe; no
 * payload is touched.
 */
final class CandidateQuery {

    /** Probes only narrow: what is beyond this many is left to the columns. */
    private static final int MAX_PROBES = 24;

    private static final String INNER = """
            SELECT day, bucket, id, %s AS best, filter_blocks%s
                FROM segment
                WHERE tenant = $1 AND signal = $2 AND record_count > 0
                    AND (day BETWEEN $3 AND $4 OR day = '1970-01-01') AND max_time >= $5 AND min_time < $6%s""";

    private static final String OF_SERVICES =
            " AND component_ids && ARRAY(SELECT c.id FROM component c WHERE c.tenant = $1 AND c.name = ANY (%s::text[]))";

    private static final String OF_TEMPLATES =
            " AND EXISTS (SELECT FROM segment_template t WHERE t.segment_id = segment.id AND t.bucket = segment.bucket"
                    + " AND t.day = segment.day AND (t.day BETWEEN $3 AND $4 OR t.day = '1970-01-01')"
                    + " AND t.templates && %s::int[])";

    /** With a number that is always 0 and not known to be, to workers of a parallel plan either: the block is cut out once, and not for each of its bits. */
    private static final String BLOCK =
            "substr(filter, 1 + 32 * ((%s::bigint * filter_blocks) >> 32)::int + (clock_timestamp() IS NULL)::int, 32) AS block%d";

    private final Tuple parameters = Tuple.tuple();
    private final List<List<Integer>> probes = new ArrayList<>();
    private final List<String> bits = new ArrayList<>();
    private final StringBuilder blocks = new StringBuilder();
    private final RowOrder<?> order;
    private String ofServices = "";
    private String ofTemplates = "";
    private String committed = "";
    private int probeCount;

    CandidateQuery(String tenant, TimeRange range, RowOrder<?> order) {
        this.order = order;
        parameters
                .addString(tenant)
                .addShort((short) order.signal().code())
                .addLocalDate(range.firstDay())
                .addLocalDate(range.lastDay())
                .addLong(range.fromUnixNano())
                .addLong(range.toUnixNano());
    }

    /** Only segments with records of a component of one of these names. */
    CandidateQuery ofServices(Optional<Set<String>> names) {
        names.ifPresent(some -> {
            String[] kept = some.stream()
                    .map(name -> CatalogText.bounded(name, CatalogText.MAX_NAME))
                    .toArray(String[]::new);
            ofServices = OF_SERVICES.formatted(parameter(kept));
        });
        return this;
    }

    /** Only segments with records of one of these templates. */
    CandidateQuery ofTemplates(Optional<Set<Integer>> templates) {
        templates.ifPresent(some -> ofTemplates = OF_TEMPLATES.formatted(parameter(some.toArray(Integer[]::new))));
        return this;
    }

    /**
     * Only segments that were collected by transactions from {@code from} on that lie before {@code to}; merged ones when
     * the last of their sources was.
     */
    CandidateQuery committed(long from, long to) {
        committed = " AND feed_xid >= %s::bigint AND feed_xid < %s::bigint".formatted(parameter(from), parameter(to));
        return this;
    }

    /** Only segments whose filter may hold one hash of each group. */
    CandidateQuery holding(List<long[]> groups) {
        for (long[] group : groups) {
            if (probeCount + group.length <= MAX_PROBES) {
                probes.add(Arrays.stream(group).mapToObj(this::probe).toList());
            }
        }
        return this;
    }

    private int probe(long hash) {
        int number = probeCount++;
        blocks.append(",\n    ").append(BLOCK.formatted(parameter(hash >>> 32), number));
        bits.add(parameter(Arrays.stream(MembershipFilter.bitsOf(hash)).boxed().toArray(Integer[]::new)));
        return number;
    }

    private String parameter(Object value) {
        parameters.addValue(value);
        return "$" + parameters.size();
    }

    private String holds(int probe) {
        return IntStream.rangeClosed(1, 8)
                .mapToObj(i -> "get_bit(block%d, (%s::int[])[%d]) = 1".formatted(probe, bits.get(probe), i))
                .collect(Collectors.joining(" AND ", "(", ")"));
    }

    private String sql() {
        String where = probes.stream()
                .map(group -> group.isEmpty()
                        ? "FALSE"
                        : group.stream().map(this::holds).collect(Collectors.joining(" OR ", "(", ")")))
                .collect(Collectors.joining(" AND "));
        String blockColumns = blocks.toString();
        String inner = INNER.formatted(
                order.bestRank(), probeCount > 0 ? ", filter" : "", ofServices + ofTemplates + committed);
        String withBlocks = probeCount == 0 ? inner : """
                SELECT day, bucket, id, best%s
                FROM (%s) chosen
                WHERE filter_blocks > 0""".formatted(blockColumns, inner);
        return "SELECT day, bucket, id, best FROM (%s) candidate%s ORDER BY best DESC, id"
                .formatted(withBlocks, where.isEmpty() ? "" : " WHERE " + where);
    }

    /** The candidates, best first. */
    Uni<List<Candidate>> run(SqlConnection connection) {
        return connection.preparedQuery(sql()).execute(parameters).map(rows -> {
            List<Candidate> candidates = new ArrayList<>(rows.size());
            for (Row row : rows) {
                candidates.add(new Candidate(keyOf(row), row.getLong("best")));
            }
            return candidates;
        });
    }

    private static SegmentKey keyOf(Row row) {
        return new SegmentKey(row.getLocalDate("day"), row.getInteger("bucket"), row.getUUID("id"));
    }
}
