package dev.quipu.acceptance;

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

    static final Path TARGET = ROOT.resolve("acceptance-tests/target");

    private Checkout() {}
}
