package dev.quipu.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quipu.benchmarks.spans.WorkloadBuilder;
import dev.quipu.benchmarks.workload.Workload;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LoadRunTest {

    private static final int SPANS_PER_REQUEST = 50;
    private static final int MAX_SPANS = 10_000;

    private final Sink sink = new Sink();

    @AfterEach
    void closeSink() {
        sink.close();
    }

    @ParameterizedTest
    @CsvSource({"HTTP,false", "HTTP,true", "GRPC,false", "GRPC,true", "ZIPKIN,false", "ZIPKIN,true"})
    void everyOfferedSpanArrivesOnceAndIsAcknowledged(Door door, boolean gzip) throws Exception {
        Tally tally = run(closedLoop(door, gzip)).tally();

        assertThat(tally.troubles()).isEmpty();
        assertThat(tally.offeredRecords()).isEqualTo(MAX_SPANS);
        assertThat(tally.acknowledgedRecords()).isEqualTo(MAX_SPANS);
        assertThat(sink.bodies())
                .hasSize(MAX_SPANS / SPANS_PER_REQUEST)
                .allMatch(body -> spans(door, body) == SPANS_PER_REQUEST);
        assertThat(sink.bodies().stream().map(ByteBuffer::wrap).collect(Collectors.toSet()))
                .hasSameSizeAs(sink.bodies());
    }

    @ParameterizedTest
    @CsvSource({"HTTP,503", "HTTP,429", "GRPC,503"})
    void requestThatIsTurnedAwayIsSentAgainUnchanged(Door door, int status) throws Exception {
        sink.failing(5, status);
        Tally tally = run(closedLoop(door, false)).tally();

        assertThat(tally.acknowledgedRecords()).isEqualTo(MAX_SPANS);
        assertThat(tally.retries()).isEqualTo(5);
        assertThat(sink.bodies()).hasSize(MAX_SPANS / SPANS_PER_REQUEST + 5);
        assertThat(sink.bodies().stream().map(ByteBuffer::wrap).collect(Collectors.toSet()))
                .hasSize(MAX_SPANS / SPANS_PER_REQUEST);
    }

    @Test
    void requestThatIsRefusedForGoodIsNotSentAgain() throws Exception {
        sink.failing(3, 400);
        Tally tally = run(closedLoop(Door.HTTP, false)).tally();

        assertThat(tally.refusedRecords()).isEqualTo(3L * SPANS_PER_REQUEST);
        assertThat(tally.acknowledgedRecords()).isEqualTo(MAX_SPANS - 3L * SPANS_PER_REQUEST);
        assertThat(tally.retries()).isZero();
        assertThat(tally.troubles()).containsEntry("HTTP status 400, 0 bytes of body", 3L);
    }

    @ParameterizedTest
    @CsvSource({"HTTP", "GRPC"})
    void rejectedSpansOfAnAcknowledgedRequestAreCountedApart(Door door) throws Exception {
        sink.rejecting(2);
        Tally tally = run(closedLoop(door, false)).tally();

        assertThat(tally.rejectedRecords()).isEqualTo(2L * MAX_SPANS / SPANS_PER_REQUEST);
        assertThat(tally.acknowledgedRecords() + tally.rejectedRecords()).isEqualTo(MAX_SPANS);
        assertThat(tally.unansweredRecords()).isZero();
    }

    @Test
    void scheduleIsKeptAndEndsInTime() throws Exception {
        LoadPlan plan = new LoadPlan(
                sink.address(),
                Door.HTTP,
                4,
                SPANS_PER_REQUEST,
                OptionalLong.of(5_000),
                Duration.ZERO,
                Duration.ofSeconds(2),
                Long.MAX_VALUE,
                false);
        LoadRun.Finished finished = run(plan);

        assertThat(finished.tally().offeredRecords()).isBetween(9_000L, 10_000L);
        assertThat(finished.tally().ackMicros().getTotalCount()).isPositive();
        assertThat(finished.usage()).singleElement().satisfies(usage -> {
            assertThat(usage.cpuSeconds()).isPositive();
            assertThat(usage.peakResidentBytes()).isGreaterThan(1 << 20);
        });
    }

    private LoadPlan closedLoop(Door door, boolean gzip) {
        return new LoadPlan(
                sink.address(),
                door,
                4,
                SPANS_PER_REQUEST,
                OptionalLong.empty(),
                Duration.ZERO,
                Duration.ofSeconds(30),
                MAX_SPANS,
                gzip);
    }

    private static LoadRun.Finished run(LoadPlan plan) throws InterruptedException {
        Workload workload = new WorkloadBuilder(1, plan.door().encoding(), SPANS_PER_REQUEST).build(1, 5_000);
        return new LoadRun(
                        plan, workload, Map.of("this", ProcessHandle.current().pid()))
                .run();
    }

    private static int spans(Door door, byte[] body) {
        return door == Door.ZIPKIN ? Sink.zipkinSpans(body) : Sink.otlpSpans(body);
    }
}
