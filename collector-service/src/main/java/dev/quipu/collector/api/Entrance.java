package dev.quipu.collector.api;

import dev.quipu.collector.intake.Admission;
import dev.quipu.collector.intake.Answer;
import dev.quipu.collector.intake.Entry;
import dev.quipu.collector.intake.Refusal;
import dev.quipu.collector.intake.Reservation;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Where a request stands, paused, until there is room for its body. What its sender has sent stays in the connection
 * meanwhile, and more does not come. Its fields belong to the request's event loop.
 */
final class Entrance {

    private final HttpServerRequest request;
    private final Context context;
    private final Entry entry;
    private final Promise<Reservation> entered = Promise.promise();
    private long timer;
    private @Nullable Throwable gone;

    private Entrance(HttpServerRequest request, Context context, Entry entry) {
        this.request = request;
        this.context = context;
        this.entry = entry;
    }

    /**
     * Completes on the request's event loop, with the request paused when it had to wait; fails with
     * {@link RequestRefused} when there is no room in time, with anything else when the sender went away.
     *
     * @param announced length of the body, or a guess
     */
    static Future<Reservation> enter(
            HttpServerRequest request,
            Context context,
            Admission admission,
            String tenant,
            long announced,
            Duration patience) {
        Entry entry = admission.enter(tenant, announced).orElse(null);
        if (entry == null) {
            return Future.failedFuture(overloaded());
        }
        Reservation reservation = entry.reservation();
        if (reservation != null) {
            return Future.succeededFuture(reservation);
        }
        Entrance entrance = new Entrance(request, context, entry);
        entrance.await(patience);
        return entrance.entered.future();
    }

    private void await(Duration patience) {
        request.pause();
        request.exceptionHandler(failure -> {
            gone = failure;
            leave(failure);
        });
        timer = context.owner().setTimer(Math.max(1, patience.toMillis()), fired -> leave(overloaded()));
        entry.admitted().onSuccess(reservation -> context.runOnContext(back -> pass(reservation)));
    }

    private void leave(Throwable reason) {
        if (entry.leave()) {
            context.owner().cancelTimer(timer);
            entered.tryFail(reason);
        }
    }

    private void pass(Reservation reservation) {
        context.owner().cancelTimer(timer);
        if (gone == null) {
            entered.complete(reservation);
        } else {
            reservation.release();
            entered.fail(gone);
        }
    }

    private static RequestRefused overloaded() {
        return new RequestRefused(Answer.refused(Refusal.OVERLOADED));
    }
}
