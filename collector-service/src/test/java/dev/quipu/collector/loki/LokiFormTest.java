package dev.quipu.collector.loki;

import static dev.quipu.collector.loki.Pushes.entry;
import static dev.quipu.collector.loki.Pushes.push;
import static dev.quipu.collector.loki.Pushes.stream;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.quipu.collector.ProtoMessage;
import dev.quipu.collector.intake.Converted;
import dev.quipu.model.otlp.OtlpFormatException;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.logs.v1.ResourceLogs;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LokiFormTest {

    private static final long NOW = 1_700_000_000_123_456_789L;
    private static final String TRACE = "5b8efff798038103d269b633813fc60c";
    private static final String SPAN = "eee19b7ec3c1b174";

    private static Converted protobuf(ProtoMessage push) {
        byte[] body = push.toBytes();
        return LokiForm.PROTOBUF.toOtlp(body, body.length);
    }

    private static Converted json(String push) {
        byte[] body = push.getBytes(StandardCharsets.UTF_8);
        return LokiForm.JSON.toOtlp(body, body.length);
    }

    private static List<ResourceLogs> blocks(Converted converted) throws Exception {
        return ExportLogsServiceRequest.parseFrom(converted.protobuf()).getResourceLogsList();
    }

    private static LogRecord record(Converted converted) throws Exception {
        return blocks(converted).get(0).getScopeLogs(0).getLogRecords(0);
    }

    private static List<String> pairs(List<KeyValue> attributes) {
        return attributes.stream()
                .map(entry -> entry.getKey() + "=" + entry.getValue().getStringValue())
                .toList();
    }

    @Test
    void labelsAreTheResourceAndMetadataTheAttributes() throws Exception {
        Converted converted = protobuf(push(stream(
                "{service_name=\"cart\", service_namespace=`shop`, env=\"a\\\"\\u00e4\\x41\\101\\n\"}",
                entry(NOW, "paid", "user", "7", "trace_id", TRACE, "span_id", SPAN))));

        ResourceLogs block = blocks(converted).get(0);
        LogRecord log = record(converted);
        assertThat(pairs(block.getResource().getAttributesList()))
                .containsExactly("service.name=cart", "service.namespace=shop", "env=a\"\u00e4AA\n");
        assertThat(log.getTimeUnixNano()).isEqualTo(NOW);
        assertThat(log.getObservedTimeUnixNano()).isZero();
        assertThat(log.getBody().getStringValue()).isEqualTo("paid");
        assertThat(pairs(log.getAttributesList())).containsExactly("user=7");
        assertThat(log.getTraceId()).isEqualTo(ByteString.fromHex(TRACE));
        assertThat(log.getSpanId()).isEqualTo(ByteString.fromHex(SPAN));
    }

    @Test
    void bothFormsOfAPushGiveTheSame() throws Exception {
        Converted fromProtobuf = protobuf(push(
                stream("{job=\"api\", level=\"warn\"}", entry(NOW, "one", "k", "v"), entry(NOW + 1, "two\n")),
                stream("{app=\"b\"}", entry(NOW, ""))));
        Converted fromJson = json("""
                {"ignored": [1, {"a": 2}], "streams": [
                  {"stream": {"job": "api", "level": "warn"},
                   "values": [["%1$d", "one", {"k": "v"}], ["%2$d", "two\\n"]]},
                  {"values": [["%1$d", ""]], "stream": {"app": "b"}}]}""".formatted(NOW, NOW + 1));

        assertThat(ExportLogsServiceRequest.parseFrom(fromJson.protobuf()))
                .isEqualTo(ExportLogsServiceRequest.parseFrom(fromProtobuf.protobuf()));
    }

    @ParameterizedTest
    @CsvSource({"job,api", "app,shop", "container,c1"})
    void theServiceIsNamedByTheUsualLabelsThatStayToo(String label, String value) throws Exception {
        Converted converted = protobuf(push(stream("{" + label + "=\"" + value + "\"}", entry(NOW, ""))));

        assertThat(pairs(blocks(converted).get(0).getResource().getAttributesList()))
                .containsExactly(label + "=" + value, "service.name=" + value);
    }

    @ParameterizedTest
    @CsvSource({"info,9", "WARN,13", "warning,13", "Error,17", "err,17", "critical,18", "fatal,21", "verbose,0"})
    void aLevelIsTheSeverityAndStaysALabel(String level, int number) throws Exception {
        Converted byLabel = protobuf(push(stream("{level=\"" + level + "\"}", entry(NOW, ""))));
        Converted byMetadata = protobuf(push(stream("{level=\"other\"}", entry(NOW, "", "detected_level", level))));

        for (LogRecord log : List.of(record(byLabel), record(byMetadata))) {
            assertThat(log.getSeverityText()).isEqualTo(level);
            assertThat(log.getSeverityNumberValue()).isEqualTo(number);
        }
        assertThat(pairs(blocks(byLabel).get(0).getResource().getAttributesList()))
                .containsExactly("level=" + level);
        assertThat(pairs(record(byMetadata).getAttributesList())).containsExactly("detected_level=" + level);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "xyz", "5B8EFFF798038103D269B633813FC60C", "00000000000000000000000000000000"})
    void anIdOfAnotherFormStaysAnAttribute(String id) throws Exception {
        LogRecord log = record(protobuf(push(stream("{}", entry(NOW, "", "trace_id", id)))));

        assertThat(log.getTraceId()).isEmpty();
        assertThat(pairs(log.getAttributesList())).containsExactly("trace_id=" + id);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a=1",
                "{a=1}",
                "{a=\"1}",
                "{a=\"1\"",
                "{a=\"1\",a=\"2\"}",
                "{a=\"\\q\"}",
                "{=\"1\"}",
                "{a=\"1\"}x"
            })
    void aStreamWithMalformedLabelsIsRejectedAlone(String labels) throws Exception {
        Converted converted = protobuf(
                push(stream(labels, entry(NOW, "lost"), entry(NOW, "lost")), stream("{a=\"1\"}", entry(NOW, "kept"))));

        assertThat(converted.rejected()).containsExactlyEntriesOf(java.util.Map.of("invalid_labels", 2L));
        assertThat(converted.message()).startsWith("labels: expected ");
        assertThat(blocks(converted)).hasSize(1);
        assertThat(record(converted).getBody().getStringValue()).isEqualTo("kept");
    }

    @Test
    void anEntryBefore1970IsRejectedAlone() throws Exception {
        ProtoMessage goZero = ProtoMessage.of()
                .message(1, ProtoMessage.of().varint(1, -62_135_596_800L))
                .text(2, "lost");
        Converted converted = protobuf(push(stream("{}", goZero, entry(NOW, "kept"))));

        assertThat(converted.rejected()).containsExactlyEntriesOf(java.util.Map.of("invalid_time", 1L));
        assertThat(record(converted).getBody().getStringValue()).isEqualTo("kept");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{}",
                "{\"streams\": {}}",
                "{\"streams\": [{\"stream\": {\"a\": 1}}]}",
                "{\"streams\": [{\"values\": [[1.5, \"x\"]]}]}",
                "{\"streams\": [{\"values\": [[\"soon\", \"x\"]]}]}",
                "{\"streams\": [{\"values\": [[\"-1\", \"x\"]]}]}",
                "{\"streams\": [{\"values\": [[\"1\", 2]]}]}",
                "{\"streams\": [{\"values\": [[\"1\", \"x\", {}, {}]]}]}",
                "{\"streams\": []} {}",
                "{\"streams\": ["
            })
    void otherJsonIsUnreadable(String body) {
        assertThatThrownBy(() -> json(body))
                .isInstanceOf(OtlpFormatException.class)
                .hasMessageContaining("expected");
    }

    @Test
    void otherBytesAreUnreadable() {
        byte[] cut = push(stream("{}", entry(NOW, "x"))).toBytes();

        assertThatThrownBy(() -> LokiForm.PROTOBUF.toOtlp(cut, cut.length - 1)).isInstanceOf(OtlpFormatException.class);
        assertThatThrownBy(() -> protobuf(ProtoMessage.of().varint(1, 1))).isInstanceOf(OtlpFormatException.class);
    }
}
