package dev.quipu.collector.intake;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AdmissionTest {

    private final Admission admission = new Admission(100);

    @Test
    void reservesUpToItsLimitAndNoFurther() {
        Reservation reservation = admission.open();
        assertThat(reservation.grow(60)).isTrue();
        assertThat(reservation.grow(41)).isFalse();
        assertThat(admission.bytesInFlight()).isEqualTo(60);
        assertThat(reservation.grow(40)).isTrue();
        assertThat(admission.isFull()).isTrue();
    }

    @Test
    void releasesOnceWhatWasReserved() {
        Reservation reservation = admission.open();
        reservation.grow(60);
        reservation.release();
        reservation.release();
        assertThat(admission.bytesInFlight()).isZero();
    }

    @Test
    void doesNotGrowAfterItsRelease() {
        Reservation reservation = admission.open();
        reservation.release();
        assertThat(reservation.grow(1)).isFalse();
        assertThat(admission.bytesInFlight()).isZero();
    }

    @Test
    void exchangesOneLengthForAnother() {
        Reservation reservation = admission.open();
        reservation.grow(60);
        assertThat(reservation.exchange(20)).isTrue();
        assertThat(admission.bytesInFlight()).isEqualTo(20);
        assertThat(reservation.exchange(90)).isTrue();
        assertThat(admission.bytesInFlight()).isEqualTo(90);
    }

    @Test
    void changesNothingWhenThereIsNoRoomForTheExchange() {
        Reservation reservation = admission.open();
        reservation.grow(60);
        assertThat(reservation.exchange(101)).isFalse();
        assertThat(admission.bytesInFlight()).isEqualTo(60);
    }
}
