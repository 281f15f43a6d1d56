package dev.quipu.model.segment;

import dev.quipu.model.Component;
import dev.quipu.model.segment.SegmentHead.ComponentEntry;
import dev.quipu.model.segment.SegmentHead.LedgerLine;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Counts records that are not written, by the component whose they are. Not thread-safe. */
final class RecordCounts {

    private final RecordTable table;
    private final RecordHash hash;
    private final Map<Component, long[]> counts = new LinkedHashMap<>();

    RecordCounts(RecordTable table) {
        this.table = table;
        this.hash = new RecordHash(table);
    }

    void add(int row) {
        Component component = table.component(table.resourceOf(row));
        long[] sums = counts.computeIfAbsent(component, unseen -> new long[2]);
        sums[0]++;
        sums[1] += hash.of(row);
    }

    List<ComponentEntry> entries() {
        List<ComponentEntry> entries = new ArrayList<>();
        counts.forEach((component, sums) -> entries.add(new ComponentEntry(component, (int) sums[0], sums[1])));
        return entries;
    }

    List<LedgerLine> ledgerLines(Outcome outcome) {
        List<LedgerLine> lines = new ArrayList<>();
        counts.forEach((component, sums) -> lines.add(new LedgerLine(component, outcome, "", sums[0], sums[1])));
        return lines;
    }
}
