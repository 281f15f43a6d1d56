package dev.quipu.collector.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quipu.model.segment.RequestKey;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StorageAnswersTest {

    @Test
    void readsTheDuplicateRequests() {
        StorageAnswer answer = StorageAnswers.of(409, null, Buffer.buffer("""
                {"title":"Conflict","detail":"stored already","duplicateRequests":["00000000000000010000000000000002"]}"""));
        assertThat(answer.kind()).isEqualTo(StorageAnswer.Kind.DUPLICATE_REQUESTS);
        assertThat(answer.duplicateRequests()).containsExactly(new RequestKey(1, 2));
        assertThat(answer.detail()).isEqualTo("409 stored already");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "not json",
                "{}",
                "{\"duplicateRequests\":[]}",
                "{\"duplicateRequests\":[\"zz\"]}",
                "{\"duplicateRequests\":7}"
            })
    void findsAConflictThatNamesNoRequestsUnacceptable(String body) {
        assertThat(StorageAnswers.of(409, null, Buffer.buffer(body)).kind()).isEqualTo(StorageAnswer.Kind.UNACCEPTABLE);
    }

    @Test
    void readsWhenToComeAgain() {
        assertThat(StorageAnswers.of(503, "7", Buffer.buffer()).retryAfter()).contains(Duration.ofSeconds(7));
        assertThat(StorageAnswers.of(503, "Wed, 21 Oct 2026 07:28:00 GMT", Buffer.buffer())
                        .retryAfter())
                .isEmpty();
        assertThat(StorageAnswers.of(503, null, Buffer.buffer()).retryAfter()).isEmpty();
    }

    @Test
    void shortensWhatStorageSays() {
        String detail =
                StorageAnswers.of(400, null, Buffer.buffer("x".repeat(100_000))).detail();
        assertThat(detail).startsWith("400 xxx").hasSizeLessThan(2000);
    }

    @Test
    void countsAFailureOnTheWayAsUnavailable() {
        assertThat(StorageAnswers.unreached(new RuntimeException("connection refused")))
                .matches(answer -> answer.kind() == StorageAnswer.Kind.UNAVAILABLE)
                .matches(answer -> answer.detail().equals("connection refused"));
    }
}
