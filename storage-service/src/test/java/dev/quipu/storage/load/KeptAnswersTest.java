package dev.quipu.storage.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.helpers.test.UniAssertSubscriber;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class KeptAnswersTest {

    private long nowNanos;
    private final KeptAnswers<String, String> answers = new KeptAnswers<>(Duration.ofSeconds(60), 2, () -> nowNanos);
    private final List<UniEmitter<? super String>> working = new ArrayList<>();

    private UniAssertSubscriber<String> ask(String key) {
        return answers.get(key, () -> Uni.createFrom().emitter(working::add))
                .subscribe()
                .withSubscriber(UniAssertSubscriber.create());
    }

    private void pass(long seconds) {
        nowNanos += Duration.ofSeconds(seconds).toNanos();
    }

    @Test
    void thoseWhoAskAtOnceShareTheWork() {
        UniAssertSubscriber<String> first = ask("a");
        UniAssertSubscriber<String> second = ask("a");
        assertThat(working).hasSize(1);
        working.get(0).complete("answer");
        first.assertCompleted().assertItem("answer");
        second.assertCompleted().assertItem("answer");
    }

    @Test
    void keepsAnAnswerUntilItsTimeIsOverCountedFromWhenItCame() {
        ask("a");
        pass(100);
        ask("a");
        assertThat(working).as("still at work").hasSize(1);
        working.get(0).complete("answer");
        pass(59);
        ask("a").assertCompleted().assertItem("answer");
        pass(2);
        ask("a").assertNotTerminated();
        assertThat(working).hasSize(2);
    }

    @Test
    void whatIsAskedOfOthersIsAnotherQuestion() {
        ask("a");
        ask("b");
        assertThat(working).hasSize(2);
    }

    @Test
    void keepsNoFailure() {
        UniAssertSubscriber<String> first = ask("a");
        working.get(0).fail(new Overloaded("full"));
        first.assertFailedWith(Overloaded.class, "full");
        ask("a").assertNotTerminated();
        assertThat(working).hasSize(2);
    }

    @Test
    void workThatCannotBeginFailsAsTheWorkDoes() {
        answers.get("a", () -> {
                    throw new IllegalStateException("no work");
                })
                .subscribe()
                .withSubscriber(UniAssertSubscriber.create())
                .assertFailedWith(IllegalStateException.class, "no work");
    }

    @Test
    void whoGoesAwayDoesNotCancelTheWork() {
        ask("a").cancel();
        UniAssertSubscriber<String> second = ask("a");
        working.get(0).complete("answer");
        second.assertCompleted().assertItem("answer");
        assertThat(working).hasSize(1);
    }

    @Test
    void keepsNoMoreThanItMay() {
        for (int i = 0; i < 20; i++) {
            ask("key " + i);
            working.get(i).complete("answer");
        }
        for (int i = 0; i < 20; i++) {
            ask("key " + i);
        }
        assertThat(working.size()).isGreaterThanOrEqualTo(20 + 18);
    }
}
