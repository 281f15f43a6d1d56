package dev.quipu.storage.search;

import dev.quipu.model.Signal;
import dev.quipu.model.segment.ColumnId;
import dev.quipu.model.segment.LogRows;
import dev.quipu.model.segment.SegmentHead;
import dev.quipu.model.segment.SegmentReader;
import java.util.Set;

/** By what log records are ranked, the greatest first; equals by a hash of what they say. */
public enum LogOrder implements RowOrder<LogRows> {
    /** By time. */
    NEWEST("max_time"),
    /** By time, the other way round: the complement of the time. */
    OLDEST("~min_time");

    private final String bestRank;

    LogOrder(String bestRank) {
        this.bestRank = bestRank;
    }

    @Override
    public Signal signal() {
        return Signal.LOGS;
    }

    @Override
    public String bestRank() {
        return bestRank;
    }

    @Override
    public long best(SegmentHead.RowGroup group) {
        return this == NEWEST ? group.maxTimeUnixNano() : ~group.minTimeUnixNano();
    }

    @Override
    public long rank(LogRows rows, int row) {
        return this == NEWEST ? rows.timeUnixNano(row) : ~rows.timeUnixNano(row);
    }

    @Override
    public Set<ColumnId> columns() {
        return LogRows.ORDER_COLUMNS;
    }

    @Override
    public Set<ColumnId> timeColumns() {
        return LogRows.ORDER_COLUMNS;
    }

    @Override
    public Position.Identity identity(LogRows rows, int row) {
        return new Position.Identity(rows.contentHash(row), 0, 0);
    }

    @Override
    public Set<ColumnId> identityColumns() {
        return LogRows.CONTENT_COLUMNS;
    }

    @Override
    public LogRows open(SegmentReader reader, int rowGroup) {
        return reader.logs(rowGroup);
    }
}
