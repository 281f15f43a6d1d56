package dev.quipu.collector.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.quipu.collector.TestConfig;
import dev.quipu.model.Signal;
import dev.quipu.model.segment.RecordRequest;
import dev.quipu.model.segment.RequestKey;
import io.vertx.core.Promise;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LaneTest {

    private final IntakeThreads threads = new IntakeThreads(1);
    private final List<List<HeldRequest>> departed = new CopyOnWriteArrayList<>();
    private final AtomicInteger over = new AtomicInteger();

    @AfterEach
    void stop() {
        threads.stop();
    }

    @Test
    void sendsAGroupOnceItsOldestHasLingered() {
        Lane lane = lane("linger", "50MS");
        lane.add(held(1, 10));
        lane.add(held(2, 10));
        await().until(() -> departed.size() == 1);
        assertThat(departed.get(0)).hasSize(2);
    }

    @Test
    void sendsAGroupOnceItHasItsBytes() {
        Lane lane = lane("linger", "1H", "max-bytes", "100");
        lane.add(held(1, 60));
        assertThat(departed).isEmpty();
        lane.add(held(2, 40));
        await().until(() -> departed.size() == 1);
        assertThat(departed.get(0)).hasSize(2);
    }

    @Test
    void sendsAGroupOnceItHasItsRequests() {
        Lane lane = lane("linger", "1H", "max-requests", "3");
        for (int i = 0; i < 3; i++) {
            lane.add(held(i, 1));
        }
        await().until(() -> departed.size() == 1);
    }

    @Test
    void sendsARequestThatIsLargerThanAGroupAlone() {
        Lane lane = lane("linger", "1H", "max-bytes", "100");
        lane.add(held(1, 50));
        lane.add(held(2, 500));
        await().until(() -> departed.size() == 2);
        assertThat(departed).allMatch(group -> group.size() == 1);
    }

    @Test
    void collectsWhileAsManyGroupsAsAllowedAreOnTheirWay() {
        Lane lane = lane("linger", "1H", "max-requests", "1", "in-flight", "1");
        lane.add(held(0, 1));
        await().until(() -> departed.size() == 1);
        lane.add(held(1, 1));
        lane.add(held(2, 1));
        assertThat(departed).hasSize(1);
        lane.landed(departed.get(0));
        await().until(() -> departed.size() == 2);
    }

    @Test
    void growsTheNextGroupUpToItsBytesWhileItWaits() {
        Lane lane = lane("linger", "1MS", "max-bytes", "100", "in-flight", "1");
        lane.add(held(0, 1));
        await().until(() -> departed.size() == 1);
        for (int i = 1; i <= 15; i++) {
            lane.add(held(i, 10));
        }
        lane.landed(departed.get(0));
        await().until(() -> departed.size() == 2);
        assertThat(departed.get(1)).hasSize(10);
        lane.landed(departed.get(1));
        await().until(() -> departed.size() == 3);
        assertThat(departed.get(2)).hasSize(5);
    }

    @Test
    void doesNotSendARequestWhoseTwinIsOpen() {
        Lane lane = lane("linger", "1MS");
        HeldRequest first = held(1, 10);
        lane.add(first);
        await().until(() -> departed.size() == 1);
        HeldRequest twin = held(1, 10);
        lane.add(twin);
        CompletableFuture<Void> later = new CompletableFuture<>();
        threads.after(java.time.Duration.ofMillis(50), () -> later.complete(null));
        later.join();
        assertThat(departed).hasSize(1);
    }

    @Test
    void sendsATwinAsKnownDuplicateAfterGoodNews() {
        Lane lane = lane("linger", "1MS");
        HeldRequest first = held(1, 10);
        lane.add(first);
        HeldRequest twin = held(1, 10);
        lane.add(twin);
        await().until(() -> departed.size() == 1);
        lane.settle(first, Answer.acknowledged());
        lane.landed(departed.get(0));
        await().until(() -> departed.size() == 2);
        assertThat(departed.get(1)).containsExactly(twin);
        assertThat(twin.knownDuplicate()).isTrue();
    }

    @Test
    void endsATwinAfterBadNews() {
        Lane lane = lane("linger", "1MS");
        HeldRequest first = held(1, 10);
        lane.add(first);
        lane.add(held(1, 10));
        await().until(() -> departed.size() == 1);
        lane.settle(first, Answer.refused(Refusal.UNACCEPTABLE));
        lane.landed(departed.get(0));
        assertThat(over).hasValue(2);
        assertThat(lane.isIdle()).isTrue();
    }

    @Test
    void isIdleOnlyWhenNothingWaitsTravelsOrIsOpen() {
        Lane lane = lane("linger", "20MS");
        assertThat(lane.isIdle()).isTrue();
        HeldRequest request = held(1, 10);
        lane.add(request);
        assertThat(lane.isIdle()).isFalse();
        await().until(() -> departed.size() == 1);
        lane.settle(request, Answer.acknowledged());
        assertThat(lane.isIdle()).isFalse();
        lane.landed(departed.get(0));
        assertThat(lane.isIdle()).isTrue();
    }

    @Test
    void doesNotLingerOnceItFlushes() {
        Lane lane = lane("linger", "1H");
        lane.add(held(1, 10));
        lane.flush();
        await().until(() -> departed.size() == 1);
        lane.add(held(2, 10));
        await().until(() -> departed.size() == 2);
    }

    private Lane lane(String... rules) {
        Map<String, String> keys = new java.util.HashMap<>();
        for (int i = 0; i < rules.length; i += 2) {
            keys.put("quipu.collector.segments." + rules[i], rules[i + 1]);
        }
        return new Lane(
                new Lane.Name("default", Signal.TRACES),
                TestConfig.collector(keys).segments(),
                TestConfig.collector(keys).segments()::linger,
                threads,
                (lane, group) -> departed.add(group));
    }

    private HeldRequest held(int key, int length) {
        return new HeldRequest(
                new RecordRequest(new RequestKey(0, key), new byte[length], length),
                Optional.empty(),
                Promise.promise(),
                new CompletableFuture<>(),
                over::incrementAndGet);
    }
}
