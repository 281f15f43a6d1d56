package dev.quipu.operations.proof;

import dev.quipu.access.encryption.MasterKey;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What an operator says of segments that are sealed. */
public final class ProofOptions {

    private static final String VARIABLE = "QUIPU_ENCRYPTION_MASTER_KEY_FILE";

    @Option(
            names = "--master-key-file",
            paramLabel = "FILE",
            description = "quipu.encryption.master-key-file of the services, by which sealed segments are opened; "
                    + VARIABLE + " by default")
    private @Nullable Path masterKeyFile;

    @Option(
            names = "--sealed-unread",
            description = "leave segments unopened that are sealed under a key which is not at hand: of those it is"
                    + " proven that row, head and ledger say the same, and nothing of their records")
    private boolean sealedUnread;

    /** @throws IOException when a master key is named and none can be read there */
    public StoreProof proof() throws IOException {
        Optional<Path> file = Optional.ofNullable(masterKeyFile)
                .or(() -> Optional.ofNullable(System.getenv(VARIABLE))
                        .filter(named -> !named.isBlank())
                        .map(Path::of));
        return new StoreProof(file.isPresent() ? Optional.of(read(file.get())) : Optional.empty(), sealedUnread);
    }

    private static MasterKey read(Path file) throws IOException {
        try {
            return MasterKey.read(file);
        } catch (IOException e) {
            throw new IOException("--master-key-file: " + e.getMessage(), e);
        }
    }
}
