package dev.quipu.storage.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.helpers.test.UniAssertSubscriber;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
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

    /** Names of what began, in order; each ends when it is told to. */
    private final List<String> begun = new ArrayList<>();

    private UniAssertSubscriber<String> ask(Turnstile shared, String tenant) {
        return shared.pass(tenant, () -> {
                    begun.add(tenant);
                    return Uni.createFrom().<String>emitter(running::add);
                })
                .subscribe()
                .withSubscriber(UniAssertSubscriber.create());
    }

    private void ask(Turnstile shared, String tenant, int times) {
        IntStream.range(0, times).forEach(i -> ask(shared, tenant));
    }

    @Test
    void aTenantThatAsksAloneHasAllPlacesAndHalfWhileAnotherAsks() {
        Turnstile shared = new Turnstile("tests", 6, 100);
        ask(shared, "loud", 20);
        assertThat(begun).hasSize(6).containsOnly("loud");
        ask(shared, "quiet", 5);
        IntStream.range(0, 6).forEach(i -> running.get(i).complete("x"));
        assertThat(begun.subList(6, 12)).containsExactly("quiet", "quiet", "quiet", "loud", "loud", "loud");
    }

    @Test
    void whoHasMostThatWaitsIsTurnedAwayWhereTooManyWait() {
        Turnstile shared = new Turnstile("tests", 1, 4);
        ask(shared, "loud", 4);
        UniAssertSubscriber<String> last = ask(shared, "loud");
        UniAssertSubscriber<String> quiet = ask(shared, "quiet");
        last.assertFailedWith(Overloaded.class, "tests: 1 at work and 4 waiting already");
        quiet.assertNotTerminated();
        ask(shared, "quiet").assertNotTerminated();
        ask(shared, "quiet").assertFailedWith(Overloaded.class);
        assertThat(shared.waiting()).isEqualTo(4);
        while (!running.isEmpty()) {
            running.remove(0).complete("x");
        }
        assertThat(begun).containsExactly("loud", "loud", "quiet", "loud", "quiet");
        assertThat(shared.inside()).isZero();
    }
}
