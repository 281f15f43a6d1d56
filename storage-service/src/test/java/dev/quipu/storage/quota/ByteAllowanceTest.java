package dev.quipu.storage.quota;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ByteAllowanceTest {

    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5);
    private final ByteAllowance allowance = new ByteAllowance(100, now::get);

    private void pass(long seconds) {
        now.addAndGet(TimeUnit.SECONDS.toNanos(seconds));
    }

    @Test
    void aMinuteOfItMayBeUsedAtOnce() {
        allowance.take(5_999);
        assertThat(allowance.waitSeconds()).isZero();
        allowance.take(1);
        assertThat(allowance.waitSeconds()).isEqualTo(1);
        pass(1);
        assertThat(allowance.waitSeconds()).isZero();
    }

    @Test
    void whatWasTakenBeyondItIsWaitedFor() {
        assertThat(allowance.take(10_000)).isTrue();
        assertThat(allowance.waitSeconds()).isEqualTo(41);
        pass(40);
        assertThat(allowance.waitSeconds()).isEqualTo(1);
        pass(1);
        assertThat(allowance.waitSeconds()).isZero();
    }

    @Test
    void noMoreThanTheMinuteToComeIsUsedUp() {
        assertThat(allowance.take(1_000_000)).isFalse();
        assertThat(allowance.waitSeconds()).isEqualTo(61);
    }

    @Test
    void noMoreThanAMinuteIsSaved() {
        pass(10_000);
        allowance.take(6_000);
        assertThat(allowance.waitSeconds()).isEqualTo(1);
    }
}
