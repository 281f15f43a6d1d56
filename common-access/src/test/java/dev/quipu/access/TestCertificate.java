package dev.quipu.access;

import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.PfxOptions;
import io.vertx.core.net.TrustOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A certificate of localhost that signs itself, made by the JDK's own tool. */
record TestCertificate(Path store, Path certificate) {

    private static final String PASSWORD = "changeit";

    static TestCertificate in(Path directory, String name) throws IOException, InterruptedException {
        Path store = directory.resolve(name + ".p12");
        Path certificate = directory.resolve(name + ".pem");
        keytool(
                store,
                "-genkeypair",
                "-alias",
                "quipu",
                "-keyalg",
                "EC",
                "-dname",
                "CN=localhost",
                "-ext",
                "san=dns:localhost");
        keytool(store, "-exportcert", "-alias", "quipu", "-rfc", "-file", certificate.toString());
        return new TestCertificate(store, certificate);
    }

    private static void keytool(Path store, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(List.of(arguments));
        command.addAll(List.of("-keystore", store.toString(), "-storetype", "PKCS12", "-storepass", PASSWORD));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes());
        if (process.waitFor() != 0) {
            throw new IOException(command + ": " + output);
        }
    }

    KeyCertOptions key() {
        return new PfxOptions().setPath(store.toString()).setPassword(PASSWORD);
    }

    TrustOptions trust() {
        return new PemTrustOptions().addCertPath(certificate.toString());
    }
}
