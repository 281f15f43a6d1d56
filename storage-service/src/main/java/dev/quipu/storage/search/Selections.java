package dev.quipu.storage.search;

import dev.quipu.model.LogRecord;
import dev.quipu.model.otlp.OtlpLogs;
import dev.quipu.model.segment.ByteRange;
import dev.quipu.model.segment.LogRows;
import dev.quipu.model.segment.SegmentHead;
import dev.quipu.model.segment.SpanRows;
import dev.quipu.model.segment.SpanSummary;
import java.util.List;

/** The selections that there are. */
public final class Selections {

    /** Of spans what a list shows. */
    public static final Selection<SpanRows, SpanSummary> SPANS = new Selection<>() {
        @Override
        public String kind() {
            return "spans";
        }

        @Override
        public List<ByteRange> ranges(SegmentHead head, int rowGroup) {
            return head.ranges(SpanRows.SUMMARY_COLUMNS, rowGroup);
        }

        @Override
        public SpanSummary of(SpanRows rows, int row) {
            return rows.summary(row);
        }

        /** Names are what there is of any length. */
        @Override
        public long bytes(SpanSummary span) {
            return span.name().length();
        }
    };

    /** Of log records everything. */
    public static final Selection<LogRows, LogRecord> LOGS = new Selection<>() {
        @Override
        public String kind() {
            return "logs";
        }

        @Override
        public List<ByteRange> ranges(SegmentHead head, int rowGroup) {
            return head.ranges(rowGroup);
        }

        @Override
        public LogRecord of(LogRows rows, int row) {
            return rows.log(row);
        }

        @Override
        public long bytes(LogRecord log) {
            return OtlpLogs.toProtobuf(List.of(log)).length;
        }
    };

    private Selections() {}
}
