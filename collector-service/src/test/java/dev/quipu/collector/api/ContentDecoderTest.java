package dev.quipu.collector.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdOutputStream;
import dev.quipu.collector.Otlp;
import dev.quipu.collector.intake.Admissions;
import dev.quipu.collector.intake.Answer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ContentDecoderTest {

    private static final int MAX = 1 << 20;
    private static final byte[] PLAIN = compressible(300_000);

    @ParameterizedTest
    @EnumSource(value = ContentCoding.class, names = "IDENTITY", mode = EnumSource.Mode.EXCLUDE)
    void givesBackWhatWasEncodedWhateverTheChunks(ContentCoding coding) throws RequestRefused {
        byte[] encoded = encode(coding, PLAIN);
        for (int chunk : new int[] {1, 7, 1000, encoded.length}) {
            assertThat(decode(coding, encoded, chunk, MAX)).isEqualTo(PLAIN);
        }
    }

    @ParameterizedTest
    @EnumSource(value = ContentCoding.class, names = "IDENTITY", mode = EnumSource.Mode.EXCLUDE)
    void takesExactlyTheMostBytesAllowed(ContentCoding coding) throws RequestRefused {
        assertThat(decode(coding, encode(coding, PLAIN), 1000, PLAIN.length)).isEqualTo(PLAIN);
    }

    @ParameterizedTest
    @EnumSource(value = ContentCoding.class, names = "IDENTITY", mode = EnumSource.Mode.EXCLUDE)
    void refusesOneByteMoreThanAllowed(ContentCoding coding) {
        assertThat(refusal(coding, encode(coding, PLAIN), PLAIN.length - 1).kind())
                .isEqualTo(Answer.Kind.TOO_LARGE);
    }

    @ParameterizedTest
    @EnumSource(value = ContentCoding.class, names = "IDENTITY", mode = EnumSource.Mode.EXCLUDE)
    void refusesBytesOfAnotherKind(ContentCoding coding) {
        assertThat(refusal(coding, "not encoded at all".getBytes(StandardCharsets.UTF_8), MAX)
                        .kind())
                .isEqualTo(Answer.Kind.UNREADABLE);
    }

    @ParameterizedTest
    @EnumSource(value = ContentCoding.class, names = "IDENTITY", mode = EnumSource.Mode.EXCLUDE)
    void refusesABodyThatEndsEarly(ContentCoding coding) {
        byte[] encoded = encode(coding, PLAIN);
        for (int length : new int[] {0, 1, encoded.length / 2, encoded.length - 1}) {
            assertThat(refusal(coding, Arrays.copyOf(encoded, length), MAX).kind())
                    .isEqualTo(Answer.Kind.UNREADABLE);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"GZIP", "ZSTD"})
    void takesSeveralMembersAsOne(ContentCoding coding) throws RequestRefused {
        byte[] once = encode(coding, PLAIN);
        byte[] twice = concatenate(once, once);
        for (int chunk : new int[] {1, 999, twice.length}) {
            assertThat(decode(coding, twice, chunk, MAX)).isEqualTo(concatenate(PLAIN, PLAIN));
        }
    }

    @Test
    void readsEveryOptionalFieldOfAGzipHead() throws RequestRefused {
        byte[] plain = "hello".getBytes(StandardCharsets.UTF_8);
        byte[] head = {0x1f, (byte) 0x8b, 8, 2 | 4 | 8 | 16, 0, 0, 0, 0, 0, 3, 2, 0, 'e', 'x', 'n', 0, 'c', 0, 9, 9};
        byte[] member = Otlp.gzip(plain);
        byte[] withFields = concatenate(head, Arrays.copyOfRange(member, 10, member.length));
        assertThat(decode(ContentCoding.GZIP, withFields, 1, MAX)).isEqualTo(plain);
    }

    @Test
    void refusesAGzipMemberWithAnotherChecksum() {
        byte[] member = Otlp.gzip(PLAIN);
        member[member.length - 8] ^= 1;
        assertThat(refusal(ContentCoding.GZIP, member, MAX).message()).contains("checksum");
    }

    @Test
    void refusesAGzipMemberWithAnotherLength() {
        byte[] member = Otlp.gzip(PLAIN);
        member[member.length - 1] ^= 1;
        assertThat(refusal(ContentCoding.GZIP, member, MAX).message()).contains("length");
    }

    @Test
    void refusesBytesBehindADeflateStream() {
        byte[] stream = concatenate(encode(ContentCoding.DEFLATE, PLAIN), new byte[] {1, 2, 3});
        for (int chunk : new int[] {1, stream.length}) {
            assertThat(refusal(ContentCoding.DEFLATE, stream, chunk, MAX).kind())
                    .isEqualTo(Answer.Kind.UNREADABLE);
        }
    }

    @Test
    void refusesZstdWindowsBeyondWhatTheCodingAllows() throws IOException {
        ByteArrayOutputStream encoded = new ByteArrayOutputStream();
        try (ZstdOutputStream out = new ZstdOutputStream(encoded).setLong(27)) {
            out.write(PLAIN);
        }
        assertThat(refusal(ContentCoding.ZSTD, encoded.toByteArray(), MAX).message())
                .contains("8 MiB");
    }

    private static byte[] decode(ContentCoding coding, byte[] encoded, int chunk, int maxBytes) throws RequestRefused {
        BodyBytes bytes = new BodyBytes(Admissions.of(64 << 20).open("default"), new BodyPieces(1 << 20), maxBytes, 0);
        try (ContentDecoder decoder = coding.decoder()) {
            for (int from = 0; from < encoded.length; from += chunk) {
                decoder.decode(Arrays.copyOfRange(encoded, from, Math.min(encoded.length, from + chunk)), bytes);
            }
            decoder.finish();
        }
        bytes.whole();
        return Arrays.copyOf(bytes.array(), bytes.length());
    }

    private static Answer refusal(ContentCoding coding, byte[] encoded, int maxBytes) {
        return refusal(coding, encoded, 1000, maxBytes);
    }

    private static Answer refusal(ContentCoding coding, byte[] encoded, int chunk, int maxBytes) {
        return catchThrowableOfType(RequestRefused.class, () -> decode(coding, encoded, chunk, maxBytes))
                .answer();
    }

    private static byte[] encode(ContentCoding coding, byte[] plain) {
        return switch (coding) {
            case IDENTITY -> plain;
            case GZIP -> Otlp.gzip(plain);
            case ZSTD -> Zstd.compress(plain, 3);
            case DEFLATE -> {
                Deflater deflater = new Deflater();
                deflater.setInput(plain);
                deflater.finish();
                byte[] out = new byte[plain.length + 100];
                int length = deflater.deflate(out);
                deflater.end();
                yield Arrays.copyOf(out, length);
            }
        };
    }

    private static byte[] compressible(int length) {
        byte[] bytes = new byte[length];
        new Random(1).nextBytes(bytes);
        for (int i = 0; i < length; i++) {
            bytes[i] &= 7;
        }
        return bytes;
    }

    private static byte[] concatenate(byte[] a, byte[] b) {
        byte[] both = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, both, a.length, b.length);
        return both;
    }
}
