package dev.quipu.collector.intake;

import java.util.Locale;

/** Why a request is not taken though nothing is wrong with it. The sender is always asked to come again. */
public enum Refusal {
    /** No room for more bytes in flight. */
    OVERLOADED("the collector holds as many bytes in flight as it may"),
    /** Storage did not say in time that the records are durable; they may still become so. */
    UNCONFIRMED("storage did not confirm the records in time"),
    /** Storage can not be reached, and the spool takes no more. */
    NOT_DURABLE("storage can not be reached and the spool takes no more"),
    /** Storage answered that it can not take the segment that holds the records. */
    UNACCEPTABLE("storage could not take the records"),
    /** Nobody knows what the tenant's redaction rules take out of the records, or one of them can not be applied. */
    UNREDACTED("the tenant's redaction rules are not known yet, or one of them can not be applied"),
    /** The tenant sends more records a second than its quota has. */
    QUOTA_RECORDS("the tenant's quota of records per second is used up"),
    /** The tenant's quota of the day's bytes is used up. */
    QUOTA_BYTES("the tenant's quota of bytes per day is used up"),
    /** All points are of series that the tenant's quota of the day has no place for. */
    QUOTA_SERIES("the tenant's quota of metric series per day is used up"),
    /** Nobody has said yet which API keys there are, so that nobody knows who sends. */
    KEYS_UNKNOWN("API keys are not known yet"),
    /** This process is ending. */
    SHUTTING_DOWN("the collector is shutting down"),
    /** Something went wrong here. */
    FAILED("the collector failed to process the request");

    private final String sentence;

    Refusal(String sentence) {
        this.sentence = sentence;
    }

    /** Whether it is the tenant's quota and not our trouble. */
    public boolean isQuota() {
        return this == QUOTA_RECORDS || this == QUOTA_BYTES || this == QUOTA_SERIES;
    }

    /** Whether nothing of the request is kept or ever will be; else nobody knows. */
    boolean isCertain() {
        return this == UNACCEPTABLE || isQuota();
    }

    /** What the sender is told. */
    public String sentence() {
        return sentence;
    }

    /** The name in metrics and in the ledger. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
