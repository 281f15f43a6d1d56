package dev.quipu.collector.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.quipu.collector.TestConfig;
import dev.quipu.collector.intake.Admission;
import dev.quipu.collector.intake.Answer;
import dev.quipu.collector.intake.Reservation;
import io.vertx.core.buffer.Buffer;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.xerial.snappy.Snappy;

class SnappyBodyTest {

    private static final int MAX_BYTES = 1 << 20;

    private final Admission admission =
            new Admission(TestConfig.collector(Map.of("quipu.collector.max-bytes-in-flight", "3M")));
    private final Reservation reservation = admission.open("default");

    private byte[] inflate(byte[] block, int chunkBytes) throws RequestRefused {
        BodyBytes target = new BodyBytes(reservation, new BodyPieces(1 << 20), MAX_BYTES, 0);
        SnappyBody body = new SnappyBody(target, MAX_BYTES);
        for (int i = 0; i < block.length; i += chunkBytes) {
            body.accept(Buffer.buffer(Arrays.copyOfRange(block, i, Math.min(block.length, i + chunkBytes))));
        }
        body.end();
        return Arrays.copyOf(target.array(), target.length());
    }

    private Answer refusal(byte[] block) {
        return catchThrowableOfType(RequestRefused.class, () -> inflate(block, 1000))
                .answer();
    }

    @Test
    void readsWhatAnotherSnappyWrote() throws Exception {
        Random random = new Random(7);
        for (int round = 0; round < 200; round++) {
            byte[] body = new byte[random.nextInt(100_000)];
            int alphabet = 1 + random.nextInt(255);
            for (int i = 0; i < body.length; i++) {
                body[i] = (byte) (i > 70_000 ? body[i - 70_000] : random.nextInt(alphabet));
            }
            assertThat(inflate(Snappy.compress(body), 1 + random.nextInt(20_000)))
                    .isEqualTo(body);
        }
    }

    @Test
    void holdsOnlyTheInflatedBytesAfterwards() throws Exception {
        inflate(Snappy.compress(new byte[500_000]), 1000);

        assertThat(admission.bytesInFlight()).isEqualTo(500_000);
        reservation.release();
        assertThat(admission.bytesInFlight()).isZero();
    }

    @Test
    void refusesWhatWouldBeTooLargeBeforeItIsAllocated() throws Exception {
        byte[] block = Snappy.compress(new byte[MAX_BYTES + 1]);

        assertThat(refusal(block).kind()).isEqualTo(Answer.Kind.TOO_LARGE);
        assertThat(admission.bytesInFlight()).isLessThan(2L * block.length);
    }

    @Test
    void doesNotBelieveALengthThatItsBytesCannotHold() {
        byte[] lie = {(byte) 0x80, (byte) 0x80, 0x20, 0, 'x'};

        assertThat(refusal(lie).kind()).isEqualTo(Answer.Kind.UNREADABLE);
        assertThat(admission.bytesInFlight()).isLessThanOrEqualTo(1024);
    }

    @Test
    void refusesWhenNoRoomIsLeft() throws Exception {
        byte[] block = Snappy.compress(new byte[MAX_BYTES]);
        Reservation others = admission.open("default");
        assertThat(others.grow(2_700_000)).isTrue();

        assertThat(refusal(block).kind()).isEqualTo(Answer.Kind.REFUSED);
    }

    @Test
    void damagedBlocksAreUnreadable() throws Exception {
        byte[] block = Snappy.compress("abcabcabcabcabcabcabcabcabcabcabcabc xyz".getBytes());
        Random random = new Random(3);

        assertThat(refusal(new byte[0]).kind()).isEqualTo(Answer.Kind.UNREADABLE);
        assertThat(refusal(Arrays.copyOf(block, block.length - 1)).kind()).isEqualTo(Answer.Kind.UNREADABLE);
        assertThat(refusal(Arrays.copyOf(block, block.length + 2)).kind()).isEqualTo(Answer.Kind.UNREADABLE);
        for (int round = 0; round < 20_000; round++) {
            byte[] damaged = block.clone();
            damaged[random.nextInt(block.length)] = (byte) random.nextInt(256);
            damaged[random.nextInt(block.length)] = (byte) random.nextInt(256);
            try {
                inflate(damaged, 1000);
            } catch (RequestRefused e) {
                assertThat(e.answer().kind()).isIn(Answer.Kind.UNREADABLE, Answer.Kind.TOO_LARGE, Answer.Kind.REFUSED);
            }
        }
    }
}
