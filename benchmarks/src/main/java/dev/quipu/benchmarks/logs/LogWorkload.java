package dev.quipu.benchmarks.logs;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import dev.quipu.benchmarks.workload.NumbersInText;
import dev.quipu.benchmarks.workload.Workload;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.logs.v1.ResourceLogs;
import io.opentelemetry.proto.logs.v1.ScopeLogs;
import io.opentelemetry.proto.logs.v1.SeverityNumber;
import io.opentelemetry.proto.resource.v1.Resource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Requests of log records, each of one service, as an SDK sends them: half of the records within a trace. A number of
 * them is encoded ahead; each turn sends other times, trace ids and nine-digit numbers.
 */
public final class LogWorkload implements Workload {

    private static final int SERVICES = 16;
    private static final long SPREAD_NANOS = 1_000_000_000L;

    private final List<Template> templates = new ArrayList<>();
    private final SplittableRandom turns;
    private int next;
    private long mix;
    private int shift;

    /** @param records that the requests hold which are encoded ahead, at least */
    public LogWorkload(long seed, int recordsPerRequest, int records) {
        SplittableRandom random = new SplittableRandom(seed);
        this.turns = random.split();
        Lines lines = new Lines(random.split());
        for (int made = 0; made < records; made += recordsPerRequest) {
            templates.add(Template.of(request(random, lines, templates.size() % SERVICES, recordsPerRequest)));
        }
    }

    private static ExportLogsServiceRequest request(SplittableRandom random, Lines lines, int service, int records) {
        ScopeLogs.Builder scope = ScopeLogs.newBuilder()
                .setScope(InstrumentationScope.newBuilder().setName("shop.Logger" + random.nextInt(20)));
        for (int i = 0; i < records; i++) {
            scope.addLogRecords(record(random, lines.next(), i * SPREAD_NANOS / records));
        }
        return ExportLogsServiceRequest.newBuilder()
                .addResourceLogs(ResourceLogs.newBuilder()
                        .setResource(Resource.newBuilder()
                                .addAttributes(attribute("service.name", "service-" + service))
                                .addAttributes(attribute("service.instance.id", "instance-" + service))
                                .addAttributes(attribute("host.name", "node-" + service % 5))
                                .addAttributes(attribute("telemetry.sdk.language", "java")))
                        .addScopeLogs(scope))
                .build();
    }

    private static LogRecord record(SplittableRandom random, String line, long at) {
        int kind = random.nextInt(100);
        LogRecord.Builder record = LogRecord.newBuilder()
                .setTimeUnixNano(at + random.nextInt(1_000_000))
                .setObservedTimeUnixNano(at + 1_000_000 + random.nextInt(200_000))
                .setSeverityNumber(
                        kind < 3
                                ? SeverityNumber.SEVERITY_NUMBER_ERROR
                                : kind < 10 ? SeverityNumber.SEVERITY_NUMBER_WARN : SeverityNumber.SEVERITY_NUMBER_INFO)
                .setSeverityText(kind < 3 ? "ERROR" : kind < 10 ? "WARN" : "INFO")
                .setBody(AnyValue.newBuilder().setStringValue(line))
                .addAttributes(attribute("thread.name", "worker-" + random.nextInt(32)))
                .addAttributes(attribute("code.function.name", "handle" + random.nextInt(40)));
        if (random.nextBoolean()) {
            byte[] ids = new byte[24];
            for (int i = 0; i < ids.length; i++) {
                ids[i] = (byte) random.nextInt(256);
            }
            record.setTraceId(ByteString.copyFrom(ids, 0, 16))
                    .setSpanId(ByteString.copyFrom(ids, 16, 8))
                    .setFlags(1);
        }
        return record.build();
    }

    private static KeyValue attribute(String key, String value) {
        return KeyValue.newBuilder()
                .setKey(key)
                .setValue(AnyValue.newBuilder().setStringValue(value))
                .build();
    }

