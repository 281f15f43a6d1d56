package dev.quipu.access.encryption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MasterKeysTest {

    @TempDir
    Path directory;

    private final DataKey dataKey = DataKey.generate("shop", 2);
    private Path beforeFile;
    private Path nowFile;
    private MasterKey before;
    private MasterKey now;

    @BeforeEach
    void write() throws IOException {
        beforeFile = Files.writeString(directory.resolve("before.key"), "4f".repeat(32));
        nowFile = Files.writeString(directory.resolve("now.key"), "50".repeat(32));
        before = MasterKey.read(beforeFile);
        now = MasterKey.read(nowFile);
    }

    private record Config(Optional<Path> masterKeyFile, Optional<List<Path>> otherMasterKeyFiles)
            implements EncryptionConfig {}

    private static Optional<MasterKeys> of(Optional<Path> master, Path... others) {
        return MasterKeys.of(new Config(master, others.length == 0 ? Optional.empty() : Optional.of(List.of(others))));
    }

    @Test
    void opensWhatEachOfThemWrapped() {
        MasterKeys keys = of(Optional.of(nowFile), beforeFile).orElseThrow();
        for (byte[] wrapped : new byte[][] {before.wrap(dataKey), now.wrap(dataKey), keys.wrap(dataKey)}) {
            assertThat(keys.unwrap(wrapped, "shop", 2).secret()).isEqualTo(dataKey.secret());
        }
    }

    @Test
    void wrapsByTheMasterKeyAlone() {
        MasterKeys keys = of(Optional.of(nowFile), beforeFile).orElseThrow();
        assertThat(now.unwrap(keys.wrap(dataKey), "shop", 2).secret()).isEqualTo(dataKey.secret());
    }

    @Test
    void wrapsAnewWhatAnotherWrapped() {
        MasterKeys keys = of(Optional.of(nowFile), beforeFile).orElseThrow();
        byte[] anew = keys.rewrap(before.wrap(dataKey), "shop", 2).orElseThrow();
        assertThat(now.unwrap(anew, "shop", 2).secret()).isEqualTo(dataKey.secret());
        assertThat(keys.rewrap(anew, "shop", 2)).isEmpty();
        assertThatThrownBy(() -> keys.rewrap(before.wrap(dataKey), "other", 2)).isInstanceOf(UnsealException.class);
    }

    @Test
    void saysWhichMasterKeyIsNeededAndWhichThereAre() throws IOException {
        byte[] wrapped = before.wrap(dataKey);
        assertThatThrownBy(() -> of(Optional.of(nowFile)).orElseThrow().unwrap(wrapped, "shop", 2))
                .isInstanceOf(UnsealException.class)
                .hasMessageContaining("expected the master key " + before.id())
                .hasMessageContaining("got the master key " + now.id());
        Path thirdFile = Files.writeString(directory.resolve("third.key"), "51".repeat(32));
        assertThatThrownBy(
                        () -> of(Optional.of(nowFile), thirdFile).orElseThrow().unwrap(wrapped, "shop", 2))
                .hasMessageContaining("got the master keys " + now.id() + ", "
                        + MasterKey.read(thirdFile).id());
    }

    @Test
    void namesTheSettingOfAFileThatIsNotThere() {
        Path missing = directory.resolve("missing");
        assertThatThrownBy(() -> of(Optional.of(missing)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("quipu.encryption.master-key-file: ")
                .hasMessageContaining("missing");
        assertThatThrownBy(() -> of(Optional.of(nowFile), beforeFile, missing))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("quipu.encryption.other-master-key-files: ")
                .hasMessageContaining("missing");
    }

    @Test
    void thereAreNoneWithoutTheMasterKey() {
        assertThat(of(Optional.empty())).isEmpty();
        assertThatThrownBy(() -> of(Optional.empty(), beforeFile))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(
                        "quipu.encryption.other-master-key-files: expected quipu.encryption.master-key-file"
                                + " beside it, got none");
    }
}
