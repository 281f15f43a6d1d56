package dev.quipu.analysis.template;

import dev.quipu.analysis.read.LogScan;
import dev.quipu.analysis.read.Page;
import dev.quipu.model.query.Field;
import dev.quipu.model.query.Literal;
import dev.quipu.model.query.Operator;
import dev.quipu.model.query.RecordFilter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The templates of some log records. */
@Schema(
        name = "LogTemplates",
        description = "What the log statements of components are, learned from the bodies that they wrote.")
public record TemplatesAnswer(
        @Schema(description = "Log records that were read, the newest first.", examples = "20000")
        long records,

        @Schema(description = "Of those, records that no template could be kept for.", examples = "0")
        long leftOver,

        @Schema(
                description = "Whether there are older records in the window, more than one answer may read.",
                examples = "false")
        boolean truncated,

        @Schema(description = "Templates on all pages.", examples = "42")
        int templateCount,

        @Schema(description = "Those of most records first.")
        List<Line> templates,

        @Schema(description = "Pass it as cursor for the next page; empty on the last one.", examples = "1000")
        String nextCursor,

        @Schema(description = "Of each record which template it is of, when asked for; on the first page.")
        List<AssignedRecord> assignments,

        @Schema(
                description = "Everything acknowledged before this was looked at.",
                implementation = String.class,
                format = "date-time")
        Optional<Instant> watermark) {

    private static final String PLACE = "<*>";
    private static final int MAX_SAMPLE_CHARS = 1000;

    public TemplatesAnswer {
        templates = List.copyOf(templates);
        assignments = List.copyOf(assignments);
    }

    /** A template of a component. */
    @Schema(name = "LogTemplate", description = "A template of a component.")
    public record Line(
            @Schema(description = "service.namespace; empty when absent.", examples = "shop")
            String namespace,

            @Schema(description = "service.name.", examples = "cart")
            String component,

            @Schema(description = "Its number in this answer, of this component.", examples = "3")
            int number,

            @Schema(
                    description = "The words that stay, and `<*>` for those that change.",
                    examples = "session opened for user <*>")
            String text,

            @Schema(description = "Its records.", examples = "120")
            long records,

            @Schema(description = "Those of severity error and above.", examples = "0")
            long errors,

            @Schema(description = "Time of its earliest record.", examples = "1767225600000000000")
            String firstTimeUnixNano,

            @Schema(description = "Time of its latest record.", examples = "1767225601000000000")
            String lastTimeUnixNano,

            @Schema(description = "A body of it, its beginning.", examples = "session opened for user root")
            String sample,

            @Schema(
                    description = "A search that finds its records, and others with the same longest constant part.",
                    examples = "service = \"cart\" && body contains \"session opened for user\"")
            String search) {
        static Line of(MinedTemplates.Found found) {
            return new Line(
                    found.namespace(),
                    found.component(),
                    found.number(),
                    found.text(),
                    found.records(),
                    found.errors(),
                    Long.toUnsignedString(found.firstUnixNano()),
                    Long.toUnsignedString(found.lastUnixNano()),
                    beginning(found.sample()),
                    recordsOf(found).toString());
        }
    }

    /** Which template a record is of. */
    @Schema(name = "AssignedRecord", description = "Which template a log record is of.")
    public record AssignedRecord(
            @Schema(description = "Time of the record.", examples = "1767225600000000000")
            String timeUnixNano,

            @Schema(description = "service.namespace; empty when absent.", examples = "shop")
            String namespace,

            @Schema(description = "service.name.", examples = "cart")
            String component,

            @Schema(description = "The number of its template.", examples = "3")
            int template) {
        static AssignedRecord of(MinedTemplates.Assignment assignment) {
            return new AssignedRecord(
                    Long.toUnsignedString(assignment.unixNano()),
                    assignment.namespace(),
                    assignment.component(),
                    assignment.number());
        }
    }

    private static String beginning(String text) {
        int end = Math.min(text.length(), MAX_SAMPLE_CHARS);
        boolean cutsPair = end > 0 && end < text.length() && Character.isHighSurrogate(text.charAt(end - 1));
        return text.substring(0, cutsPair ? end - 1 : end);
    }

    private static RecordFilter recordsOf(MinedTemplates.Found found) {
        List<RecordFilter> parts = new ArrayList<>();
        parts.add(
                new RecordFilter.Compare(Field.Intrinsic.SERVICE, Operator.EQUAL, new Literal.Text(found.component())));
        Stream.of(found.text().split(Pattern.quote(PLACE), -1))
                .map(String::strip)
                .filter(part -> found.sample().contains(part) && !part.isEmpty())
                .max(Comparator.comparingInt(String::length))
                .ifPresent(part -> parts.add(
                        new RecordFilter.Compare(Field.Intrinsic.BODY, Operator.CONTAINS, new Literal.Text(part))));
        return RecordFilter.and(parts);
    }

    static TemplatesAnswer of(MinedTemplates mined, LogScan.Reading reading, Page page) {
        List<MinedTemplates.Found> templates = mined.templates();
        return new TemplatesAnswer(
                mined.records(),
                mined.leftOver(),
                reading.isCut(),
                templates.size(),
                page.of(templates).stream().map(Line::of).toList(),
                page.nextCursor(templates.size()),
                page.from() > 0
                        ? List.of()
                        : mined.assignments().stream().map(AssignedRecord::of).toList(),
                reading.watermark());
    }
}
