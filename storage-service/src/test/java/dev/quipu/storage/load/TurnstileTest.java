package dev.quipu.storage.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.helpers.test.UniAssertSubscriber;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TurnstileTest {

    private final Turnstile turnstile = new Turnstile("tests", 1, 1);
    private final List<UniEmitter<? super String>> running = new ArrayList<>();

    private UniAssertSubscriber<String> pass() {
        return turnstile
                .pass(() -> Uni.createFrom().<String>emitter(running::add))
                .subscribe()
                .withSubscriber(UniAssertSubscriber.create());
    }

    @Test
    void letsTheNextInWhenOneLeaves() {
        UniAssertSubscriber<String> first = pass();
        UniAssertSubscriber<String> second = pass();
        assertThat(running).hasSize(1);
        assertThat(turnstile.waiting()).isEqualTo(1);
        running.get(0).complete("a");
        first.assertCompleted().assertItem("a");
        assertThat(running).hasSize(2);
        running.get(1).complete("b");
        second.assertCompleted().assertItem("b");
        assertThat(turnstile.inside()).isZero();
    }

    @Test
    void turnsAwayWhenTooManyWait() {
        pass();
        pass();
        pass().assertFailedWith(Overloaded.class, "tests: 1 at work and 1 waiting already");
    }

    @Test
    void failureAndCancellationOfTheWaitMakeRoom() {
        UniAssertSubscriber<String> first = pass();
        UniAssertSubscriber<String> second = pass();
        second.cancel();
        assertThat(turnstile.waiting()).isZero();
        running.get(0).fail(new IllegalStateException("x"));
        first.assertFailedWith(IllegalStateException.class);
        assertThat(turnstile.inside()).isZero();
    }

    @Test
    void keepsTheirPlaceUntilTasksEndThatNobodyWaitsFor() {
        UniAssertSubscriber<String> first = pass();
        first.cancel();
        assertThat(turnstile.inside()).isEqualTo(1);
        UniAssertSubscriber<String> second = pass();
        assertThat(running).hasSize(1);
        running.get(0).complete("a");
        assertThat(running).hasSize(2);
        running.get(1).complete("b");
        second.assertCompleted().assertItem("b");
        assertThat(turnstile.inside()).isZero();
    }
}
