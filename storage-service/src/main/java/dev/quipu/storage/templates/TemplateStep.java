package dev.quipu.storage.templates;

import dev.quipu.model.segment.SegmentId;
import java.util.List;

/**
 * What a step of analysis tells of templates.
 *
 * @param templates new ones, and known ones as they are now
 * @param merges in their order, after the templates
 * @param ofSegments templates of records, which need not be known
 */
public record TemplateStep(List<Told> templates, List<Merge> merges, List<OfSegment> ofSegments) {

    public static final TemplateStep NOTHING = new TemplateStep(List.of(), List.of(), List.of());

    private static final int MAX_TEMPLATES = 20_000;
    private static final int MAX_SEGMENTS = 10_000;

    public TemplateStep {
        templates = List.copyOf(templates);
        merges = List.copyOf(merges);
        ofSegments = List.copyOf(ofSegments);
        requireAtMost("templates", MAX_TEMPLATES, templates.size());
        requireAtMost("templateMerges", MAX_TEMPLATES, merges.size());
        requireAtMost("recordTemplates", MAX_SEGMENTS, ofSegments.size());
    }

    private static void requireAtMost(String field, int most, int count) {
        if (count > most) {
            throw new IllegalArgumentException(field + ": expected at most " + most + ", got " + count);
        }
    }

    /** A tenant's template. */
    public record Told(String tenant, LogTemplate template) {}

    /** Two templates of a tenant are one: from now on {@code into}. */
    public record Merge(String tenant, int from, int into) {
        public Merge {
            LogTemplate.requireAtLeast("templateMerges.from", 1, from);
            LogTemplate.requireAtLeast("templateMerges.into", 1, into);
        }
    }

    /** The templates of a log segment's records. @param encoded as {@link dev.quipu.model.segment.RecordTemplates} */
    public record OfSegment(SegmentId segment, byte[] encoded) {}

    public boolean isEmpty() {
        return templates.isEmpty() && merges.isEmpty() && ofSegments.isEmpty();
    }
}
