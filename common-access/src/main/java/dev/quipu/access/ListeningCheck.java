package dev.quipu.access;

import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Lets no service start that listens to others without asking who they are. */
@Singleton
public final class ListeningCheck {

    private final AccessConfig config;
    private final String listeningHost;
    private final String managementHost;

    @Inject
    ListeningCheck(
            AccessConfig config,
            @ConfigProperty(name = "quarkus.http.host") String listeningHost,
            @ConfigProperty(name = "quarkus.management.host") String managementHost) {
        this.config = config;
        this.listeningHost = listeningHost;
        this.managementHost = managementHost;
    }

    void check(@Observes StartupEvent started) {
        require("quarkus.http.host", listeningHost);
        require("quarkus.management.host", managementHost);
        if (config.authentication() == Authentication.KEYS
                && ServiceKey.of(config).isEmpty()) {
            throw new ConfigurationException("quipu.access.service-key: expected a secret of 32 characters or more, the"
                    + " same in all services, as quipu.access.authentication=keys is set; got none");
        }
    }

    /**
     * For further listeners, before they listen.
     *
     * @param setting that names the host
     * @throws ConfigurationException when others can come and are not asked who they are
     */
    public void require(String setting, String host) {
        if (config.authentication() == Authentication.NONE && !HostNames.isLoopback(host)) {
            throw new ConfigurationException(setting + ": expected a loopback address while nobody is asked for a key,"
                    + " got " + host + "; set quipu.access.authentication=keys and quipu.access.service-key"
                    + " (QUIPU_ACCESS_AUTHENTICATION, QUIPU_ACCESS_SERVICE_KEY) in every service, or listen on"
                    + " 127.0.0.1");
        }
    }
}
