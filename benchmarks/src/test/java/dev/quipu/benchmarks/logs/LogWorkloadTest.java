package dev.quipu.benchmarks.logs;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.logs.v1.LogRecord;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class LogWorkloadTest {

    private static final int RECORDS_PER_REQUEST = 64;
    private static final long NOW = 1_800_000_000_000_000_000L;
    private static final Pattern NUMBER = Pattern.compile("(?<![0-9])[0-9]{9}(?![0-9])");

    private final LogWorkload workload = new LogWorkload(1, RECORDS_PER_REQUEST, 6_400);

    @Test
    void aTurnHasTheRecordsItSaysOfTheSecondBeforeItIsSent() throws Exception {
        List<LogRecord> records = turn();

        assertThat(records).hasSize((int) workload.records()).hasSize(6_400);
        assertThat(records)
                .allMatch(record -> record.getTimeUnixNano() > NOW - 1_000_000_001L && record.getTimeUnixNano() < NOW)
                .allMatch(record -> record.getObservedTimeUnixNano() > record.getTimeUnixNano());
    }

    @Test
    void bodiesHaveAboutTwoHundredCharactersAndHalfOfTheRecordsATrace() throws Exception {
        List<LogRecord> records = turn();

        assertThat(records.stream()
                        .mapToInt(record -> record.getBody().getStringValue().length())
                        .average()
                        .orElse(0))
                .isBetween(160.0, 200.0);
        assertThat(records.stream()
                        .filter(record -> !record.getTraceId().isEmpty())
                        .count())
                .isBetween(3_000L, 3_400L);
    }

    @Test
    void anotherTurnSharesNoTraceAndHardlyANumberWithTheFirst() throws Exception {
        List<LogRecord> first = turn();
        List<LogRecord> second = turn();

        assertThat(traces(second)).doesNotContainAnyElementsOf(traces(first));
        Set<String> both = new HashSet<>(numbers(first));
        both.retainAll(numbers(second));
        assertThat(both).hasSizeLessThan(10);
    }

    private List<LogRecord> turn() throws InvalidProtocolBufferException {
        List<LogRecord> records = new ArrayList<>();
        for (int i = 0; i < workload.requests(); i++) {
            records.addAll(ExportLogsServiceRequest.parseFrom(workload.next(NOW).toBytes())
                    .getResourceLogs(0)
                    .getScopeLogs(0)
                    .getLogRecordsList());
        }
        return records;
    }

    private static Set<Object> traces(List<LogRecord> records) {
        return records.stream()
                .map(LogRecord::getTraceId)
                .filter(id -> !id.isEmpty())
                .collect(Collectors.toSet());
    }

    private static Set<String> numbers(List<LogRecord> records) {
        return records.stream()
                .flatMap(record ->
                        NUMBER.matcher(record.getBody().getStringValue()).results())
                .map(found -> found.group())
                .collect(Collectors.toSet());
    }
}
