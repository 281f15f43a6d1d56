package dev.quipu.collector.intake;

/** Reservations of any size. */
public final class FuzzReservations {

    private FuzzReservations() {}

    public static Reservation of(long maxBytes) {
        return new Admission(maxBytes).open("default");
    }
}
