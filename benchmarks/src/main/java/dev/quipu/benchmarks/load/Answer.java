package dev.quipu.benchmarks.load;

import java.time.Duration;

/**
 * What a door said to one request.
 *
 * @param rejectedRecords of an acknowledged request, those that were not taken
 * @param retryAfter what the door asked for, zero when it did not
 * @param detail for people, empty when all is well
 */
record Answer(Kind kind, long rejectedRecords, Duration retryAfter, String detail) {

    enum Kind {
        ACKNOWLEDGED,
        RETRY,
        REFUSED
    }

    static Answer acknowledged(long rejectedRecords, String detail) {
        return new Answer(Kind.ACKNOWLEDGED, rejectedRecords, Duration.ZERO, detail);
    }

    static Answer retry(Duration retryAfter, String detail) {
        return new Answer(Kind.RETRY, 0, retryAfter, detail);
    }

    static Answer refused(String detail) {
        return new Answer(Kind.REFUSED, 0, Duration.ZERO, detail);
    }
}
