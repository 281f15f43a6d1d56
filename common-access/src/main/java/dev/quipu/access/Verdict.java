package dev.quipu.access;

import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.Optional;

/** What a credential comes to. */
public sealed interface Verdict {

    /** It proved who asks. */
    record Known(Caller caller) implements Verdict {}

    /** There was none. */
    record Anonymous() implements Verdict {}

    /** It is a token of somebody who is not asked here. */
    record Unjudged() implements Verdict {}

    /** There was one that opens nothing, or it cannot be told yet. */
    record Refused(Refusal refusal) implements Verdict {}

    /** Why whoever asks may not do what takes the role; empty when he may. */
    default Optional<Refusal> refusalUnless(Role role) {
        if (this instanceof Known known) {
            return known.caller().role().labels().contains(role.label())
                    ? Optional.empty()
                    : Optional.of(new Refusal(
                            HttpResponseStatus.FORBIDDEN,
                            "role: expected " + role.label() + ", got "
                                    + known.caller().role().label()));
        }
        if (this instanceof Refused refused) {
            return Optional.of(refused.refusal());
        }
        return Optional.of(this instanceof Unjudged ? Refusal.TOKEN : Refusal.NO_CREDENTIAL);
    }
}
