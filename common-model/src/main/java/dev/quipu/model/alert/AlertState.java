package dev.quipu.model.alert;

/** Where one series of an alert rule stands. */
public enum AlertState implements Labelled {
    /** The condition holds, not yet for as long as the rule asks for. */
    PENDING,
    /** It has held for so long. */
    FIRING,
    /** It holds no more. */
    RESOLVED
}
