package dev.quipu.benchmarks.rig.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quipu.model.Signal;
import dev.quipu.model.segment.IntakeLimits;
import dev.quipu.model.segment.RecordBatch;
import dev.quipu.model.segment.RecordRequest;
import dev.quipu.model.segment.RequestKey;
import dev.quipu.model.segment.Segment;
import dev.quipu.model.segment.SegmentId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RequestSourceTest {

    private static final long NOW = System.currentTimeMillis() * 1_000_000;
    private static final RequestSource SOURCE = new RequestSource(5, NOW, 20, 1_000);

    @Test
    void sameNumberGivesSameBytes() {
        assertThat(new RequestSource(5, NOW, 20, 1_000).request(9).body())
                .isEqualTo(SOURCE.request(9).body());
        assertThat(SOURCE.request(10).body()).isNotEqualTo(SOURCE.request(9).body());
    }

    @Test
    void hasAllSignals() {
        assertThat(LongStream.range(0, 200).mapToObj(SOURCE::signal)).contains(Signal.values());
    }

    @ParameterizedTest
    @EnumSource(Signal.class)
    void recordsHaveTheNumbersOfTheirRequest(Signal signal) {
        NumberedRequest request = LongStream.range(0, 200)
                .mapToObj(SOURCE::request)
                .filter(one -> one.signal() == signal)
                .findFirst()
                .orElseThrow();

        List<Long> numbers = new ArrayList<>();
        RecordNumbers.each(segment(request), numbers::add);

        assertThat(numbers)
                .containsExactlyInAnyOrderElementsOf(LongStream.range(request.number() * 20, request.number() * 20 + 20)
                        .boxed()
                        .toList());
        assertThat(request.sums())
                .isEqualTo(new Sums(20, segment(request).head().setHash()));
    }

    private static Segment segment(NumberedRequest request) {
        RequestKey key = RequestKey.ofBody("default", request.signal(), request.body(), request.body().length);
        RecordRequest read = new RecordRequest(key, request.body(), request.body().length);
        return Segment.parse(RecordBatch.read(request.signal(), List.of(read), IntakeLimits.DEFAULT)
                .partitions(1, NOW)
                .get(0)
                .encode(new SegmentId(1, 1), "default", NOW, Set.of())
                .framed());
    }
}
