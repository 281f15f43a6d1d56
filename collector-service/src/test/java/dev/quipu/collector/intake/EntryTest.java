package dev.quipu.collector.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class EntryTest {

    private static final int MAX_BYTES = 64 * 1024 * 1024;
    private static final int BODY = MAX_BYTES / 256;

    private final Admission admission = new Admission(MAX_BYTES);

    @Test
    void isAdmittedAtOnceWhereThereIsRoomAndHoldsNothingYet() {
        assertThat(reservation(enter("default", BODY))).isNotNull();
        assertThat(admission.bytesInFlight()).isZero();
        assertThat(admission.waiting()).isZero();
    }

    @Test
    void waitsForRoomTheOldestFirst() {
        List<Reservation> held = fill("default");
        Entry first = enter("default", BODY);
        Entry second = enter("default", BODY);
        assertThat(first.reservation()).isNull();
        assertThat(admission.waiting()).isEqualTo(2);
        held.get(0).release();
        assertThat(first.admitted().isComplete()).isTrue();
        assertThat(second.admitted().isComplete()).isFalse();
        reservation(first).release();
        assertThat(second.admitted().isComplete()).isTrue();
        assertThat(admission.waiting()).isZero();
    }

    @Test
    void doesNotOvertakeOneOfItsTenantThatWaitsForMore() {
        List<Reservation> held = fill("default");
        Entry large = enter("default", BODY);
        Entry small = enter("default", 1);
        assertThat(large.reservation()).isNull();
        assertThat(small.reservation()).isNull();
        held.get(0).release();
        assertThat(large.reservation()).isNotNull();
    }

    @Test
    void givesTheRoomOfAGreedyTenantToOthersFirst() {
        List<Reservation> ofGreedy = fill("greedy");
        List<Reservation> ofOther = fill("other");
        assertThat(ofGreedy).hasSizeGreaterThan(ofOther.size());
        Entry greedy = enter("greedy", BODY);
        Entry other = enter("other", BODY);
        while (other.reservation() == null) {
            assertThat(greedy.reservation()).isNull();
            ofGreedy.remove(0).release();
        }
        assertThat(ofGreedy).hasSizeGreaterThanOrEqualTo(ofOther.size());
    }

    @Test
    void neverKeepsOutATenantThatHoldsNothing() {
        fill("greedy");
        assertThat(reservation(enter("new", BODY))).isNotNull();
    }

    @Test
    void leavesOnce() {
        List<Reservation> held = fill("default");
        Entry waiting = enter("default", BODY);
        assertThat(waiting.leave()).isTrue();
        assertThat(waiting.leave()).isFalse();
        held.get(0).release();
        assertThat(waiting.admitted().isComplete()).isFalse();
        assertThat(admission.waiting()).isZero();
    }

    @Test
    void doesNotWaitBehindTooMany() {
        fill("default");
        while (admission.enter("default", BODY).isPresent()) {
            assertThat(admission.waiting()).isLessThan(32);
        }
        assertThat(admission.waiting()).isBetween(24L, 31L);
        assertThat(admission.enter("other", BODY)).isPresent();
    }

    @Test
    void isNotKeptOutByBodiesThatAreAnnouncedAndDoNotCome() {
        for (int i = 0; i < 1000; i++) {
            assertThat(reservation(enter("slow", BODY))).isNotNull();
        }
        Reservation honest = reservation(enter("default", BODY));
        assertThat(honest.grow(BODY)).isTrue();
    }

    @Test
    void isBelievedAgainOnceOthersAreDoubtedOrWhole() {
        List<Reservation> announced = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            announced.add(reservation(enter("default", BODY)));
        }
        assertThat(enter("default", BODY).leave()).isFalse(); // not believed, and let in
        announced.subList(0, 8).forEach(Reservation::doubt);
        announced.subList(8, 16).forEach(EntryTest::complete);
        fill("default");
        assertThat(enter("default", BODY).leave()).isTrue();
    }

    @Test
    void claimsWhatItHoldsOnceItIsWhole() {
        Reservation reservation = reservation(enter("default", BODY));
        reservation.grow(MAX_BYTES / 8);
        assertThat(enter("default", BODY).reservation()).isNotNull();
        reservation.doubt();
        reservation.complete();
        Entry next = enter("default", BODY);
        assertThat(next.reservation()).isNull();
        reservation.exchange(BODY);
        assertThat(next.reservation()).isNotNull();
        reservation.release();
        assertThat(admission.bytesInFlight()).isZero();
    }

    private Entry enter(String tenant, long announced) {
        return admission.enter(tenant, announced).orElseThrow();
    }

    private static Reservation reservation(Entry entry) {
        return Objects.requireNonNull(entry.reservation());
    }

    /** Enters with whole bodies until there is no room for one more. */
    private List<Reservation> fill(String tenant) {
        List<Reservation> held = new ArrayList<>();
        while (true) {
            Entry entry = enter(tenant, BODY);
            Reservation reservation = entry.reservation();
            if (reservation == null) {
                entry.leave();
                return held;
            }
            complete(reservation);
            held.add(reservation);
        }
    }

    private static void complete(Reservation reservation) {
        assertThat(reservation.grow(BODY)).isTrue();
        reservation.complete();
    }
}
