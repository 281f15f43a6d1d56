package dev.quipu.access;

import io.quarkus.tls.CertificateUpdatedEvent;
import io.quarkus.tls.TlsConfiguration;
import io.quarkus.tls.TlsConfigurationRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.net.SSLOptions;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.jboss.logging.Logger;

/**
 * TLS for what Quarkus does not open itself, by the default configuration of its registry ({@code quarkus.tls}): listeners
 * have its certificate, and callers trust whom it trusts and show its certificate where they are asked for one. Renewed
 * certificates are used by connections that are made after.
 */
@Singleton
public final class TransportSecurity {

    private static final Logger LOG = Logger.getLogger(TransportSecurity.class);

    /** As Quarkus calls what is set without a name. */
    private static final String DEFAULT_NAME = "<default>";

    private final Vertx vertx;
    private final Optional<TlsConfiguration> configuration;
    private final List<Function<SSLOptions, Future<?>>> renewals = new CopyOnWriteArrayList<>();

    @Inject
    TransportSecurity(Vertx vertx, TlsConfigurationRegistry registry) {
        this(vertx, registry.getDefault());
    }

    TransportSecurity(Vertx vertx, Optional<TlsConfiguration> configuration) {
        this.vertx = vertx;
        this.configuration = configuration;
    }

    /** Without any certificate, and with the trust that Java has. */
    public static TransportSecurity none(Vertx vertx) {
        return new TransportSecurity(vertx, Optional.empty());
    }

    /** A server that speaks TLS when there is a certificate for it; not listening yet. */
    public HttpServer server(HttpServerOptions options) {
        Optional<TlsConfiguration> certified = configuration.filter(tls -> tls.getKeyStoreOptions() != null);
        certified.ifPresent(tls -> options.setSsl(true)
                .setUseAlpn(true)
                .setKeyCertOptions(tls.getKeyStoreOptions())
                .setEnabledSecureTransportProtocols(tls.getSSLOptions().getEnabledSecureTransportProtocols()));
        HttpServer server = vertx.createHttpServer(options);
        if (certified.isPresent()) {
            renewals.add(server::updateSSLOptions);
        }
        return server;
    }

    /** A client whose requests speak TLS when they ask for it. */
    public HttpClient client(HttpClientOptions options, PoolOptions pool) {
        configuration.ifPresent(tls -> {
            if (tls.getTrustStoreOptions() != null) {
                options.setTrustOptions(tls.getTrustStoreOptions());
            }
            if (tls.getKeyStoreOptions() != null) {
                options.setKeyCertOptions(tls.getKeyStoreOptions());
            }
        });
        HttpClient client = vertx.createHttpClient(options, pool);
        if (configuration.isPresent()) {
            renewals.add(client::updateSSLOptions);
        }
        return client;
    }

    void renewed(@Observes CertificateUpdatedEvent event) {
        if (event.name().equals(DEFAULT_NAME)) {
            SSLOptions options = event.tlsConfiguration().getSSLOptions();
            renewals.forEach(renewal -> renewal.apply(options)
                    .onFailure(failure -> LOG.error("A renewed certificate could not be taken into use", failure)));
        }
    }
}
