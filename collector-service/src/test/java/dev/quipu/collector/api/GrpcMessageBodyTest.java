package dev.quipu.collector.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.quipu.collector.Otlp;
import dev.quipu.collector.intake.Admissions;
import dev.quipu.collector.intake.Answer;
import io.vertx.core.buffer.Buffer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class GrpcMessageBodyTest {

    private static final byte[] MESSAGE = {1, 2, 3, 4, 5};

    @Test
    void takesAPlainMessageWhateverTheChunks() throws RequestRefused {
        byte[] framed = framed(0, MESSAGE);
        for (int chunk = 1; chunk <= framed.length; chunk++) {
            assertThat(read(ContentCoding.IDENTITY, framed, chunk)).isEqualTo(MESSAGE);
        }
    }

    @Test
    void inflatesAMessageThatIsFlagged() throws RequestRefused {
        assertThat(read(ContentCoding.GZIP, framed(1, Otlp.gzip(MESSAGE)), 3)).isEqualTo(MESSAGE);
    }

    @Test
    void takesAPlainMessageUnderACoding() throws RequestRefused {
        assertThat(read(ContentCoding.GZIP, framed(0, MESSAGE), 3)).isEqualTo(MESSAGE);
    }

    @Test
    void takesAnEmptyMessage() throws RequestRefused {
        assertThat(read(ContentCoding.IDENTITY, framed(0, new byte[0]), 5)).isEmpty();
    }

    @Test
    void refusesAFlaggedMessageWithoutACoding() {
        assertThat(refusal(ContentCoding.IDENTITY, framed(1, MESSAGE)).message())
                .contains("grpc-encoding");
    }

    @Test
    void refusesAnUnknownFlag() {
        assertThat(refusal(ContentCoding.IDENTITY, framed(2, MESSAGE)).kind()).isEqualTo(Answer.Kind.UNREADABLE);
    }

    @Test
    void refusesAShortMessage() {
        byte[] framed = framed(0, MESSAGE);
        assertThat(refusal(ContentCoding.IDENTITY, Arrays.copyOf(framed, framed.length - 2))
                        .message())
                .contains("2 bytes too few");
    }

    @Test
    void refusesABodyWithoutAMessage() {
        assertThat(refusal(ContentCoding.IDENTITY, new byte[] {0, 0}).kind()).isEqualTo(Answer.Kind.UNREADABLE);
    }

    @Test
    void refusesASecondMessage() {
        byte[] two = Buffer.buffer(framed(0, MESSAGE))
                .appendBytes(framed(0, MESSAGE))
                .getBytes();
        assertThat(refusal(ContentCoding.IDENTITY, two).kind()).isEqualTo(Answer.Kind.UNREADABLE);
    }

    @Test
    void refusesALengthBeyondTheLimitBeforeTheMessageComes() {
        byte[] prefix = {0, -1, -1, -1, -1};
        assertThat(refusal(ContentCoding.IDENTITY, prefix).kind()).isEqualTo(Answer.Kind.TOO_LARGE);
    }

    private static Answer refusal(ContentCoding coding, byte[] body) {
        return catchThrowableOfType(RequestRefused.class, () -> read(coding, body, 4))
                .answer();
    }

    private static byte[] read(ContentCoding coding, byte[] body, int chunk) throws RequestRefused {
        BodyBytes bytes = new BodyBytes(Admissions.of(1 << 20).open("default"), new BodyPieces(1 << 20), 1000, 0);
        GrpcMessageBody sink = new GrpcMessageBody(coding, bytes, 1000);
        try {
            for (int from = 0; from < body.length; from += chunk) {
                sink.accept(Buffer.buffer(Arrays.copyOfRange(body, from, Math.min(body.length, from + chunk))));
            }
            sink.end();
        } finally {
            sink.close();
        }
        return Arrays.copyOf(bytes.array(), bytes.length());
    }

    static byte[] framed(int flag, byte[] message) {
        return Buffer.buffer()
                .appendByte((byte) flag)
                .appendInt(message.length)
                .appendBytes(message)
                .getBytes();
    }
}
