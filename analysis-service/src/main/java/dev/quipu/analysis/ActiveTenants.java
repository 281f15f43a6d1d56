package dev.quipu.analysis;

import dev.quipu.model.TenantName;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Whose spans passed by in the feed, the last so many of them, and always the default tenant. Thread-safe. */
@ApplicationScoped
public class ActiveTenants {

    private static final int MAX_TENANTS = 1000;

    private final Map<String, Boolean> seen = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > MAX_TENANTS;
        }
    };

    ActiveTenants() {
        seen.put(TenantName.DEFAULT, true);
    }

    public synchronized void seen(String tenant) {
        seen.put(tenant, true);
    }

    public synchronized Set<String> all() {
        return Set.copyOf(seen.keySet());
    }
}
