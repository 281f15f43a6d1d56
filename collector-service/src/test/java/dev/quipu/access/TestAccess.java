package dev.quipu.access;

/** What guards doors, put together by hand. */
public final class TestAccess {

    private TestAccess() {}

    /** @param ring the keys that it knows */
    public static Gate gate(AccessConfig config, KeyRing ring) {
        return new Gate(config, ring);
    }

    public static ListeningCheck listening(AccessConfig config) {
        return new ListeningCheck(config, "127.0.0.1", "127.0.0.1");
    }
}
