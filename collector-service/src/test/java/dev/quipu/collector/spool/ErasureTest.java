package dev.quipu.collector.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quipu.model.Signal;
import dev.quipu.model.TraceId;
import dev.quipu.model.erasure.ErasureTarget.OfAttribute;
import dev.quipu.model.erasure.ErasureTarget.OfComponent;
import dev.quipu.model.erasure.ErasureTarget.OfTrace;
import dev.quipu.model.segment.SegmentId;
import dev.quipu.model.segment.SegmentParcel;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ErasureTest {

    private static final Instant REQUESTED = Instant.parse("2026-01-01T00:00:00Z");
    private static final Erasure ERASURE = new Erasure(1, "shop", REQUESTED, new OfAttribute("user.id", "u-17"));

    private static Erasure read(String target) {
        return Erasure.parse("{\"erasures\":[{\"number\":7,\"id\":\"x\",\"tenant\":\"shop\","
                        + "\"requestedAt\":\"2026-01-01T00:00:00Z\"," + target + "}]}")
                .get(0);
    }

    private static SegmentParcel.Label label(String tenant, Instant collectedAt) {
        return new SegmentParcel.Label(
                new SegmentId(1, 1), tenant, Signal.LOGS, 1, collectedAt.getEpochSecond() * 1_000_000_000L);
    }

    @Test
    void readsEveryKindOfTarget() {
        assertThat(read("\"attribute\":{\"key\":\"user.id\",\"value\":\"u-17\"}"))
                .isEqualTo(new Erasure(7, "shop", REQUESTED, new OfAttribute("user.id", "u-17")));
        assertThat(read("\"traceId\":\"5b8efff798038103d269b633813fc60c\"").target())
                .isEqualTo(new OfTrace(TraceId.parse("5b8efff798038103d269b633813fc60c")));
        assertThat(read("\"component\":{\"serviceName\":\"cart\"}").target())
                .isEqualTo(new OfComponent("", "cart", Optional.empty()));
        assertThat(read("\"component\":{\"serviceNamespace\":\"a\",\"serviceName\":\"b\",\"serviceInstanceId\":\"\"}")
                        .target())
                .isEqualTo(new OfComponent("a", "b", Optional.of("")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "{\"erasures\":[1]}",
                "{\"erasures\":[{\"number\":1}]}",
                "{\"erasures\":[{\"number\":1,\"tenant\":\"a\",\"requestedAt\":\"now\",\"traceId\":\"1\"}]}",
                "{\"erasures\":[{\"number\":1,\"tenant\":\"a\",\"requestedAt\":\"2026-01-01T00:00:00Z\"}]}"
            })
    void refusesWhatIsNoList(String json) {
        assertThatThrownBy(() -> Erasure.parse(json)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void concernsWhatItsTenantHadCollectedBeforeByAnyClock() {
        assertThat(ERASURE.concerns(label("shop", REQUESTED.minusSeconds(1)))).isTrue();
        assertThat(ERASURE.concerns(label("shop", REQUESTED.plusSeconds(10)))).isTrue();
        assertThat(ERASURE.concerns(label("shop", REQUESTED.plusSeconds(11)))).isFalse();
        assertThat(ERASURE.concerns(label("other", REQUESTED.minusSeconds(1)))).isFalse();
    }

    @Test
    void isOverOnceNothingCanBeOnItsWay() {
        assertThat(ERASURE.isOver(REQUESTED.plusSeconds(40))).isFalse();
        assertThat(ERASURE.isOver(REQUESTED.plusSeconds(41))).isTrue();
    }
}
