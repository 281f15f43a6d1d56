package dev.quipu.benchmarks.rig.scenario;

import dev.quipu.benchmarks.rig.check.Settlement;
import dev.quipu.benchmarks.rig.cluster.Cluster;
import dev.quipu.benchmarks.rig.cluster.Ports;
import dev.quipu.benchmarks.rig.cluster.Service;
import dev.quipu.benchmarks.rig.proxy.Wire;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeoutException;

/** A cluster with the wires to it, everything stopped at the end. */
final class Stage implements AutoCloseable {

    private final Cluster cluster;
    private final Wire clientToCollector;
    private final Wire collectorToStorage;

    /** Nothing runs yet. @param settings environment variables of all services */
    Stage(Path checkout, Path home, Ports ports, Map<String, String> settings) throws IOException {
        cluster = new Cluster(checkout, home, ports, settings);
        clientToCollector = new Wire(ports.wireToCollector(), ports.collector());
        collectorToStorage = new Wire(ports.wireToStorage(), ports.storage());
    }

    /** The collector speaks to storage itself from its next start on. */
    void bypassWireToStorage() {
        cluster.of(Service.COLLECTOR)
                .set("QUIPU_STORAGE_PORT", Integer.toString(cluster.ports().storage()));
    }

    void start() throws InterruptedException, TimeoutException {
        cluster.start();
    }

    Cluster cluster() {
        return cluster;
    }

    Wire clientToCollector() {
        return clientToCollector;
    }

    Wire collectorToStorage() {
        return collectorToStorage;
    }

    /** The wire to the collector. */
    URI target() {
        return URI.create("http://127.0.0.1:" + cluster.ports().wireToCollector());
    }

    Settlement settlement() {
        return new Settlement(cluster);
    }

    @Override
    public void close() throws IOException {
        clientToCollector.heal();
        collectorToStorage.heal();
        cluster.close();
        clientToCollector.close();
        collectorToStorage.close();
    }
}
