package dev.quipu.operations.proof;

import dev.quipu.access.encryption.MasterKey;
import dev.quipu.access.encryption.MasterKeys;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/** What an operator says of segments that are sealed. */
public final class ProofOptions {

    private static final String VARIABLE = "QUIPU_ENCRYPTION_MASTER_KEY_FILE";
    private static final String VARIABLE_OF_OTHERS = "QUIPU_ENCRYPTION_OTHER_MASTER_KEY_FILES";

    @Option(
            names = "--master-key-file",
            paramLabel = "FILE",
            description =
                    "quipu.encryption.master-key-file of the services, by which sealed segments are opened; once for"
                            + " each that may be needed; " + VARIABLE + " and " + VARIABLE_OF_OTHERS + " by default")
    private List<Path> masterKeyFiles = List.of();

    @Option(
            names = "--sealed-unread",
            description = "leave segments unopened that are sealed under a key which is not at hand: of those it is"
                    + " proven that row, head and ledger say the same, and nothing of their records")
    private boolean sealedUnread;

    /** @throws IOException when a master key is named and none can be read there */
    public StoreProof proof() throws IOException {
        List<MasterKey> keys = new ArrayList<>();
        for (Path file : masterKeyFiles.isEmpty() ? ofEnvironment() : masterKeyFiles) {
            keys.add(read(file));
        }
        Optional<MasterKeys> master =
                keys.isEmpty() ? Optional.empty() : Optional.of(new MasterKeys(keys.get(0), keys));
        return new StoreProof(master, sealedUnread);
    }

    private static List<Path> ofEnvironment() {
        return Stream.of(VARIABLE, VARIABLE_OF_OTHERS)
                .flatMap(variable -> Stream.ofNullable(System.getenv(variable)))
                .flatMap(files -> Stream.of(files.split(",")))
                .map(String::strip)
                .filter(file -> !file.isEmpty())
                .map(Path::of)
                .toList();
    }

    private static MasterKey read(Path file) throws IOException {
        try {
            return MasterKey.read(file);
        } catch (IOException e) {
            throw new IOException("--master-key-file: " + e.getMessage(), e);
        }
    }
}
