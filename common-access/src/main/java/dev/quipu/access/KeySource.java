package dev.quipu.access;

import io.smallrye.mutiny.Uni;
import java.util.List;

/** From where a service knows which API keys there are; one bean in each service. */
public interface KeySource {

    /** All that open something now, of every tenant. Fails when they cannot be had; those known before stay. */
    Uni<List<StoredKey>> keys();
}
