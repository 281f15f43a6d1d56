package dev.quipu.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code ./quipu} does for an operator while the services run and ask for keys. */
class OperatorIT {

    private static final Pattern KEY = Pattern.compile("^qp_[0-9a-f]{16}_\\S+$", Pattern.MULTILINE);

    /** Every replica knows a new key within a second; the rest is for a machine that has little time. */
    private static final Duration KNOWN = Duration.ofSeconds(10);

    private static final Duration SIGNED = Duration.ofMinutes(2);

    private final GuardedCluster guarded = GuardedCluster.shared();
    private final Launcher launcher = guarded.cluster().launcher();

    @Test
    void aKeyThatIsAddedOpensWhatItsRoleMayAndIsShownOnce() throws Exception {
        String tenant = "tenant-" + UUID.randomUUID();
        String said = launcher.succeed("key", "add", "looker", "reader", "--tenant", tenant);
        assertThat(said).contains("looker, reader in tenant " + tenant + "; it is not shown again");
        Matcher found = KEY.matcher(said);
        assertThat(found.find()).as(said).isTrue();

        TenantApi api = new TenantApi(tenant, found.group());
        URI storage = guarded.cluster().storage().url();
        await("the key is known")
                .atMost(KNOWN)
                .until(() -> api.get(storage.resolve("/v1/usage")).status() == 200);
        assertThat(api.get(storage.resolve("/v1/api-keys")).status()).isEqualTo(403);
        String listed = new TenantApi(tenant, guarded.secret("service"))
                .get(storage.resolve("/v1/api-keys"))
                .text();
        assertThat(listed).contains("looker").doesNotContain(found.group());
    }

    @ParameterizedTest
    @CsvSource({
        "key add looker onlooker, onlooker",
        "key add looker reader --expires-at 2020-01-01T00:00:00Z, expiresAt",
        "key remove looker, expected add NAME ROLE",
        "backup, DIRECTORY"
    })
    void saysWhatIsWrongAndDoesNothing(String arguments, String said) throws Exception {
        Launcher.Outcome outcome = launcher.run(arguments.split(" "));
        assertThat(outcome.exitCode()).as(outcome.output()).isNotZero();
        assertThat(outcome.output()).contains(said).doesNotContain("\tat ");
    }

    @Test
    void aBackupIsMadeWhileAllIsUsedAndIsWholeUntilAByteOfItChanges() throws Exception {
        Path backup = Files.createTempDirectory(Checkout.TARGET, "a backup of it's own")
                .resolve("monday");
        assertThat(launcher.succeed("backup", backup.toString())).contains("backed up to");
        assertThat(launcher.succeed("backup", "--check", backup.toString())).contains("the backup is whole");
        assertThat(launcher.run("backup", backup.toString()).exitCode())
                .as("there is one already")
                .isNotZero();

        Path file = largest(backup.resolve("data"));
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 1;
        Files.write(file, bytes);
        Launcher.Outcome outcome = launcher.run("backup", "--check", backup.toString());
        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.output()).contains(backup.relativize(file) + ": expected SHA-256");
    }

    private static Path largest(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile)
                    .max(Comparator.comparingLong(file -> file.toFile().length()))
                    .orElseThrow();
        }
    }

    @Test
    void whatIsStoredAndWhatWasDoneIsProvenWhileAllIsUsed() throws Exception {
        assertThat(launcher.succeed("verify-store")).isNotBlank();
        await().atMost(SIGNED)
                .untilAsserted(
                        () -> assertThat(launcher.succeed("verify-audit")).contains("signed up to"));
    }
}
