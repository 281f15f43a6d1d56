package dev.quipu.analysis.template;

import dev.quipu.analysis.client.FeedPartClient;
import dev.quipu.analysis.rollup.SpanRollup;
import dev.quipu.analysis.template.ComponentTemplates.Owner;
import dev.quipu.analysis.values.AnyValueText;
import dev.quipu.model.Component;
import dev.quipu.model.LogRecord;
import dev.quipu.model.rollup.Rollup;
import dev.quipu.model.rollup.RollupCodec;
import dev.quipu.model.rollup.RollupKind;
import dev.quipu.model.rollup.TemplateKey;
import dev.quipu.model.segment.LogRows;
import dev.quipu.model.segment.RecordTemplates;
import dev.quipu.model.segment.Segment;
import dev.quipu.model.segment.SegmentHead;
import dev.quipu.model.segment.SegmentId;
import dev.quipu.model.segment.SegmentReader;
import io.smallrye.mutiny.Uni;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The templates of some segments' log records, in the order of the feed. Used by one thread at a time. */
public final class TemplateStep {

    private final TemplateMemory memory;
    private final Map<String, Rollup<TemplateKey>> counts = new LinkedHashMap<>();
    private final List<FeedPartClient.SegmentTemplates> recordTemplates = new ArrayList<>();
    private final Set<ComponentTemplates> touched = new LinkedHashSet<>();
    private int records;

    public TemplateStep(TemplateMemory memory) {
        this.memory = memory;
    }

    /** Before a segment is added. */
    public Uni<Void> prepare(String tenant, Segment segment) {
        return memory.know(segment.head().components().stream()
                .map(SegmentHead.ComponentEntry::component)
                .map(component -> new Owner(tenant, component.namespace(), component.name()))
                .collect(Collectors.toCollection(LinkedHashSet::new)));
    }

    /**
     * Adds all of a segment, or nothing.
     *
     * @throws dev.quipu.model.segment.SegmentFormatException when it is damaged
     */
    public void add(SegmentId id, String tenant, Segment segment) {
        List<LogRecord> logs = new ArrayList<>();
        SegmentReader reader = SegmentReader.of(segment);
        for (int group = 0; group < segment.head().rowGroupCount(); group++) {
            LogRows rows = reader.logs(group);
            logs.addAll(rows.logs(0, rows.size()));
        }
        Rollup<TemplateKey> count = newCount();
        int[] templates = logs.stream().mapToInt(log -> add(tenant, log, count)).toArray();
        counts.computeIfAbsent(tenant, unseen -> newCount()).add(count);
        recordTemplates.add(new FeedPartClient.SegmentTemplates(id, RecordTemplates.of(templates)));
        records += logs.size();
    }

    private static Rollup<TemplateKey> newCount() {
        return new Rollup<>(RollupKind.TEMPLATES, SpanRollup.RESOLUTION_SECONDS);
    }

    /** A record without a body counts as one with an empty one. */
    private int add(String tenant, LogRecord log, Rollup<TemplateKey> count) {
        Component component = Component.of(log.resource().attributes());
        String body = log.body().map(AnyValueText::of).orElse("");
        FirstLine line = FirstLine.of(body, MiningLimits.DEFAULT.maxBodyChars());
        int template = memory.of(new Owner(tenant, component.namespace(), component.name()))
                .map(templates -> {
                    touched.add(templates);
                    return templates.add(body.substring(line.start(), line.end()), log.effectiveTimeUnixNano());
                })
                .orElse(TemplateKey.OTHER);
        count.cell(new TemplateKey(
                        component.namespace(),
                        component.name(),
                        template,
                        TemplateKey.isErrorSeverity(log.severityNumber()),
                        SpanRollup.stepOf(log.effectiveTimeUnixNano())))
                .count(1);
        return template;
    }

    /** How many were added. */
    public int records() {
        return records;
    }

    /** How many templates have changed, about. */
    public int changes() {
        return touched.stream().mapToInt(ComponentTemplates::changes).sum();
    }

    public FeedPartClient.Additions additions() {
        List<FeedPartClient.RollupAddition> rollups = new ArrayList<>();
        counts.forEach((tenant, rollup) ->
                rollups.add(new FeedPartClient.RollupAddition(tenant, RollupCodec.encode(rollup))));
        List<FeedPartClient.TemplateAddition> templates = new ArrayList<>();
        List<FeedPartClient.TemplateMerge> merges = new ArrayList<>();
        touched.forEach(component -> component.takeChanges(templates, merges));
        return new FeedPartClient.Additions(rollups, templates, merges, recordTemplates);
    }
}
