package dev.quipu.model.segment;

import dev.quipu.model.Component;
import dev.quipu.model.segment.SegmentHead.ComponentEntry;
import dev.quipu.model.segment.SegmentHead.NameEntry;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What a head says about chosen rows: components with counts and set-hashes, and names. */
final class RecordSummaries {

    private final List<ComponentEntry> components = new ArrayList<>();
    private final List<NameEntry> names = new ArrayList<>();
    private final List<Integer> componentOfResource = new ArrayList<>();
    private long setHash;

    RecordSummaries(RecordTable table, int[] rows, UsedRows resources) {
        List<Component> distinct = new ArrayList<>();
        int[] componentOfOriginal = new int[table.resources.size()];
        Map<Component, Integer> numberOf = new HashMap<>();
        for (int i = 0; i < resources.size(); i++) {
            Component component = table.component(resources.original(i));
            int number = numberOf.computeIfAbsent(component, unseen -> {
                distinct.add(component);
                return distinct.size() - 1;
            });
            componentOfResource.add(number);
            componentOfOriginal[resources.original(i)] = number;
        }
        int[] records = new int[distinct.size()];
        long[] hashes = new long[distinct.size()];
        LongSet seenNames = new LongSet(256);
        RecordHash hash = new RecordHash(table);
        boolean listsNames = table.layout.listsNames();
        for (int row : rows) {
            int component = componentOfOriginal[table.resourceOf(row)];
            records[component]++;
            hashes[component] += hash.of(row);
            if (listsNames && names.size() < SegmentHead.MAX_NAMES) {
                addName(table, row, component, seenNames);
            }
        }
        for (int i = 0; i < records.length; i++) {
            components.add(new ComponentEntry(distinct.get(i), records[i], hashes[i]));
            setHash += hashes[i];
        }
    }

    private void addName(RecordTable table, int row, int component, LongSet seen) {
        int name = table.layout.name(table.records, row);
        int kind = table.layout.nameKind(table.records, row);
        if (seen.add(XxHash64.mix(XxHash64.mix(component, name), kind))) {
            String text = new String(table.pool.copy(name), StandardCharsets.UTF_8);
            names.add(new NameEntry(component, kind, text));
        }
    }

    List<ComponentEntry> components() {
        return components;
    }

    List<NameEntry> names() {
        return names;
    }

    List<Integer> componentOfResource() {
        return componentOfResource;
    }

    long setHash() {
        return setHash;
    }
}
