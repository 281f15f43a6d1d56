package dev.quipu.analysis.chart;

import dev.quipu.analysis.BadParameterException;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;

/** Where the steps of a chart begin. */
final class ChartTimes {

    private ChartTimes() {}

    static List<Instant> of(long firstUnixNano, long stepNanos, int steps) {
        return LongStream.range(0, steps)
                .mapToObj(step -> Instant.EPOCH.plusNanos(firstUnixNano + step * stepNanos))
                .toList();
    }

    /**
     * @throws BadParameterException when there are more steps than a chart has
     */
    static List<Instant> between(Instant from, Instant to, long stepSeconds) {
        long steps = Math.max(0, (to.getEpochSecond() - from.getEpochSecond() + stepSeconds - 1) / stepSeconds);
        if (steps > Chart.MAX_STEPS) {
            throw new BadParameterException(
                    "step: expected at most " + Chart.MAX_STEPS + " steps from 'from' to 'to', got " + steps);
        }
        return LongStream.range(0, steps)
                .mapToObj(step -> from.plusSeconds(step * stepSeconds))
                .toList();
    }

    static long unixNano(Instant time) {
        return TimeUnit.SECONDS.toNanos(time.getEpochSecond()) + time.getNano();
    }
}
