package dev.quipu.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.tls.BaseTlsConfiguration;
import io.quarkus.tls.CertificateUpdatedEvent;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.SSLOptions;
import io.vertx.core.net.TrustOptions;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TransportSecurityTest {

    private final Vertx vertx = Vertx.vertx();
    private static TestCertificate certificate;
    private static TestCertificate renewed;

    @BeforeAll
    static void makeCertificates(@TempDir Path directory) throws Exception {
        certificate = TestCertificate.in(directory, "first");
        renewed = TestCertificate.in(directory, "renewed");
    }

    @AfterEach
    void close() throws Exception {
        get(vertx.close());
    }

    @Test
    void aServerSpeaksTlsToWhoeverTrustsItsCertificate() throws Exception {
        HttpServer server = listen(security(certificate));

        assertThat(status(client(certificate), server, true)).isEqualTo(200);
        assertThatThrownBy(() -> status(client(renewed), server, true)).isInstanceOf(SSLHandshakeException.class);
        assertThatThrownBy(() -> status(client(certificate), server, false)).isNotNull();
    }

    @Test
    void aRenewedCertificateIsShownAndTrustedFromThenOn() throws Exception {
        TransportSecurity listening = security(certificate);
        TransportSecurity calling = security(certificate);
        HttpServer server = listen(listening);
        HttpClient client = calling.client(new HttpClientOptions().setKeepAlive(false), new PoolOptions());
        assertThat(status(client, server, true)).isEqualTo(200);

        listening.renewed(new CertificateUpdatedEvent("<default>", new Certified(renewed)));
        calling.renewed(new CertificateUpdatedEvent("<default>", new Certified(renewed)));

        assertThat(status(client, server, true)).isEqualTo(200);
        assertThatThrownBy(() -> status(client(certificate), server, true)).isInstanceOf(SSLHandshakeException.class);
    }

    @Test
    void aCertificateOfAnotherNameChangesNothing() throws Exception {
        TransportSecurity listening = security(certificate);
        HttpServer server = listen(listening);
        listening.renewed(new CertificateUpdatedEvent("other", new Certified(renewed)));

        assertThat(status(client(certificate), server, true)).isEqualTo(200);
    }

    @Test
    void withoutACertificateAServerSpeaksPlainly() throws Exception {
        HttpServer server = listen(TransportSecurity.none(vertx));

        assertThat(status(client(certificate), server, false)).isEqualTo(200);
    }

    private TransportSecurity security(TestCertificate certificate) {
        return new TransportSecurity(vertx, Optional.of(new Certified(certificate)));
    }

    private HttpClient client(TestCertificate trusted) {
        return security(trusted).client(new HttpClientOptions(), new PoolOptions());
    }

    private HttpServer listen(TransportSecurity security) throws Exception {
        return get(security.server(new HttpServerOptions().setPort(0).setHost("localhost"))
                .requestHandler(request -> request.response().end())
                .listen());
    }

    private static int status(HttpClient client, HttpServer server, boolean isTls) throws Exception {
        return get(client.request(new RequestOptions()
                                .setMethod(HttpMethod.GET)
                                .setHost("localhost")
                                .setPort(server.actualPort())
                                .setSsl(isTls))
                        .compose(HttpClientRequest::send))
                .statusCode();
    }

    private static <T> T get(Future<T> future) throws Exception {
        try {
            return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        }
    }

    /** As the registry gives it, with one certificate that is trusted as well. */
    private static final class Certified extends BaseTlsConfiguration {

        private final TestCertificate certificate;

        private Certified(TestCertificate certificate) {
            this.certificate = certificate;
        }

        @Override
        public KeyCertOptions getKeyStoreOptions() {
            return certificate.key();
        }

        @Override
        public TrustOptions getTrustStoreOptions() {
            return certificate.trust();
        }

        @Override
        public SSLOptions getSSLOptions() {
            return new SSLOptions().setKeyCertOptions(certificate.key()).setTrustOptions(certificate.trust());
        }
    }
}
