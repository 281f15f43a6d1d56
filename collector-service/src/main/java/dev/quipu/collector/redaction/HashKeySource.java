package dev.quipu.collector.redaction;

import dev.quipu.collector.CollectorConfig;
import dev.quipu.collector.KeptFile;
import dev.quipu.model.redaction.RedactionKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Where the key of hashes comes from: configuration, a file, or chance. */
final class HashKeySource {

    private static final Logger LOG = Logger.getLogger(HashKeySource.class);
    private static final String FILE = "redaction-hash-key";
    private static final int RANDOM_BYTES = 32;

    private HashKeySource() {}

    /**
     * The configured key, else the one in the configured file, else the one that was made up before and kept beside the
     * spool, else a new one, kept there where there is a spool.
     *
     * @throws IllegalArgumentException when what is configured is no key
     */
    static RedactionKey keyOf(CollectorConfig.Redaction config, Optional<Path> spoolDirectory) {
        if (config.hashKey().isPresent()) {
            return key("quipu.redaction.hash-key", config.hashKey().get().getBytes(StandardCharsets.UTF_8));
        }
        try {
            if (config.hashKeyFile().isPresent()) {
                Path file = config.hashKeyFile().get();
                return key("quipu.redaction.hash-key-file: " + file, stripped(Files.readAllBytes(file)));
            }
            return spoolDirectory.isPresent() ? kept(spoolDirectory.get()) : new RedactionKey(random());
        } catch (IOException e) {
            throw new UncheckedIOException("the key of redaction's hashes: " + e.getMessage(), e);
        }
    }

    private static RedactionKey kept(Path directory) throws IOException {
        KeptFile file = new KeptFile(directory.resolve(FILE));
        Optional<byte[]> before = file.read();
        if (before.isPresent()) {
            return key(file.toString(), before.get());
        }
        byte[] made = random();
        file.write(made);
        LOG.infof("A random key for redaction's hashes was made and kept in %s", file);
        return new RedactionKey(made);
    }

    private static byte[] random() {
        byte[] random = new byte[RANDOM_BYTES];
        new SecureRandom().nextBytes(random);
        return random;
    }

    /** Without the line's end that editors leave. */
    private static byte[] stripped(byte[] bytes) {
        int end = bytes.length;
        while (end > 0 && (bytes[end - 1] == '\n' || bytes[end - 1] == '\r')) {
            end--;
        }
        return Arrays.copyOf(bytes, end);
    }

    private static RedactionKey key(String where, byte[] secret) {
        try {
            return new RedactionKey(secret);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(where + ": " + e.getMessage(), e);
        }
    }
}
