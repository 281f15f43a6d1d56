package dev.quipu.model.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.quipu.model.LogRecord;
import dev.quipu.model.RandomLogs;
import dev.quipu.model.Signal;
import io.opentelemetry.proto.logs.v1.LogsData;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The hand-written wire form against the generated classes of opentelemetry-proto. */
class OtlpLogsTest {

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void writesWhatTheGeneratedClassesRead(long seed) throws InvalidProtocolBufferException {
        List<LogRecord> logs = new RandomLogs(seed).logs(100);

        LogsData oracle = LogsData.parseFrom(OtlpLogs.toProtobuf(logs));

        assertThat(oracle.getUnknownFields().asMap()).isEmpty();
        assertThat(OtlpLogs.read(oracle.toByteArray(), oracle.getSerializedSize()))
                .containsExactlyInAnyOrderElementsOf(logs);
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13})
    void jsonFormLosesNothing(long seed) {
        List<LogRecord> logs = new RandomLogs(seed).logs(100);

        byte[] json = OtlpLogs.toJson(logs);
        byte[] back = OtlpJson.requestToProtobuf(Signal.LOGS, json, json.length);

        assertThat(OtlpLogs.read(back, back.length)).containsExactlyInAnyOrderElementsOf(logs);
    }

    @Test
    void readsSeverityByItsName() {
        byte[] json = """
                {"resourceLogs":[{"scopeLogs":[{"logRecords":[{"severityNumber":"SEVERITY_NUMBER_WARN2"}]}]}]}""".getBytes(StandardCharsets.UTF_8);

        byte[] protobuf = OtlpJson.requestToProtobuf(Signal.LOGS, json, json.length);

        assertThat(OtlpLogs.read(protobuf, protobuf.length).get(0).severityNumber())
                .isEqualTo(14);
    }
}
