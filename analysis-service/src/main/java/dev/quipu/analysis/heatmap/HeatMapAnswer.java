package dev.quipu.analysis.heatmap;

import dev.quipu.analysis.client.FoundHeatMap;
import dev.quipu.model.query.Field;
import dev.quipu.model.query.Literal;
import dev.quipu.model.query.Operator;
import dev.quipu.model.query.RecordFilter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** How many spans there are by time and duration. */
@Schema(name = "LatencyHeatMap", description = "How many spans there are by time and duration.")
public record HeatMapAnswer(
        @Schema(description = "Where the first step begins, nanoseconds since 1970.", examples = "1767225600000000000")
        String fromUnixNano,

        @Schema(description = "Length of a step in nanoseconds.", examples = "60000000000")
        String stepNanos,

        @Schema(description = "How many steps there are.", examples = "60")
        int steps,

        @Schema(
                description =
                        "From the shortest durations to the longest, four rows to a doubling; empty without spans.")
        List<Row> rows,

        @Schema(
                description = "Everything acknowledged before this was counted.",
                implementation = String.class,
                format = "date-time")
        Instant watermark) {

    public HeatMapAnswer {
        rows = List.copyOf(rows);
    }

    /** Spans of about one duration. */
    @Schema(name = "LatencyHeatMapRow", description = "The spans of about one duration.")
    public record Row(
            @Schema(description = "Shortest duration, in nanoseconds.", examples = "1048576")
            String fromNanos,

            @Schema(description = "All are shorter than this, in nanoseconds.", examples = "1246974")
            String toNanos,

            @Schema(description = "Spans of each step.", examples = "[12, 0, 7]")
            List<Long> counts,

            @Schema(
                    description = "The search that finds the row's spans; those of a cell in the time of its step. It"
                            + " also selects them for an explanation by attributes.",
                    examples = "service = \"cart\" && duration >= 1048576ns && duration < 1246974ns")
            String search) {
        public Row {
            counts = List.copyOf(counts);
        }
    }

    static HeatMapAnswer of(HeatMapQuery query, FoundHeatMap found) {
        return new HeatMapAnswer(
                Long.toString(found.fromUnixNano()),
                Long.toString(found.stepNanos()),
                found.steps(),
                found.rows().stream().map(row -> row(query, row)).toList(),
                found.watermark());
    }

    private static Row row(HeatMapQuery query, FoundHeatMap.Row row) {
        List<RecordFilter> parts = new ArrayList<>();
        if (!query.filter().equals(RecordFilter.ALL)) {
            parts.add(query.filter());
        }
        if (row.fromNanos() > 0) {
            parts.add(duration(Operator.GREATER_OR_EQUAL, row.fromNanos()));
        }
        if (row.toNanos() < Long.MAX_VALUE) {
            parts.add(duration(Operator.LESS, row.toNanos()));
        }
        return new Row(
                Long.toString(row.fromNanos()),
                Long.toString(row.toNanos()),
                row.counts(),
                RecordFilter.and(parts).toString());
    }

    private static RecordFilter duration(Operator operator, long nanos) {
        return new RecordFilter.Compare(Field.Intrinsic.DURATION, operator, new Literal.Duration(nanos));
    }
}
