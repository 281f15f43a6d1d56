package dev.quipu.benchmarks.rig.client;

import dev.quipu.model.Signal;
import java.util.SplittableRandom;

/**
 * All requests of a run: request n is always the same bytes for the same source.
 *
 * @param baseUnixNano when the first record happens
 * @param recordsPerRequest records of each request
 * @param nanosPerRecord from the time of one record to that of the next
 */
public record RequestSource(long seed, long baseUnixNano, int recordsPerRequest, long nanosPerRecord) {

    /** Which of a hundred requests are traces and logs; the others are metrics. */
    private static final int TRACES_PERCENT = 70;

    private static final int TRACES_AND_LOGS_PERCENT = 90;

    /** A trace has this many spans, all in one request. */
    public static final int SPANS_PER_TRACE = 10;

    public RequestSource {
        if (recordsPerRequest < SPANS_PER_TRACE || recordsPerRequest % SPANS_PER_TRACE != 0) {
            throw new IllegalArgumentException(
                    "recordsPerRequest: expected a multiple of " + SPANS_PER_TRACE + ", got " + recordsPerRequest);
        }
    }

    public NumberedRequest request(long number) {
        SplittableRandom random = random(number);
        int dice = random.nextInt(100);
        long first = number * recordsPerRequest;
        long time = baseUnixNano + first * nanosPerRecord;
        Records records = new Records(random, first, recordsPerRequest, time, nanosPerRecord);
        Signal signal = signalOf(dice);
        return new NumberedRequest(
                number,
                signal,
                recordsPerRequest,
                switch (signal) {
                    case TRACES -> records.traces();
                    case LOGS -> records.logs();
                    case METRICS -> records.metrics();
                });
    }

    /** What kind of records a request has. */
    public Signal signal(long number) {
        return signalOf(random(number).nextInt(100));
    }

    private SplittableRandom random(long number) {
        return new SplittableRandom(seed * 0x9E3779B97F4A7C15L + number);
    }

    private static Signal signalOf(int dice) {
        if (dice < TRACES_PERCENT) {
            return Signal.TRACES;
        }
        return dice < TRACES_AND_LOGS_PERCENT ? Signal.LOGS : Signal.METRICS;
    }
}