    @Override
    public Request next(long nowUnixNano) {
        if (next == templates.size()) {
            next = 0;
            mix = turns.nextLong();
            shift = turns.nextInt(NumbersInText.NUMBERS);
        }
        return new Turned(templates.get(next++), nowUnixNano - SPREAD_NANOS, mix, shift);
    }

    @Override
    public int maxBytes() {
        return templates.stream()
                .mapToInt(template -> template.body.length)
                .max()
                .orElseThrow();
    }

    @Override
    public int requests() {
        return templates.size();
    }

    @Override
    public long records() {
        return templates.stream().mapToLong(template -> template.records).sum();
    }

    @Override
    public long bytes() {
        return templates.stream().mapToLong(template -> template.body.length).sum();
    }

    private record Turned(Template template, long fromUnixNano, long mix, int shift) implements Request {
        @Override
        public int records() {
            return template.records;
        }

        @Override
        public int bytes() {
            return template.body.length;
        }

        @Override
        public void writeTo(ByteBuffer target, int from) {
            target.put(from, template.body);
            for (int at : template.times) {
                target.putLong(from + at, target.getLong(from + at) + fromUnixNano);
            }
            for (int at : template.ids) {
                target.putLong(from + at, target.getLong(from + at) ^ mix);
            }
            template.numbers.writeTo(target, from, shift);
        }
    }

    /** An encoded request, and where its times, ids and numbers stand. */
    private static final class Template {
        private final byte[] body;
        private final int records;
        private final int[] times;
        private final int[] ids;
        private final NumbersInText numbers;

        private Template(byte[] body, int records, Scan scan) {
            this.body = body;
            this.records = records;
            this.times = scan.times.build().toArray();
            this.ids = scan.ids.build().toArray();
            this.numbers = scan.numbers.build(body);
        }

        static Template of(ExportLogsServiceRequest request) {
            byte[] body = request.toByteArray();
            Scan scan = new Scan(body);
            return new Template(body, request.getResourceLogs(0).getScopeLogs(0).getLogRecordsCount(), scan.scanned());
        }
    }

    /** Finds the places of one request. */
    private static final class Scan {
        private static final int RESOURCE_LOGS = 0;
        private static final int RECORD = 3;

        private final byte[] body;
        private final CodedInputStream in;
        private final IntStream.Builder times = IntStream.builder();
        private final IntStream.Builder ids = IntStream.builder();
        private final NumbersInText.Builder numbers = new NumbersInText.Builder();

        Scan(byte[] body) {
            this.body = body;
            this.in = CodedInputStream.newInstance(body);
        }

        Scan scanned() {
            try {
                scan(body.length, RESOURCE_LOGS);
                return this;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private void scan(int end, int level) throws IOException {
            while (in.getTotalBytesRead() < end) {
                int tag = in.readTag();
                int field = WireFormat.getTagFieldNumber(tag);
                if (WireFormat.getTagWireType(tag) != WireFormat.WIRETYPE_LENGTH_DELIMITED) {
                    boolean isTime = field == LogRecord.TIME_UNIX_NANO_FIELD_NUMBER
                            || field == LogRecord.OBSERVED_TIME_UNIX_NANO_FIELD_NUMBER;
                    if (level == RECORD && isTime) {
                        times.add(in.getTotalBytesRead());
                    }
                    in.skipField(tag);
                } else {
                    message(level, field, in.readRawVarint32());
                }
            }
        }

        private void message(int level, int field, int length) throws IOException {
            int at = in.getTotalBytesRead();
            boolean isContent = level == RESOURCE_LOGS || level < RECORD && field == 2;
            if (isContent) {
                scan(at + length, level + 1);
                return;
            }
            if (level == RECORD && field == LogRecord.BODY_FIELD_NUMBER) {
                numbers.text(body, at, length);
            } else if (level == RECORD
                    && (field == LogRecord.TRACE_ID_FIELD_NUMBER || field == LogRecord.SPAN_ID_FIELD_NUMBER)) {
                for (int word = 0; word < length; word += Long.BYTES) {
                    ids.add(at + word);
                }
            }
            in.skipRawBytes(length);
        }
    }
}
