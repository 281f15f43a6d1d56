package dev.quipu.access;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What can be set about who may ask, the same in every service. Keys are kebab-case under {@code quipu.access}. */
@ConfigMapping(prefix = "quipu.access")
public interface AccessConfig {

    /**
     * Names by which a service that is bound to loopback is asked, beside {@code localhost} and addresses; others are
     * refused, because a page of the web may bring its own name to lead here. {@code *} allows any.
     */
    @WithDefault("host.docker.internal,host.containers.internal")
    List<String> hosts();

    /**
     * How callers are told apart: {@code none} lets everybody do everything, and only listens on loopback; {@code keys}
     * asks for an API key.
     */
    @WithDefault("none")
    Authentication authentication();

    /** The secret by which the services know each other, the same in all of them: 32 characters or more. */
    Optional<String> serviceKey();

    /** How often a service asks which API keys there are: so long does a revoked one open its doors. */
    @WithDefault("500ms")
    Duration refresh();
}
