package dev.quipu.model.alert;

/** How bad it is when a rule's condition holds. */
public enum AlertSeverity implements Labelled {
    INFO,
    WARNING,
    CRITICAL
}
