package dev.quipu.collector.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.quipu.collector.intake.Admission;
import dev.quipu.collector.intake.Admissions;
import dev.quipu.collector.intake.Answer;
import io.vertx.core.buffer.Buffer;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BodyBytesTest {

    private final Admission admission = Admissions.of(1 << 20);
    private final BodyPieces pieces = new BodyPieces(1 << 20);

    @Test
    void reservesItsCapacityAndNoMore() throws RequestRefused {
        BodyBytes bytes = new BodyBytes(admission.open("default"), pieces, 1 << 20, 0);
        for (int i = 0; i < 300; i++) {
            bytes.append(Buffer.buffer(new byte[1000]), 0);
            assertThat(admission.bytesInFlight())
                    .isBetween((long) bytes.length(), (long) bytes.length() + BodyPieces.PIECE_BYTES);
        }
        bytes.whole();
        assertThat(bytes.length()).isEqualTo(300_000);
        assertThat(bytes.array()).hasSize(300_000);
        assertThat(admission.bytesInFlight()).isEqualTo(300_000);
    }

    @Test
    void putsItsPiecesTogetherAndGivesThemBack() throws RequestRefused {
        byte[] content = new byte[400_000];
        new Random(1).nextBytes(content);
        for (int chunk : new int[] {1, 999, 65_536, 200_000, 400_000}) {
            BodyBytes bytes = new BodyBytes(Admissions.of(1 << 20).open("default"), pieces, 1 << 20, 0);
            for (int from = 0; from < content.length; from += chunk) {
                int to = Math.min(content.length, from + chunk);
                bytes.append(Buffer.buffer(Arrays.copyOfRange(content, from, to)), 0);
            }
            bytes.whole();
            bytes.close();
            assertThat(Arrays.copyOf(bytes.array(), bytes.length())).isEqualTo(content);
            assertThat(pieces.kept()).as("the same ones each time").isEqualTo(content.length / BodyPieces.PIECE_BYTES);
        }
    }

    @Test
    void aBodyThatComesToNothingGivesItsPiecesBack() throws RequestRefused {
        BodyBytes bytes = new BodyBytes(admission.open("default"), pieces, 300_000, 0);
        bytes.append(Buffer.buffer(new byte[300_000]), 0);
        assertThat(pieces.kept()).isZero();
        bytes.close();
        bytes.close();
        assertThat(pieces.kept()).isEqualTo(300_000 / BodyPieces.PIECE_BYTES);
    }

    @Test
    void keepsNoMorePiecesThanItsShare() {
        BodyPieces few = new BodyPieces(3L * BodyPieces.PIECE_BYTES);
        for (int i = 0; i < 10; i++) {
            few.giveBack(new byte[BodyPieces.PIECE_BYTES]);
        }
        assertThat(few.kept()).isEqualTo(3);
    }

    @Test
    void fitsABodyOfTheLengthThatWasAnnounced() throws RequestRefused {
        BodyBytes bytes = new BodyBytes(admission.open("default"), pieces, 1 << 20, 100_000);
        for (int i = 0; i < 10; i++) {
            bytes.append(Buffer.buffer(new byte[10_000]), 0);
        }
        assertThat(bytes.array()).hasSize(100_000);
    }

    @Test
    void believesAnAnnouncedLengthOnlyOncePartOfItIsThere() throws RequestRefused {
        BodyBytes bytes = new BodyBytes(admission.open("default"), pieces, 1 << 20, 1 << 20);
        bytes.append(Buffer.buffer(new byte[1]), 0);
        assertThat(admission.bytesInFlight()).isLessThan(64 * 1024);
    }

    @Test
    void refusesWhatExceedsTheLimit() throws RequestRefused {
        BodyBytes bytes = new BodyBytes(admission.open("default"), pieces, 1000, 0);
        bytes.append(Buffer.buffer(new byte[1000]), 0);
        RequestRefused refused =
                catchThrowableOfType(RequestRefused.class, () -> bytes.append(Buffer.buffer(new byte[1]), 0));
        assertThat(refused.answer().kind()).isEqualTo(Answer.Kind.TOO_LARGE);
    }

    @Test
    void refusesWhenThereIsNoRoomInFlight() {
        BodyBytes bytes = new BodyBytes(Admissions.of(1000).open("default"), pieces, 1 << 20, 0);
        RequestRefused refused =
                catchThrowableOfType(RequestRefused.class, () -> bytes.append(Buffer.buffer(new byte[1001]), 0));
        assertThat(refused.answer().kind()).isEqualTo(Answer.Kind.REFUSED);
    }
}
