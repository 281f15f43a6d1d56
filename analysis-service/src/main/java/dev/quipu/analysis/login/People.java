package dev.quipu.analysis.login;

import dev.quipu.access.Caller;
import dev.quipu.access.CallerIdentity;
import dev.quipu.access.Role;
import dev.quipu.analysis.AnalysisConfig;
import dev.quipu.model.TenantName;
import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.SecurityIdentityAugmentor;
import io.quarkus.vertx.http.runtime.security.HttpSecurityUtils;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jboss.logging.Logger;

/**
 * Makes callers of people whom the provider sent: the groups of the token say which role they have, a claim says whose
 * records they may see. Who has no role or no tenant may do nothing.
 */
@ApplicationScoped
class People implements SecurityIdentityAugmentor {

    private static final Logger LOG = Logger.getLogger(People.class);

    private final AnalysisConfig.Login config;

    People(AnalysisConfig config) {
        this.config = config.analysis().login();
    }

    @Override
    public Uni<SecurityIdentity> augment(SecurityIdentity identity, AuthenticationRequestContext context) {
        return Uni.createFrom().item(identity);
    }

    @Override
    public Uni<SecurityIdentity> augment(
            SecurityIdentity identity, AuthenticationRequestContext context, Map<String, Object> attributes) {
        if (!(identity.getPrincipal() instanceof JsonWebToken token)) {
            return Uni.createFrom().item(identity);
        }
        Optional<Role> role = role(identity.getRoles());
        Optional<String> tenant = tenant(token);
        if (role.isEmpty() || tenant.isEmpty()) {
            LOG.debugf(
                    "%s signed in and may do nothing: expected a group of quipu.analysis.login.roles and a tenant in"
                            + " claim %s, got groups %s and tenant %s",
                    identity.getPrincipal().getName(),
                    config.tenantClaim(),
                    identity.getRoles(),
                    tenant.orElse("none"));
            return Uni.createFrom().item(CallerIdentity.withoutRoles(identity));
        }
        HttpSecurityUtils.getRoutingContextAttribute(attributes)
                .request()
                .headers()
                .set(TenantName.HEADER, tenant.get());
        Caller caller =
                new Caller(tenant.get(), role.get(), identity.getPrincipal().getName());
        return Uni.createFrom().item(CallerIdentity.of(caller, identity));
    }

    /** The one that allows the most. */
    private Optional<Role> role(Set<String> groups) {
        AnalysisConfig.LoginRoles roles = config.roles();
        if (isAnyOf(groups, roles.admin())) {
            return Optional.of(Role.ADMIN);
        }
        if (isAnyOf(groups, roles.analyst())) {
            return Optional.of(Role.ANALYST);
        }
        return isAnyOf(groups, roles.reader()) ? Optional.of(Role.READER) : Optional.empty();
    }

    private static boolean isAnyOf(Set<String> groups, List<String> wanted) {
        return wanted.stream().anyMatch(groups::contains);
    }

    private Optional<String> tenant(JsonWebToken token) {
        Object claimed = token.getClaim(config.tenantClaim());
        return Optional.ofNullable(claimed)
                .map(Object::toString)
                .or(config::tenant)
                .filter(TenantName::isValid);
    }
}
