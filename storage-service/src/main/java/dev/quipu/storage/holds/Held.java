package dev.quipu.storage.holds;

/** Something was asked for that would let go of what is held. */
public final class Held extends RuntimeException {

    private static final long serialVersionUID = 1L;

    Held(LegalHold hold) {
        super("legal hold " + hold.id() + " (" + hold.reason() + "): expected it to be released before");
    }
}
