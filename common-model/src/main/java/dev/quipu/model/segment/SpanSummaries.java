package dev.quipu.model.segment;

import dev.quipu.model.Component;
import dev.quipu.model.segment.SegmentHead.ComponentEntry;
import dev.quipu.model.segment.SegmentHead.SpanNameEntry;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What a head says about chosen rows: components with counts and set-hashes, and span names. */
final class SpanSummaries {

    private final List<ComponentEntry> components = new ArrayList<>();
    private final List<SpanNameEntry> spanNames = new ArrayList<>();
    private final List<Integer> componentOfResource = new ArrayList<>();
    private long setHash;

    SpanSummaries(SpanTable table, int[] rows, UsedRows resources) {
        List<Component> names = new ArrayList<>();
        int[] componentOfOriginal = new int[table.resources.size()];
        Map<Component, Integer> numberOf = new HashMap<>();
        for (int i = 0; i < resources.size(); i++) {
            Component component = table.component(resources.original(i));
            int number = numberOf.computeIfAbsent(component, unseen -> {
                names.add(component);
                return names.size() - 1;
            });
            componentOfResource.add(number);
            componentOfOriginal[resources.original(i)] = number;
        }
        int[] records = new int[names.size()];
        long[] hashes = new long[names.size()];
        LongSet seenNames = new LongSet(256);
        RecordHash hash = new RecordHash(table);
        for (int row : rows) {
            int component = componentOfOriginal[(int) table.spans.get(TracesSchema.RESOURCE, row)];
            records[component]++;
            hashes[component] += hash.of(row);
            if (spanNames.size() < SegmentHead.MAX_SPAN_NAMES) {
                addName(table, row, component, seenNames);
            }
        }
        for (int i = 0; i < records.length; i++) {
            components.add(new ComponentEntry(names.get(i), records[i], hashes[i]));
            setHash += hashes[i];
        }
    }

    private void addName(SpanTable table, int row, int component, LongSet seen) {
        int name = (int) table.spans.get(TracesSchema.NAME, row);
        int kind = (int) table.spans.get(TracesSchema.KIND, row);
        if (seen.add(((long) component << 32 | name) * 31 + kind + 1)) {
            String text = new String(table.pool.copy(name), StandardCharsets.UTF_8);
            spanNames.add(new SpanNameEntry(component, kind, text));
        }
    }

    List<ComponentEntry> components() {
        return components;
    }

    List<SpanNameEntry> spanNames() {
        return spanNames;
    }

    List<Integer> componentOfResource() {
        return componentOfResource;
    }

    long setHash() {
        return setHash;
    }
}
