package dev.quipu.collector.quota;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class TenantUseTest {

    private static final long NOW_NANOS = 7_000_000_000L;
    private static final long NOON_MILLIS = Duration.ofHours(12).toMillis();

    private static TenantUse rate(long recordsPerSecond) {
        return new TenantUse(
                new Quota(Optional.of(recordsPerSecond), Optional.empty(), Optional.empty(), 0),
                NOW_NANOS,
                NOON_MILLIS);
    }

    private static Quota bytes(long bytesPerDay, long stored) {
        return new Quota(Optional.empty(), Optional.of(bytesPerDay), Optional.empty(), stored);
    }

    private static TenantUse use(Quota quota) {
        return new TenantUse(quota, NOW_NANOS, NOON_MILLIS);
    }

    private static long seconds(long seconds) {
        return NOW_NANOS + TimeUnit.SECONDS.toNanos(seconds);
    }

    @Test
    void aBurstOfFiveSecondsMayPassAtOnce() {
        TenantUse use = rate(100);
        for (int i = 0; i < 5; i++) {
            assertThat(use.takeRecords(100, NOW_NANOS)).isZero();
        }
        assertThat(use.takeRecords(1, NOW_NANOS)).isPositive();
    }

    @Test
    void passesAgainAfterTheTimeThatItSays() {
        TenantUse use = rate(100);
        use.takeRecords(700, NOW_NANOS);
        Duration wait = use.takeRecords(1, NOW_NANOS);
        assertThat(wait).isBetween(Duration.ofSeconds(2), Duration.ofSeconds(2).plusMillis(1));
        assertThat(use.takeRecords(1, NOW_NANOS + wait.toNanos() - 2)).isPositive();
        assertThat(use.takeRecords(1, NOW_NANOS + wait.toNanos())).isZero();
    }

    @Test
    void aRequestOfMoreThanABurstPassesAndIsPaidForAfterwards() {
        TenantUse use = rate(10);
        assertThat(use.takeRecords(1_000, NOW_NANOS)).isZero();
        assertThat(use.takeRecords(1, seconds(94))).isPositive();
        assertThat(use.takeRecords(1, seconds(96))).isZero();
    }

    @Test
    void aPauseGivesNoMoreThanABurst() {
        TenantUse use = rate(10);
        assertThat(use.takeRecords(50, seconds(10_000))).isZero();
        assertThat(use.takeRecords(1, seconds(10_000))).isPositive();
    }

    @Test
    void whatIsRefusedCostsNothing() {
        TenantUse use = rate(10);
        use.takeRecords(50, NOW_NANOS);
        for (int i = 0; i < 100; i++) {
            assertThat(use.takeRecords(50, NOW_NANOS)).isPositive();
        }
        assertThat(use.takeRecords(10, seconds(1))).isZero();
    }

    @Test
    void theRateHoldsOverAnyRequestsAtAnyTimes() {
        Random random = new Random(41);
        TenantUse use = rate(1_000);
        long now = NOW_NANOS;
        long taken = 0;
        for (int i = 0; i < 100_000; i++) {
            now += random.nextInt(2_000_000);
            int records = random.nextInt(300);
            taken += use.takeRecords(records, now).isZero() ? records : 0;
            long most = 1_000 * (now - NOW_NANOS) / 1_000_000_000L + 5_000 + 300;
            assertThat(taken).isLessThanOrEqualTo(most);
        }
        assertThat(taken).isGreaterThan(1_000 * (now - NOW_NANOS) / 1_000_000_000L - 300);
    }

    @Test
    void threadsThatTakeAtOnceTakeNoMoreThanThereIs() throws InterruptedException {
        TenantUse use = rate(1_000);
        AtomicLong taken = new AtomicLong();
        ExecutorService threads = Executors.newFixedThreadPool(4);
        for (int thread = 0; thread < 4; thread++) {
            threads.execute(() -> {
                for (int i = 0; i < 10_000; i++) {
                    if (use.takeRecords(1, NOW_NANOS).isZero()) {
                        taken.incrementAndGet();
                    }
                }
            });
        }
        threads.shutdown();
        assertThat(threads.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
        assertThat(taken).hasValue(5_000);
    }

    @Test
    void ofNoRecordsPerSecondNonePasses() {
        assertThat(rate(0).takeRecords(1, NOW_NANOS)).isPositive();
    }

    @Test
    void theDaysBytesAreThoseToldAndThoseThatBecameDurableSince() {
        TenantUse use = use(bytes(1_000, 400));
        use.addDurable(599);
        assertThat(use.untilBytes(NOON_MILLIS)).isZero();
        use.addDurable(1);
        assertThat(use.untilBytes(NOON_MILLIS)).isEqualTo(Duration.ofHours(12));
    }

    @Test
    void whatStorageCountsIsNotCountedTwice() {
        TenantUse use = use(bytes(1_000, 0));
        use.addDurable(600);
        use.asking();
        use.addDurable(100);
        use.take(bytes(1_000, 600), NOON_MILLIS);
        use.addDurable(299);
        assertThat(use.untilBytes(NOON_MILLIS)).isZero();
        use.addDurable(1);
        assertThat(use.untilBytes(NOON_MILLIS)).isPositive();
    }

    @Test
    void aNewDayBeginsAtMidnightThoughStorageIsAway() {
        TenantUse use = use(bytes(1_000, 1_000));
        long midnight = Duration.ofDays(1).toMillis();
        assertThat(use.untilBytes(midnight - 1)).isEqualTo(Duration.ofMillis(1));
        assertThat(use.untilBytes(midnight)).isZero();
        use.addDurable(1_000);
        assertThat(use.untilBytes(midnight)).isEqualTo(Duration.ofDays(1));
    }

    @Test
    void aRaisedQuotaHoldsAtOnce() {
        TenantUse use = use(bytes(1_000, 1_000));
        use.asking();
        use.take(bytes(2_000, 1_000), NOON_MILLIS);
        assertThat(use.untilBytes(NOON_MILLIS)).isZero();
    }
}
