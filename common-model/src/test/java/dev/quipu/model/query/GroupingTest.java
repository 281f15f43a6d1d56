package dev.quipu.model.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quipu.model.Component;
import dev.quipu.model.LogRecord;
import dev.quipu.model.RandomLogs;
import dev.quipu.model.Signal;
import dev.quipu.model.segment.ColumnId;
import dev.quipu.model.segment.LogRows;
import dev.quipu.model.segment.RandomTemplates;
import dev.quipu.model.segment.RecordTemplates;
import dev.quipu.model.segment.RowTexts;
import dev.quipu.model.segment.RowValues;
import dev.quipu.model.segment.Segment;
import dev.quipu.model.segment.SegmentReader;
import dev.quipu.model.segment.Segments;
import java.nio.ByteBuffer;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class GroupingTest {

    private static void assertGroups(String by, Function<LogRecord, Set<String>> oracle) {
        Grouping grouping = Grouping.parse(Signal.LOGS, by);
        for (Segment segment : Segments.ofLogs(new RandomLogs(4).logs(300))) {
            Set<ColumnId> columns = grouping.columns(segment.head());
            for (int group = 0; group < segment.head().rowGroupCount(); group++) {
                var allowed = segment.head().ranges(columns, group);
                SegmentReader limited = new SegmentReader(segment.head(), range -> {
                    assertThat(allowed).as("chunks announced by columns()").contains(range);
                    return ByteBuffer.wrap(segment.body(), range.offset(), range.length());
                });
                RowValues groups = grouping.of(limited.logs(group));
                LogRows whole = SegmentReader.of(segment).logs(group);
                for (int row = 0; row < whole.size(); row++) {
                    assertThat(groups.text(row)).isIn(oracle.apply(whole.log(row)));
                }
            }
        }
    }

    @Test
    void groupsByTheComponent() {
        assertGroups(
                "service",
                log -> Set.of(Component.of(log.resource().attributes()).name()));
    }

    @Test
    void groupsBySeverityInWords() {
        assertGroups("severity", log -> {
            int number = log.severityNumber();
            String[] words = {"trace", "debug", "info", "warn", "error", "fatal"};
            return Set.of(number == 0 ? "" : number > 24 || number < 0 ? "" + number : words[(number - 1) / 4]);
        });
    }

    @Test
    void groupsByAnAttributeOfTheRecord() {
        assertGroups("log.key.3", log -> {
            Set<String> texts = log.attributes().stream()
                    .filter(attribute -> attribute.key().equals("key.3"))
                    .map(attribute -> RowTexts.of(attribute.value()))
                    .filter(text -> !text.isEmpty())
                    .collect(Collectors.toSet());
            return texts.isEmpty() ? Set.of("") : texts;
        });
    }

    @Test
    void groupsByAnAttributeOfTheResource() {
        assertGroups(
                "resource.service.instance.id",
                log -> Set.of(Component.of(log.resource().attributes()).instanceId()));
    }

    @Test
    void groupsByTheTemplate() {
        Grouping grouping = Grouping.parse(Signal.LOGS, "template");
        Segment segment = Segments.ofLogs(new RandomLogs(4).logs(12_000)).stream()
                .filter(one -> one.head().rowGroupCount() > 1)
                .findFirst()
                .orElseThrow();
        RecordTemplates templates = RandomTemplates.of(segment.head().recordCount(), 20, new Random(4));
        SegmentReader reader = SegmentReader.of(segment).withTemplates(templates);

        assertThat(grouping.readsTemplates()).isTrue();
        assertThat(grouping.columns(segment.head())).isEmpty();
        int next = 0;
        for (int group = 0; group < segment.head().rowGroupCount(); group++) {
            RowValues groups = grouping.of(reader.logs(group));
            for (int code : groups.codes()) {
                int template = templates.template(next++);
                assertThat(code == RowValues.NONE ? "0" : groups.values().get(code))
                        .isEqualTo(Integer.toString(template));
            }
        }
        assertThat(next).isEqualTo(templates.rows());
    }

    @Test
    void refusesWhatHasTooManyValues() {
        assertThatThrownBy(() -> Grouping.parse(Signal.LOGS, "body"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("by: expected");
        assertThatThrownBy(() -> Grouping.parse(Signal.LOGS, "severity > 1")).isInstanceOf(QuerySyntaxException.class);
        assertThatThrownBy(() -> Grouping.parse(Signal.TRACES, "event.a"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("of the record");
    }
}
