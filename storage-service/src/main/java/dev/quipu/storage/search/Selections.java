package dev.quipu.storage.search;

import dev.quipu.model.otlp.OtlpLogs;
import dev.quipu.model.segment.ByteRange;
import dev.quipu.model.segment.LogRows;
import dev.quipu.model.segment.RecordTemplates;
import dev.quipu.model.segment.SegmentHead;
import dev.quipu.model.segment.SpanRows;
import dev.quipu.model.segment.SpanSummary;
import java.util.List;
import java.util.Optional;

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
    public static final Selection<LogRows, TemplatedLog> LOGS = new Selection<>() {
        @Override
        public String kind() {
            return "logs";
        }

        @Override
        public List<ByteRange> ranges(SegmentHead head, int rowGroup) {
            return head.ranges(rowGroup);
        }

        @Override
        public TemplatedLog of(LogRows rows, int row) {
            int template = rows.template(row);
            return new TemplatedLog(
                    rows.log(row), template == RecordTemplates.NONE ? Optional.empty() : Optional.of(template));
        }

        @Override
        public boolean readsTemplates() {
            return true;
        }

        @Override
        public long bytes(TemplatedLog log) {
            return OtlpLogs.toProtobuf(List.of(log.record())).length;
        }
    };

    private Selections() {}
}
