package dev.quipu.k8s;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Where the project's files are. */
final class Checkout {

    /** The directory with the launcher, the services and this module. */
    static final Path ROOT = Path.of(Optional.ofNullable(System.getProperty("quipu.checkout"))
                    .orElseThrow(
                            () -> new IllegalStateException("system property quipu.checkout: expected the checkout")))
            .toAbsolutePath()
            .normalize();

    private Checkout() {}

    static String read(String path) {
        try {
            return Files.readString(ROOT.resolve(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
