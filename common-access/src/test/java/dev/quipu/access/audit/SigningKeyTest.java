package dev.quipu.access.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SigningKeyTest {

    /** RFC 8032, section 7.1, test 1, as OpenSSL writes it. */
    private static final String RFC_8032 = """
            -----BEGIN PRIVATE KEY-----
            MC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g
            -----END PRIVATE KEY-----
            """;

    private static final byte[] STATEMENT = "statement".getBytes(StandardCharsets.UTF_8);

    @TempDir
    Path directory;

    private Path file(String content) throws IOException {
        return Files.writeString(directory.resolve("key.pem"), content);
    }

    @Test
    void aKeyThatIsReadSignsAsTheOneThatWasWritten() throws IOException {
        SigningKey made = SigningKey.generate();
        SigningKey read = SigningKey.read(file(made.toPem()));
        assertThat(read.publicKey()).isEqualTo(made.publicKey());
        assertThat(read.sign(STATEMENT)).isEqualTo(made.sign(STATEMENT));
        assertThat(SigningKey.isSignature(made.publicKey(), STATEMENT, read.sign(STATEMENT)))
                .isTrue();
        assertThat(SigningKey.readPublic(file(made.publicPem()))).isEqualTo(made.publicKey());
    }

    @Test
    void derivesThePublicKeyThatTheStandardGives() throws IOException {
        byte[] encoded = SigningKey.read(file(RFC_8032)).publicKey().getEncoded();
        assertThat(java.util.HexFormat.of().formatHex(encoded, 12, 44))
                .isEqualTo("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");
    }

    @Test
    void saysWhatItExpectedWithoutTellingTheKey() throws IOException {
        Path noPem = file("secret");
        assertThatThrownBy(() -> SigningKey.read(noPem))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("expected -----BEGIN PRIVATE KEY-----")
                .hasMessageNotContaining("secret");
        Path otherKind = file(SigningKey.generate().publicPem());
        assertThatThrownBy(() -> SigningKey.read(otherKind)).hasMessageContaining("-----BEGIN PRIVATE KEY-----");
    }

    @Test
    void bytesThatAreNoSignatureAreNobodys() {
        SigningKey key = SigningKey.generate();
        assertThat(SigningKey.isSignature(key.publicKey(), STATEMENT, new byte[] {1, 2, 3}))
                .isFalse();
        assertThat(SigningKey.isSignature(
                        key.publicKey(), "other".getBytes(StandardCharsets.UTF_8), key.sign(STATEMENT)))
                .isFalse();
    }
}
