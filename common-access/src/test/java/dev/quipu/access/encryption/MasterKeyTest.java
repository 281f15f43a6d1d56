package dev.quipu.access.encryption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MasterKeyTest {

    @TempDir
    Path directory;

    private final byte[] secret = new byte[32];

    MasterKeyTest() {
        new Random(5).nextBytes(secret);
    }

    private MasterKey read(byte[] content) throws IOException {
        return MasterKey.read(Files.write(directory.resolve("master.key"), content));
    }

    private MasterKey read(String content) throws IOException {
        return read(content.getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void readsTheSameKeyAsItIsInHexAndInBase64() throws IOException {
        String id = read(secret).id();
        assertThat(id).hasSize(16);
        assertThat(read(HexFormat.of().formatHex(secret)).id()).isEqualTo(id);
        assertThat(read(HexFormat.of().withUpperCase().formatHex(secret) + "\r\n")
                        .id())
                .isEqualTo(id);
        assertThat(read(Base64.getEncoder().encodeToString(secret) + "\n").id()).isEqualTo(id);
    }

    @Test
    void refusesAnythingElseWithoutSayingWhatItIs() {
        for (String content : new String[] {"", "hunter2hunter2", "x".repeat(64), "YWJj", "0".repeat(62)}) {
            assertThatThrownBy(() -> read(content))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("master.key: expected a key of 32 bytes")
                    .hasMessageNotContaining("hunter2");
        }
    }

    @Test
    void unwrapsWhatItWrapped() throws IOException {
        DataKey key = DataKey.generate("shop", 2);
        DataKey same = read(secret).unwrap(read(secret).wrap(key), "shop", 2);
        byte[] sealed = SealedBytes.seal(secret, key, new byte[] {1});
        assertThat(SealedBytes.open(sealed, same, new byte[] {1})).isEqualTo(secret);
        assertThat(same.tenant()).isEqualTo("shop");
        assertThat(same.generation()).isEqualTo(2);
    }

    @Test
    void unwrapsAsNoOtherTenantsAndNoOtherGenerations() throws IOException {
        MasterKey master = read(secret);
        byte[] wrapped = master.wrap(DataKey.generate("shop", 2));
        assertThatThrownBy(() -> master.unwrap(wrapped, "shop", 1)).isInstanceOf(UnsealException.class);
        assertThatThrownBy(() -> master.unwrap(wrapped, "shop2", 2))
                .isInstanceOf(UnsealException.class)
                .hasMessageContaining("key generation 2 of tenant shop2");
    }

    @Test
    void findsEveryFlippedBitAndEveryCut() throws IOException {
        MasterKey master = read(secret);
        byte[] wrapped = master.wrap(DataKey.generate("shop", 2));
        for (int bit = 0; bit < 8 * wrapped.length; bit++) {
            byte[] damaged = wrapped.clone();
            damaged[bit / 8] ^= (byte) (1 << bit % 8);
            assertThatThrownBy(() -> master.unwrap(damaged, "shop", 2)).isInstanceOf(UnsealException.class);
        }
        for (int length = 0; length < wrapped.length; length++) {
            byte[] cut = Arrays.copyOf(wrapped, length);
            assertThatThrownBy(() -> master.unwrap(cut, "shop", 2)).isInstanceOf(UnsealException.class);
        }
    }

    @Test
    void saysWhichMasterKeyIsNeeded() throws IOException {
        MasterKey master = read(secret);
        byte[] wrapped = master.wrap(DataKey.generate("shop", 2));
        MasterKey other = read("ab".repeat(32));
        assertThatThrownBy(() -> other.unwrap(wrapped, "shop", 2))
                .isInstanceOf(UnsealException.class)
                .hasMessageContaining("expected the master key " + master.id())
                .hasMessageContaining("got the master key " + other.id());
    }

    @Test
    void tellsNothingOfTheSecrets() throws IOException {
        DataKey key = DataKey.generate("shop", 2);
        assertThat(key).hasToString("key generation 2 of tenant shop");
        assertThat(read(secret)).hasToString("master key " + read(secret).id());
        assertThat(HexFormat.of().formatHex(secret)).doesNotContain(read(secret).id());
    }
}
