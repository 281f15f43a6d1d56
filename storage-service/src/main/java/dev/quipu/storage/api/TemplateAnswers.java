package dev.quipu.storage.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.quipu.model.TenantName;
import dev.quipu.model.segment.SegmentId;
import dev.quipu.storage.templates.LogTemplate;
import dev.quipu.storage.templates.TemplateList;
import dev.quipu.storage.templates.TemplateStep;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Log templates, as analysis tells them and as they are listed. */
final class TemplateAnswers {

    private TemplateAnswers() {}

    @Schema(name = "LogTemplateReport", description = "A log template that is new or changed.")
    record Told(
            @Schema(description = "Whose records it is of.", examples = "default") @Nullable
            String tenant,

            @Schema(description = "service.namespace of its component; empty when absent.", examples = "shop") @Nullable
            String namespace,

            @Schema(description = "service.name of its component.", examples = "cart") @Nullable
            String component,

            @Schema(description = "By which records name it, among all of the tenant, 1 or more.", examples = "17")
            @Nullable
            Integer id,

            @Schema(description = "Among those of its component, 0 or more.", examples = "3") @Nullable
            Integer number,

            @Schema(description = "At most 32768 characters.", examples = "payment of <*> refused") @Nullable
            String text,

            @Schema(description = "The text of one of its records, as long.", examples = "payment of 12 EUR refused")
            @Nullable
            String sample,

            @Schema(description = "What analysis goes on from, as base64; at most 262144 bytes.", format = "byte")
            byte @Nullable [] state,

            @Schema(
                    description = "Of the earliest of its records; the earliest that was told counts.",
                    examples = "1767225600000000000")
            @Nullable
            String firstTimeUnixNano,

            @Schema(
                    description = "Of the latest of its records; the latest that was told counts.",
                    examples = "1767225601000000000")
            @Nullable
            String lastTimeUnixNano) {
        TemplateStep.Told of() {
            return new TemplateStep.Told(
                    tenantName("templates.tenant", tenant),
                    new LogTemplate(
                            Required.field("templates.namespace", namespace),
                            Required.field("templates.component", component),
                            Required.field("templates.id", id),
                            Required.field("templates.number", number),
                            Required.field("templates.text", text),
                            Required.field("templates.sample", sample),
                            Required.field("templates.state", state),
                            time("templates.firstTimeUnixNano", firstTimeUnixNano),
                            time("templates.lastTimeUnixNano", lastTimeUnixNano)));
        }
    }

    @Schema(name = "LogTemplateMerge", description = "Two templates that are one from now on.")
    record Merge(
            @Schema(description = "Whose templates they are.", examples = "default") @Nullable
            String tenant,

            @Schema(description = "Which is no more by itself.", examples = "19") @Nullable
            Integer from,

            @Schema(description = "Which stands for both.", examples = "17") @Nullable
            Integer into) {
        TemplateStep.Merge of() {
            return new TemplateStep.Merge(
                    tenantName("templateMerges.tenant", tenant),
                    Required.field("templateMerges.from", from),
                    Required.field("templateMerges.into", into));
        }
    }

    @Schema(name = "SegmentTemplates", description = "The template of each record of a segment.")
    record OfSegment(
            @Schema(description = "A segment of log records.", examples = "5f0c5b6e-92f5-4f3e-0000-000000000001")
            @Nullable
            String segmentId,

            @Schema(description = "The model's RecordTemplates, as base64.", format = "byte")
            byte @Nullable [] templates) {
        TemplateStep.OfSegment of() {
            return new TemplateStep.OfSegment(
                    SegmentId.parse(Required.field("recordTemplates.segmentId", segmentId)),
                    Required.field("recordTemplates.templates", templates));
        }
    }

    /** What a commit tells of templates. */
    static TemplateStep step(
            @Nullable List<Told> templates, @Nullable List<Merge> merges, @Nullable List<OfSegment> ofSegments) {
        return new TemplateStep(
                templates == null ? List.of() : templates.stream().map(Told::of).toList(),
                merges == null ? List.of() : merges.stream().map(Merge::of).toList(),
                ofSegments == null
                        ? List.of()
                        : ofSegments.stream().map(OfSegment::of).toList());
    }

    private static long time(String field, @Nullable String text) {
        return Times.unixNano(field, Required.field(field, text));
    }

    private static String tenantName(String field, @Nullable String tenant) {
        String name = Required.field(field, tenant);
        if (!TenantName.isValid(name)) {
            throw new IllegalArgumentException(field + ": expected " + TenantName.EXPECTED + ", got '" + name + "'");
        }
        return name;
    }

    @Schema(name = "LogTemplate", description = "What log records of a component have in common.")
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record Listed(
            @Schema(description = "By which records and conditions name it: `template = 17`.", examples = "17")
            int id,

            @Schema(description = "service.namespace of its component; empty when absent.", examples = "shop")
            String namespace,

            @Schema(description = "service.name of its component.", examples = "cart")
            String component,

            @Schema(description = "Among those of its component.", examples = "3")
            int number,

            @Schema(description = "With placeholders for what differs.", examples = "payment of <*> refused")
            String text,

            @Schema(description = "The text of one of its records.", examples = "payment of 12 EUR refused")
            String sample,

            @Schema(description = "Of the earliest of its records, as far as analysis told.", examples = "1767225600000000000")
            String firstTimeUnixNano,

            @Schema(description = "Of the latest of its records when it changed last.", examples = "1767225601000000000")
            String lastTimeUnixNano,

            @Schema(
                    description = "Which stands for it since it was found to be the same; absent: none.",
                    implementation = Integer.class,
                    examples = "17")
            Optional<Integer> mergedInto,

            @Schema(
                    description = "What analysis goes on from, as base64; absent unless it was asked for.",
                    implementation = String.class,
                    format = "byte")
            Optional<byte[]> state) {
        static Listed of(TemplateList.Listed listed, boolean hasState) {
            LogTemplate template = listed.template();
            return new Listed(
                    template.id(),
                    template.namespace(),
                    template.component(),
                    template.number(),
                    template.text(),
                    template.sample(),
                    Long.toString(template.firstTimeUnixNano()),
                    Long.toString(template.lastTimeUnixNano()),
                    listed.mergedInto(),
                    hasState ? Optional.of(template.state()) : Optional.empty());
        }
    }

    @Schema(name = "LogTemplates", description = "Log templates.")
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record Page(
            @Schema(description = "By id.") List<Listed> templates,

            @Schema(description = "Pass it as cursor; absent on the last page.", examples = "17")
            Optional<String> nextCursor,

            @Schema(description = "The highest id of the tenant's; 0 when there is none.", examples = "42")
            int lastId) {
        static Page of(List<TemplateList.Listed> found, int limit, boolean hasState, int lastId) {
            List<TemplateList.Listed> page = found.subList(0, Math.min(limit, found.size()));
            Optional<String> next = found.size() > limit
                    ? Optional.of(
                            Integer.toString(page.get(limit - 1).template().id()))
                    : Optional.empty();
            return new Page(page.stream().map(one -> Listed.of(one, hasState)).toList(), next, lastId);
        }
    }
}
