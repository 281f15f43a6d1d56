package dev.quipu.access;

import io.vertx.ext.web.Router;

/** What guards doors, put together by hand. */
public final class TestAccess {

    private TestAccess() {}

    /** @param ring the keys that it knows */
    public static Gate gate(AccessConfig config, KeyRing ring) {
        return new Gate(config, ring);
    }

    /** Has every request of the router judged, as the service has. */
    public static void mountFilter(Gate gate, Router router) {
        new CallerFilter(gate).mount(router);
    }

    public static HostCheck hosts(AccessConfig config) {
        return new HostCheck(config, "127.0.0.1");
    }

    public static ListeningCheck listening(AccessConfig config) {
        return new ListeningCheck(config, "127.0.0.1", "127.0.0.1");
    }
}
