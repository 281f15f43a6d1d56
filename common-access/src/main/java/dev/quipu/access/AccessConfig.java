package dev.quipu.access;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.List;

/** What can be set about who may ask, the same in every service. Keys are kebab-case under {@code quipu.access}. */
@ConfigMapping(prefix = "quipu.access")
public interface AccessConfig {

    /**
     * Names by which a service that is bound to loopback is asked, beside {@code localhost} and addresses; others are
     * refused, because a page of the web may bring its own name to lead here. {@code *} allows any.
     */
    @WithDefault("host.docker.internal,host.containers.internal")
    List<String> hosts();
}
