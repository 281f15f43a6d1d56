package dev.quipu.access.encryption;

import io.smallrye.config.ConfigMapping;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** How what is kept on disks is encrypted. Keys are kebab-case under {@code quipu.encryption}. */
@ConfigMapping(prefix = "quipu.encryption")
public interface EncryptionConfig {

    /**
     * File of the key under which tenants' keys lie, the same in every collector and storage: 32 bytes as they are, in
     * hex or in Base64, as {@code openssl rand -base64 32} writes them; without one, nothing is encrypted.
     */
    Optional<Path> masterKeyFile();

    /**
     * Files of further master keys, in the same forms: what they wrapped is opened, too, and wrapped by the master key when
     * a service starts. To change the master key, name the one before here.
     */
    Optional<List<Path>> otherMasterKeyFiles();
}
