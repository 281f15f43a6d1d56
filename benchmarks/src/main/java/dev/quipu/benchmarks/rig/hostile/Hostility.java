package dev.quipu.benchmarks.rig.hostile;

import java.io.IOException;
import java.util.List;

/** All attacks together, from construction until it is closed. */
public final class Hostility implements AutoCloseable {

    private static final int SLOW_CONNECTIONS = 10_000;
    private static final int BOMBERS = 2;
    private static final int FLOODERS = 2;
    private static final int ENDLESS_SENDERS = 8;

    private final List<Attack> attacks;

    /**
     * @param httpPort of the OTLP/HTTP door
     * @param grpcPort of the OTLP/gRPC door
     */
    public Hostility(int httpPort, int grpcPort) throws IOException {
        Attack bombs = new GzipBombs(httpPort);
        Attack slow = new SlowConnections(httpPort, SLOW_CONNECTIONS);
        Attack flood = new ResetFlood(grpcPort);
        Attack endless = new EndlessBodies(httpPort);
        attacks = List.of(bombs, slow, flood, endless);
        bombs.start(BOMBERS);
        slow.start(1);
        flood.start(FLOODERS);
        endless.start(ENDLESS_SENDERS);
    }

    /** What happened. */
    public List<String> text() {
        return attacks.stream().map(Attack::text).toList();
    }

    @Override
    public void close() {
        attacks.forEach(Attack::close);
    }
}
