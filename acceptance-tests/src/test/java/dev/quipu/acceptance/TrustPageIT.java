package dev.quipu.acceptance;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What an administrator does on the page of services that ask for keys, and what comes of it at their doors. */
class TrustPageIT {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final double WHILE_ERASING_MILLIS = 120_000;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private static final String TENANT = "default";

    private static GuardedCluster guarded;
    private static Cluster cluster;
    private static ServiceProcess analysis;
    private static PageBrowser browser;
    private static String admin;

    @BeforeAll
    static void start() throws Exception {
        guarded = GuardedCluster.shared();
        cluster = guarded.cluster();
        analysis = cluster.analysis();
        admin = key("ops", "admin");
        browser = new PageBrowser();
    }

    @AfterAll
    static void stop() {
        browser.close();
    }

    private static String key(String name, String role) {
        String key = guarded.newKey(TENANT, name, role);
        await().atMost(SOON).until(() -> status("/v1/caller", key) == 200);
        return key;
    }

    private static HttpResponse<String> post(URI door, String key, byte[] body, String type) throws Exception {
        return HTTP.send(
                HttpRequest.newBuilder(door)
                        .header("Authorization", "Bearer " + key)
                        .header("Content-Type", type)
                        .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static int status(String path, String key) throws Exception {
        return HTTP.send(
                        HttpRequest.newBuilder(analysis.url().resolve(path))
                                .header("Authorization", "Bearer " + key)
                                .build(),
                        HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    private static int send(String key, Span.Builder... spans) throws Exception {
        byte[] request = Requests.of("till", spans).toByteArray();
        return post(cluster.collector().url().resolve("/v1/traces"), key, request, OtlpHttp.PROTOBUF)
                .statusCode();
    }

    /** A page in a tab that holds the key already. */
    private static WatchedPage open(String key) {
        WatchedPage page = browser.open(analysis.url());
        page.page().addInitScript("sessionStorage.setItem('quipu.key', '" + key + "')");
        return page;
    }

    private static void logIn(WatchedPage page, String key) {
        page.page().getByLabel("API key").fill(key);
        page.button("Log in").click();
    }

    private static Locator field(WatchedPage page, String label) {
        return page.page().getByLabel(label, new Page.GetByLabelOptions().setExact(true));
    }

    private static Locator row(WatchedPage page, String panel, String text) {
        return page.panel(panel).getByRole(AriaRole.ROW).filter(new Locator.FilterOptions().setHasText(text));
    }

    @Test
    void asksForAKeyAndForgetsItBehindWhoLogsOut() {
        try (WatchedPage page = browser.open(analysis.url())) {
            page.page().navigate("/ledger");
            logIn(page, "qp_0123456789abcdef_0123456789abcdef0123456789abcdef01234567");
            assertThat(page.page().getByRole(AriaRole.ALERT)).containsText("neither revoked nor expired");
            assertThat(Accessibility.seriousFindings(page.page())).isEmpty();
            logIn(page, admin);
            page.expectHeading("Ledger");
            assertThat(page.page().getByText("admin of default")).isVisible();
            page.button("Log out").click();
            assertThat(page.page().getByLabel("API key")).isVisible();
            page.page().reload();
            assertThat(page.page().getByLabel("API key")).isVisible();
        }
    }

    @Test
    void showsWhatTheRoleMayDoAndSaysWhatTakesAnother() throws Exception {
        try (WatchedPage page = open(key("looker", "reader"))) {
            page.go("/settings");
            assertThat(page.link("Ledger")).isVisible();
            assertThat(page.link("Access")).hasCount(0);
            assertThat(page.button("Add a target")).hasCount(0);
            assertThat(page.page().getByRole(AriaRole.TAB))
                    .hasText(new String[] {"Scrape targets", "Webhooks", "This page"});
            page.page().navigate("/access");
            assertThat(page.page().getByText("This takes the role admin; you are here as reader."))
                    .isVisible();
            page.assertNoTrouble();
        }
    }

    @Test
    void aReaderIsRefusedNothingThatThePageReads() throws Exception {
        String writer = key("till", "writer");
        await().atMost(SOON).until(() -> send(writer, Requests.span("paid")) == 200);
        try (WatchedPage page = open(key("looker", "reader"))) {
            for (String address : List.of(
                    "/",
                    "/traces",
                    "/traces?view=live",
                    "/services",
                    "/service/till",
                    "/logs",
                    "/logs?view=patterns",
                    "/metrics",
                    "/incidents",
                    "/alerts",
                    "/alerts?tab=objectives",
                    "/alerts?tab=rules",
                    "/alerts?tab=silences",
                    "/alerts?tab=history",
                    "/ledger",
                    "/settings",
                    "/settings?tab=webhooks")) {
                page.go(address);
                assertThat(page.page().getByRole(AriaRole.ALERT).allInnerTexts())
                        .as(address)
                        .isEmpty();
                page.assertNoTrouble();
            }
        }
    }

    @Test
    void aKeyOpensTheCollectorUntilItIsRevokedAndTheAuditKnows() throws Exception {
        String name = "shop " + UUID.randomUUID();
        try (WatchedPage page = open(admin)) {
            page.go("/access");
            field(page, "Name").fill(name);
            page.button("Make the key").click();
            String key = page.panel("The key " + name)
                    .locator("pre")
                    .first()
                    .innerText()
                    .strip();
            assertThat(page.panel("The key " + name))
                    .containsText("OTEL_EXPORTER_OTLP_HEADERS=Authorization=Bearer%20" + key);
            page.button("I have it").click();
            assertThat(page.page().getByText(key)).hasCount(0);
            await().atMost(SOON).until(() -> send(key, Requests.span("paid")) == 200);
            await().atMost(SOON).until(() -> status("/v1/ledger", key) == 403);

            page.button("Revoke the key " + name).click();
            page.button("Really revoke the key " + name).click();
            assertThat(row(page, "API keys", name)).containsText("revoked");
            await().atMost(SOON).until(() -> send(key, Requests.span("paid")) == 401);

            page.go("/access?tab=audit&actor=ops&action=api-key.revoke");
            assertThat(row(page, "Who did what, the newest first", key.substring(3, 19)))
                    .containsText("api-key.revoke");
            assertThat(Accessibility.seriousFindings(page.page())).isEmpty();
            page.assertNoTrouble();
        }
    }

    @Test
    void aRuleIsTriedBeforeItIsSet() {
        try (WatchedPage page = open(admin)) {
            page.go("/settings?tab=redaction&edit=new");
            Locator form = page.panel("A new rule");
            field(page, "Name").fill("people");
            form.getByLabel("email").check();
            form.getByLabel("A line of text").fill("paid by anna@example.com at noon");
            page.button("Try this rule").click();
            assertThat(form.locator("del")).hasText("anna@example.com");
            assertThat(form.locator("ins")).hasText("****");
            assertThat(Accessibility.seriousFindings(page.page())).isEmpty();
            page.button("Add the rule").click();
            assertThat(page.panel("Redaction")).containsText("people");
            page.button("Remove people").click();
            page.button("Really remove people").click();
            assertThat(page.panel("Redaction")).containsText("Records are kept as they come.");
            page.assertNoTrouble();
        }
    }

    @Test
    void anErasureIsFollowedUntilItIsDoneAndCertified() throws Exception {
        String user = "u-" + UUID.randomUUID();
        String writer = key("till " + user, "writer");
        await().atMost(SOON)
                .until(() -> send(
                                writer,
                                Requests.span("paid").addAttributes(Requests.attribute("user.id", user)),
                                Requests.span("paid").addAttributes(Requests.attribute("user.id", "somebody else")))
                        == 200);
        try (WatchedPage page = open(admin)) {
            page.go("/access?tab=erasures");
            field(page, "Key").fill("user.id");
            field(page, "Value").fill(user);
            field(page, "Reason").fill("request 17");
            assertThat(page.button("Erase the records")).isDisabled();
            field(page, "Type " + user + " once more, to be sure").fill(user);
            page.button("Erase the records").click();

            Locator erasure = page.panel("Erasures")
                    .getByRole(AriaRole.LISTITEM)
                    .filter(new Locator.FilterOptions().setHasText(user));
            assertThat(erasure).containsText("request 17; asked for by ops");
            Locator save =
                    erasure.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Save the certificate"));
            save.waitFor(new Locator.WaitForOptions().setTimeout(WHILE_ERASING_MILLIS));
            assertThat(erasure).containsText(Pattern.compile("^done.*1 record erased", Pattern.DOTALL));
            assertCertified(page.page().waitForDownload(save::click), user);
            assertThat(Accessibility.seriousFindings(page.page())).isEmpty();
            assertGone(page, user);
            page.assertNoTrouble();
        }
    }

    private static void assertCertified(Download download, String user) throws IOException {
        JsonNode certificate = JSON.readTree(Files.readAllBytes(download.path()));
        assertThat(certificate.path("signature").asText()).isNotEmpty();
        assertThat(certificate.path("publicKey").asText()).isNotEmpty();
        assertThat(certificate.path("certificate").isObject()).isTrue();
        assertThat(certificate.toString()).doesNotContain(user);
    }

    private static void assertGone(WatchedPage page, String user) {
        page.go("/traces?view=spans&q=" + PageAddresses.encoded("span.user.id = \"" + user + "\""));
        assertThat(page.panel("Found")).containsText("No spans in this time for this search.");
    }
}
