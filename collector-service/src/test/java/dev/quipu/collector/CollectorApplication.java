package dev.quipu.collector;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;

/** The keys under which the tests run the service, and the storage that it finds. */
public final class CollectorApplication implements QuarkusTestResourceLifecycleManager {

    public static final int HTTP_PORT = 18181;
    public static final int GRPC_PORT = 18182;
    public static final int ZIPKIN_PORT = 18184;
    public static final int MANAGEMENT_PORT = 18185;
    private static final int STORAGE_PORT = 18183;

    /** Keeps storage's contract; loaded where the tests are. */
    public static final class Storage {

        public static final StorageStandIn STAND_IN = new StorageStandIn(STORAGE_PORT);

        private Storage() {}
    }

    @Override
    public Map<String, String> start() {
        return Map.of(
                "quarkus.http.test-port",
                String.valueOf(HTTP_PORT),
                "quarkus.management.test-port",
                String.valueOf(MANAGEMENT_PORT),
                "quipu.collector.grpc.port",
                String.valueOf(GRPC_PORT),
                "quipu.collector.zipkin.port",
                String.valueOf(ZIPKIN_PORT),
                "quipu.storage.url",
                "http://127.0.0.1:" + STORAGE_PORT,
                "quipu.collector.body.read-timeout",
                "2S",
                "quipu.collector.probe.interval",
                "100MS",
                "quipu.collector.probe.window",
                "1S",
                "quipu.storage.max-backoff",
                "100MS");
    }

    @Override
    public void stop() {}
}
