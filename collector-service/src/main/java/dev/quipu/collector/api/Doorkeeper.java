package dev.quipu.collector.api;

import dev.quipu.access.CallerFilter;
import dev.quipu.access.Gate;
import dev.quipu.access.Refusal;
import dev.quipu.access.Role;
import dev.quipu.access.Verdict;
import dev.quipu.collector.intake.Answer;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Asks at each door who comes, before any of a body is read, and has those who may not pass told so in the words of the
 * door's protocol. What has no door is open to nobody, but for what Quarkus tells everybody. Counts refusals:
 * {@code quipu.access.refusals}.
 *
 * <p>On the main router {@link CallerFilter} has judged the credential, and leaves one that opens nothing to the doors.
 */
@Singleton
final class Doorkeeper {

    /** Before {@link CallerFilter}. */
    private static final int FIRST = Integer.MIN_VALUE;
    /** Behind the doors. */
    private static final int LAST = -5;

    private static final List<String> PUBLIC = List.of("/q/openapi", "/q/swagger-ui");

    private final Gate gate;
    private final MeterRegistry registry;

    @Inject
    Doorkeeper(Gate gate, MeterRegistry registry) {
        this.gate = gate;
        this.registry = registry;
    }

    void mount(@Observes Router router) {
        router.route().order(FIRST).handler(routing -> {
            CallerFilter.leaveRefusalsToDoors(routing);
            routing.next();
        });
        router.route().order(LAST).handler(routing -> {
            if (isPublic(routing.normalizedPath())) {
                routing.next();
            } else {
                letIn(routing, Role.WRITER);
            }
        });
    }

    private static boolean isPublic(String path) {
        return PUBLIC.stream().anyMatch(open -> path.equals(open) || path.startsWith(open + "/"));
    }

    /** What the door decides, unless who comes on the main router may not send records. */
    Future<Answer> ask(RoutingContext routing, Supplier<Future<Answer>> decision) {
        return ask(CallerFilter.verdict(routing), decision);
    }

    /** The same for another listener. Changes the headers: after it, the tenant in them is the credential's. */
    Future<Answer> ask(HttpServerRequest request, Supplier<Future<Answer>> decision) {
        return ask(gate.judge(request.headers()), decision);
    }

    private Future<Answer> ask(Verdict verdict, Supplier<Future<Answer>> decision) {
        return refusal(verdict, Role.WRITER)
                .map(refusal -> Future.succeededFuture(answer(refusal)))
                .orElseGet(decision);
    }

    /** Goes on for who has the role; answers everybody else. */
    Handler<RoutingContext> only(Role role) {
        return routing -> letIn(routing, role);
    }

    private void letIn(RoutingContext routing, Role role) {
        Optional<Refusal> refusal = refusal(CallerFilter.verdict(routing), role);
        if (refusal.isEmpty()) {
            routing.next();
        } else {
            refusal.get().answer(routing.response());
            Leftover.forget(routing.request());
        }
    }

    private Optional<Refusal> refusal(Verdict verdict, Role role) {
        Optional<Refusal> refusal = verdict.refusalUnless(role);
        refusal.ifPresent(found -> Counter.builder("quipu.access.refusals")
                .description("Requests that passed no door for who sent them")
                .tag("reason", reason(verdict, found))
                .register(registry)
                .increment());
        return refusal;
    }

    private static String reason(Verdict verdict, Refusal refusal) {
        if (verdict instanceof Verdict.Anonymous) {
            return "no_credential";
        }
        if (verdict instanceof Verdict.Known) {
            return "role";
        }
        return refusal.status().equals(HttpResponseStatus.SERVICE_UNAVAILABLE) ? "keys_unknown" : "credential";
    }

    private static Answer answer(Refusal refusal) {
        if (refusal.status().equals(HttpResponseStatus.SERVICE_UNAVAILABLE)) {
            return Answer.refused(dev.quipu.collector.intake.Refusal.KEYS_UNKNOWN);
        }
        return refusal.status().equals(HttpResponseStatus.FORBIDDEN)
                ? Answer.forbidden(refusal.detail())
                : Answer.unauthenticated(refusal.detail());
    }
}
