package dev.quipu.collector.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.quipu.collector.intake.Admission;
import dev.quipu.collector.intake.Admissions;
import dev.quipu.collector.intake.Answer;
import io.vertx.core.buffer.Buffer;
import org.junit.jupiter.api.Test;

class BodyBytesTest {

    private final Admission admission = Admissions.of(1 << 20);

    @Test
    void reservesItsCapacityAndNoMore() throws RequestRefused {
        BodyBytes bytes = new BodyBytes(admission.open("default"), 1 << 20, 0);
        for (int i = 0; i < 300; i++) {
            bytes.append(Buffer.buffer(new byte[1000]), 0);
            assertThat(admission.bytesInFlight()).isEqualTo(bytes.array().length);
        }
        assertThat(bytes.length()).isEqualTo(300_000);
    }

    @Test
    void fitsABodyOfTheLengthThatWasAnnounced() throws RequestRefused {
        BodyBytes bytes = new BodyBytes(admission.open("default"), 1 << 20, 100_000);
        for (int i = 0; i < 10; i++) {
            bytes.append(Buffer.buffer(new byte[10_000]), 0);
        }
        assertThat(bytes.array()).hasSize(100_000);
    }

    @Test
    void believesAnAnnouncedLengthOnlyOncePartOfItIsThere() throws RequestRefused {
        BodyBytes bytes = new BodyBytes(admission.open("default"), 1 << 20, 1 << 20);
        bytes.append(Buffer.buffer(new byte[1]), 0);
        assertThat(admission.bytesInFlight()).isLessThan(64 * 1024);
    }

    @Test
    void refusesWhatExceedsTheLimit() throws RequestRefused {
        BodyBytes bytes = new BodyBytes(admission.open("default"), 1000, 0);
        bytes.append(Buffer.buffer(new byte[1000]), 0);
        RequestRefused refused =
                catchThrowableOfType(RequestRefused.class, () -> bytes.append(Buffer.buffer(new byte[1]), 0));
        assertThat(refused.answer().kind()).isEqualTo(Answer.Kind.TOO_LARGE);
    }

    @Test
    void refusesWhenThereIsNoRoomInFlight() {
        BodyBytes bytes = new BodyBytes(Admissions.of(1000).open("default"), 1 << 20, 0);
        RequestRefused refused =
                catchThrowableOfType(RequestRefused.class, () -> bytes.append(Buffer.buffer(new byte[1001]), 0));
        assertThat(refused.answer().kind()).isEqualTo(Answer.Kind.REFUSED);
    }
}
