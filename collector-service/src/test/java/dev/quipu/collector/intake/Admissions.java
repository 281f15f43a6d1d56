package dev.quipu.collector.intake;

/** Admissions of any size for tests. */
public final class Admissions {

    private Admissions() {}

    public static Admission of(long maxBytes) {
        return new Admission(maxBytes);
    }
}
