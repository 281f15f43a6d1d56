package dev.quipu.collector.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AdmissionTest {

    private final Admission admission = new Admission(100);

    @Test
    void reservesUpToItsLimitAndNoFurther() {
        Reservation reservation = admission.open("default");
        assertThat(reservation.grow(60)).isTrue();
        assertThat(reservation.grow(41)).isFalse();
        assertThat(admission.bytesInFlight()).isEqualTo(60);
        assertThat(reservation.grow(28)).isTrue();
        assertThat(admission.isFull("default")).isTrue();
    }

    @Test
    void leavesRoomForATenantThatComesNew() {
        fill("greedy");
        assertThat(admission.open("new").grow(10)).isTrue();
        assertThat(admission.bytesInFlight()).isLessThanOrEqualTo(100);
    }

    @Test
    void sharesEquallyAmongTenantsThatAllWantMore() {
        List<String> tenants = List.of("a", "b", "c");
        Map<String, Deque<Reservation>> held = new HashMap<>();
        tenants.forEach(tenant -> held.put(tenant, new ArrayDeque<>()));
        fill("a").forEach(held.get("a")::add);
        for (int round = 0; round < 300; round++) {
            for (String tenant : tenants) {
                for (int wish = 0; wish < 20; wish++) {
                    Reservation reservation = admission.open(tenant);
                    if (reservation.grow(1)) {
                        held.get(tenant).add(reservation);
                    }
                }
            }
            String leaving = tenants.get(round % 3);
            if (!held.get(leaving).isEmpty()) {
                held.get(leaving).remove().release();
            }
        }
        assertThat(held.values()).allSatisfy(own -> assertThat(own).hasSizeBetween(28, 36));
    }

    private List<Reservation> fill(String tenant) {
        List<Reservation> held = new ArrayList<>();
        for (Reservation next = admission.open(tenant); next.grow(1); next = admission.open(tenant)) {
            held.add(next);
        }
        return held;
    }

    @Test
    void releasesOnceWhatWasReserved() {
        Reservation reservation = admission.open("default");
        reservation.grow(60);
        reservation.release();
        reservation.release();
        assertThat(admission.bytesInFlight()).isZero();
    }

    @Test
    void doesNotGrowAfterItsRelease() {
        Reservation reservation = admission.open("default");
        reservation.release();
        assertThat(reservation.grow(1)).isFalse();
        assertThat(admission.bytesInFlight()).isZero();
    }

    @Test
    void exchangesOneLengthForAnother() {
        Reservation reservation = admission.open("default");
        reservation.grow(60);
        assertThat(reservation.exchange(20)).isTrue();
        assertThat(admission.bytesInFlight()).isEqualTo(20);
        assertThat(reservation.exchange(80)).isTrue();
        assertThat(admission.bytesInFlight()).isEqualTo(80);
    }

    @Test
    void changesNothingWhenThereIsNoRoomForTheExchange() {
        Reservation reservation = admission.open("default");
        reservation.grow(60);
        assertThat(reservation.exchange(101)).isFalse();
        assertThat(admission.bytesInFlight()).isEqualTo(60);
    }
}
