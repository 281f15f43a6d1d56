package dev.quipu.access;

import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;

/**
 * Judges every request once, after {@link HostCheck} and before all else. A credential that opens nothing ends the
 * request here, wherever it leads; one without any goes on to a door, which asks for the role that it takes.
 */
@Singleton
public final class CallerFilter {

    private static final int AFTER_HOST_CHECK = Integer.MIN_VALUE + 1;
    private static final String VERDICT = CallerFilter.class.getName();
    private static final String IS_LEFT_TO_DOORS = VERDICT + ".isLeftToDoors";

    private final Gate gate;

    @Inject
    CallerFilter(Gate gate) {
        this.gate = gate;
    }

    void mount(@Observes Router router) {
        router.route().order(AFTER_HOST_CHECK).handler(this::judge);
    }

    /**
     * Asked before this filter: a credential that opens nothing is not answered here but goes on as that of nobody, to a
     * door that says so in the words of its protocol.
     */
    public static void leaveRefusalsToDoors(RoutingContext routing) {
        routing.put(IS_LEFT_TO_DOORS, true);
    }

    /** A request that goes on as another path was judged by the headers that it came with. */
    private void judge(RoutingContext routing) {
        if (routing.get(VERDICT) != null) {
            routing.next();
            return;
        }
        Verdict verdict = gate.judge(routing.request().headers());
        routing.put(VERDICT, verdict);
        if (!(verdict instanceof Verdict.Refused refused)) {
            routing.next();
        } else if (routing.get(IS_LEFT_TO_DOORS) != null) {
            routing.request().headers().remove(HttpHeaders.AUTHORIZATION);
            routing.next();
        } else {
            refused.refusal().answer(routing.response());
        }
    }

    /** Whether who asks has the role; if not, the request is answered. For routes, which have no annotation. */
    public static boolean admits(RoutingContext routing, Role role) {
        Optional<Refusal> refusal = verdict(routing).refusalUnless(role);
        refusal.ifPresent(found -> found.answer(routing.response()));
        return refusal.isEmpty();
    }

    /** Who asks; anonymous where the filter was not passed. */
    public static Verdict verdict(RoutingContext routing) {
        Verdict verdict = routing.get(VERDICT);
        return verdict == null ? new Verdict.Anonymous() : verdict;
    }
}
