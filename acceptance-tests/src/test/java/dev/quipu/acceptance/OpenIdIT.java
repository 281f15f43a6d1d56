package dev.quipu.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import no.nav.security.mock.oauth2.MockOAuth2Server;
import no.nav.security.mock.oauth2.OAuth2Config;
import no.nav.security.mock.oauth2.http.NettyWrapper;
import no.nav.security.mock.oauth2.token.DefaultOAuth2TokenCallback;
import no.nav.security.mock.oauth2.token.OAuth2TokenProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** People sign in at a provider, which says what they may do; so do programs that have its tokens. */
class OpenIdIT {

    private static final String ISSUER = "people";
    private static final String CLIENT = "quipu";
    private static final int AN_HOUR = 3600;

    private static final MockOAuth2Server PROVIDER = new MockOAuth2Server(
            new OAuth2Config(false, null, null, false, new OAuth2TokenProvider(), Set.of(), new NettyWrapper()));
    private static GuardedCluster guarded;

    private final CookieManager cookies = new CookieManager();
    private final HttpClient browser = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .cookieHandler(cookies)
            .followRedirects(HttpClient.Redirect.ALWAYS)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    @BeforeAll
    static void start() {
        PROVIDER.start();
        guarded = GuardedCluster.start(Map.of(
                "QUARKUS_OIDC_TENANT_ENABLED",
                "true",
                "QUARKUS_OIDC_AUTH_SERVER_URL",
                PROVIDER.issuerUrl(ISSUER).toString(),
                "QUARKUS_OIDC_CLIENT_ID",
                CLIENT,
                "QUARKUS_OIDC_CREDENTIALS_SECRET",
                "the-secret-of-the-client-0123456789",
                "QUIPU_ANALYSIS_LOGIN_ROLES_READER",
                "reader,developers"));
    }

    @AfterAll
    static void stop() {
        guarded.close();
        PROVIDER.shutdown();
    }

    @Test
    void whoSignsInSeesTheRecordsOfTheTenantThatTheProviderNames() throws Exception {
        sendAs("maize");
        sendAs("quinoa");
        assertThat(get("/store/v1/spans?limit=10").statusCode()).isEqualTo(401);

        PROVIDER.enqueueCallback(person("ada", CLIENT, List.of("developers"), "maize"));
        HttpResponse<String> shown = get("/v1/login?to=/traces");
        assertThat(shown.statusCode()).isEqualTo(200);
        assertThat(shown.uri().getPath()).isEqualTo("/traces");

        assertThat(get("/store/v1/spans?limit=10").body())
                .contains("grows-maize")
                .doesNotContain("quinoa");
        assertThat(get("/store/v1/spans?limit=10", "Quipu-Tenant", "quinoa").body())
                .contains("grows-maize")
                .doesNotContain("quinoa");
        assertThat(get("/store/v1/api-keys").statusCode()).isEqualTo(403);
    }

    @Test
    void whoSignsOutIsNobody() throws Exception {
        PROVIDER.enqueueCallback(person("ada", CLIENT, List.of("admin"), "maize"));
        get("/v1/login");
        assertThat(get("/store/v1/api-keys").statusCode()).isEqualTo(200);
        get("/v1/logout");
        assertThat(get("/store/v1/api-keys").statusCode()).isEqualTo(401);
    }

    @Test
    void signingInLeadsToNoOtherHost() throws Exception {
        for (String elsewhere : List.of("//evil.example/", "https://evil.example/", "/%5Cevil.example", "/%09/evil")) {
            cookies.getCookieStore().removeAll();
            PROVIDER.enqueueCallback(person("ada", CLIENT, List.of("reader"), "maize"));
            URI shown = get("/v1/login?to=" + elsewhere).uri();
            assertThat(shown.getAuthority()).isEqualTo(analysis().getAuthority());
            assertThat(shown.getPath()).isEqualTo("/");
        }
    }

    @Test
    void aTokenOfTheProvidersIsAKey() throws Exception {
        assertThat(withToken(token(ISSUER, person("bot", CLIENT, List.of("analyst"), "maize"))))
                .isEqualTo(200);
    }

    @Test
    void aTokenThatIsNotForUsIsNone() throws Exception {
        assertThat(withToken(token(ISSUER, person("bot", "another-client", List.of("admin"), "maize"))))
                .isEqualTo(401);
        assertThat(withToken(token("somebody-else", person("bot", CLIENT, List.of("admin"), "maize"))))
                .isEqualTo(401);
        assertThat(withToken(token(
                        ISSUER,
                        new DefaultOAuth2TokenCallback(
                                ISSUER, "bot", "JWT", List.of(CLIENT), claims(List.of("admin"), "maize"), -AN_HOUR))))
                .isEqualTo(401);
        String good = token(ISSUER, person("bot", CLIENT, List.of("admin"), "maize"));
        String[] parts = good.split("\\.");
        assertThat(withToken(parts[0] + "." + parts[1] + ".AAAA")).isEqualTo(401);
        assertThat(withToken("eyJhbGciOiJub25lIn0." + parts[1] + ".x")).isEqualTo(401);
    }

    @Test
    void whoHasNoGroupOrNoTenantMayDoNothing() throws Exception {
        assertThat(withToken(token(ISSUER, person("bot", CLIENT, List.of("guests"), "maize"))))
                .isEqualTo(403);
        assertThat(withToken(token(
                        ISSUER,
                        new DefaultOAuth2TokenCallback(
                                ISSUER, "bot", "JWT", List.of(CLIENT), Map.of("groups", List.of("admin")), AN_HOUR))))
                .isEqualTo(403);
        assertThat(withToken(token(ISSUER, person("bot", CLIENT, List.of("admin"), "no tenant's name!"))))
                .isEqualTo(403);
    }

    @Test
    void theOtherServicesTakeNoTokens() throws Exception {
        String token = token(ISSUER, person("bot", CLIENT, List.of("admin"), "maize"));
        assertThat(new TenantApi("maize", token)
                        .get(guarded.cluster().storage().url().resolve("/v1/spans"))
                        .status())
                .isEqualTo(401);
        assertThat(new TenantApi("maize", token)
                        .export(guarded.cluster().collector().url(), new byte[0])
                        .status())
                .isEqualTo(401);
    }

    private static void sendAs(String tenant) {
        String writer = guarded.newKey(tenant, "writer");
        guarded.awaitKnown(writer);
        Answer sent = new TenantApi(tenant, writer)
                .export(
                        guarded.cluster().collector().url(),
                        Requests.of("field", Requests.span("grows-" + tenant)).toByteArray());
        assertThat(sent.status()).as(sent.text()).isEqualTo(200);
    }

    private static DefaultOAuth2TokenCallback person(String name, String audience, List<String> groups, String tenant) {
        return new DefaultOAuth2TokenCallback(ISSUER, name, "JWT", List.of(audience), claims(groups, tenant), AN_HOUR);
    }

    private static Map<String, Object> claims(List<String> groups, String tenant) {
        return Map.of("groups", groups, "quipu_tenant", tenant);
    }

    private static String token(String issuer, DefaultOAuth2TokenCallback claims) {
        return PROVIDER.issueToken(issuer, CLIENT, claims).serialize();
    }

    private static int withToken(String token) {
        return new TenantApi("quinoa", token)
                .get(analysis().resolve("/v1/rates"))
                .status();
    }

    private HttpResponse<String> get(String path, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(analysis().resolve(path)).timeout(Duration.ofSeconds(60));
        return browser.send(
                (headers.length == 0 ? request : request.headers(headers)).build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static URI analysis() {
        return guarded.cluster().analysis().url();
    }
}
