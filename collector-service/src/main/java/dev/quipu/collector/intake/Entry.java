package dev.quipu.collector.intake;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import org.jspecify.annotations.Nullable;

/** A request on its way in. Ends in one of two ways: it is admitted, or it leaves. Any thread. */
public final class Entry {

    private final Admission admission;
    private final String tenant;
    private final long claim;
    private final Promise<Reservation> admitted = Promise.promise();
    private volatile @Nullable Reservation reservation;

    Entry(Admission admission, String tenant, long claim) {
        this.admission = admission;
        this.tenant = tenant;
        this.claim = claim;
    }

    String tenant() {
        return tenant;
    }

    /** Bytes that it claims when it is admitted. */
    long claim() {
        return claim;
    }

    /** What it holds once it is admitted, for the one who asked to give back; null while it waits. */
    public @Nullable Reservation reservation() {
        return reservation;
    }

    /** Completes, on any thread, when an entry that had to wait is admitted; stays open when it leaves. */
    public Future<Reservation> admitted() {
        return admitted.future();
    }

    /** Waits no longer; false when it was admitted or has left before. */
    public boolean leave() {
        return admission.forget(this);
    }

    void admit(Reservation given) {
        reservation = given;
    }

    void tell() {
        admitted.complete(reservation);
    }
}
