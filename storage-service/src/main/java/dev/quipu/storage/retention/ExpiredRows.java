package dev.quipu.storage.retention;

import dev.quipu.model.query.RecordMatcher;
import dev.quipu.model.segment.RecordRows;
import dev.quipu.model.segment.RowScan;
import dev.quipu.model.segment.SegmentHead;
import dev.quipu.model.segment.SegmentReader;
import dev.quipu.model.segment.SpanRows;
import java.util.BitSet;
import java.util.Map;

/**
 * Which records of segments have expired at a stage.
 *
 * @param traces of spans, those of which one satisfies the condition of the rule
 */
record ExpiredRows(KeepingStage stage, Map<KeepingRule, TraceIds> traces) {

    ExpiredRows {
        traces = Map.copyOf(traces);
    }

    /** False only when no record of the segment has expired. */
    boolean mayHave(SegmentHead head) {
        return head.components().stream().anyMatch(entry -> stage.hasExpired(entry.component()))
                || stage.conditions().stream().filter(stage::hasExpired).anyMatch(rule -> mayName(rule, head));
    }

    /** True only when every record of the segment has expired. */
    boolean hasAll(SegmentHead head) {
        return head.components().stream().allMatch(entry -> stage.hasExpired(entry.component()))
                && stage.conditions().stream()
                        .filter(rule -> !stage.hasExpired(rule))
                        .noneMatch(rule -> mayName(rule, head));
    }

    private boolean mayName(KeepingRule rule, SegmentHead head) {
        return switch (head.signal()) {
            case TRACES -> traces.containsKey(rule) && !traces.get(rule).isEmpty();
            case LOGS ->
                rule.filter(head.signal())
                        .map(filter -> RecordMatcher.of(filter).mayMatch(head))
                        .orElse(true);
            case METRICS -> false;
        };
    }

    /** Their numbers in the segment. */
    BitSet of(SegmentReader reader) {
        BitSet expired = new BitSet(reader.head().recordCount());
        int offset = 0;
        for (int group = 0; group < reader.head().rowGroupCount(); group++) {
            RecordRows rows = reader.rows(group);
            int first = offset;
            of(rows).stream().forEach(row -> expired.set(first + row));
            offset += rows.size();
        }
        return expired;
    }

    private BitSet of(RecordRows rows) {
        BitSet open = new BitSet(rows.size());
        open.set(0, rows.size());
        BitSet expired = new BitSet(rows.size());
        for (KeepingRule rule : stage.keeping().rules()) {
            if (open.isEmpty()) {
                break;
            }
            BitSet named = named(rule, rows);
            named.and(open);
            open.andNot(named);
            if (stage.hasExpired(rule)) {
                expired.or(named);
            }
        }
        if (stage.haveOthersExpired()) {
            expired.or(open);
        }
        return expired;
    }

    private BitSet named(KeepingRule rule, RecordRows rows) {
        if (rule.condition().isEmpty()) {
            return new RowScan(rows).whereComponent(rule::names);
        }
        BitSet named = new BitSet(rows.size());
        if (rows instanceof SpanRows spans) {
            TraceIds those = traces.getOrDefault(rule, new TraceIds());
            for (int row = 0; row < spans.size() && !those.isEmpty(); row++) {
                named.set(row, those.contains(spans.traceId(row)));
            }
        } else {
            rule.filter(rows.head().signal()).ifPresent(filter -> {
                for (int row : RecordMatcher.of(filter).match(rows)) {
                    named.set(row);
                }
            });
        }
        return named;
    }
}
