package dev.quipu.collector.api;

import dev.quipu.collector.intake.Answer;

/** A request that a door does not take, and what its sender is told. Part of the normal course: carries no stack. */
final class RequestRefused extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient Answer answer;

    RequestRefused(Answer answer) {
        super(answer.message(), null, false, false);
        this.answer = answer;
    }

    Answer answer() {
        return answer;
    }
}
