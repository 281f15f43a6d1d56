package dev.quipu.storage.audit;

import dev.quipu.access.audit.SigningKey;
import dev.quipu.storage.StorageConfig;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.jboss.logging.Logger;

/** The key that this service signs by. A key that is named and cannot be read keeps the service from starting. */
@Startup
@ApplicationScoped
public class Signer {

    private static final Logger LOG = Logger.getLogger(Signer.class);

    private final Optional<SigningKey> key;

    Signer(StorageConfig config) throws IOException {
        Optional<Path> file = config.storage().audit().signingKey();
        key = file.isPresent() ? Optional.of(SigningKey.read(file.get())) : Optional.empty();
        if (key.isEmpty()) {
            LOG.warn("quipu.storage.audit.signing-key is not set: checkpoints of the audit and certificates of erasures"
                    + " are not signed");
        }
    }

    /** Empty when none is set. */
    public Optional<SigningKey> key() {
        return key;
    }
}
