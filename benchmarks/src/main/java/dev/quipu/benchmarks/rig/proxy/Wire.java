package dev.quipu.benchmarks.rig.proxy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Passes the bytes of TCP connections on from one port of this machine to others, to each in turn where there are several,
 * as long as nothing is wrong with it. Any thread may say what is.
 */
public final class Wire implements AutoCloseable {

    private static final int BACKLOG = 512;
    private static final int CONNECT_MILLIS = 2_000;

    private final ServerSocket listener;
    private final AtomicInteger made = new AtomicInteger();
    private final Set<Connection> connections = ConcurrentHashMap.newKeySet();
    private volatile List<Integer> targetPorts;
    private volatile Trouble trouble = Trouble.NONE;

    /** Listens at once. */
    public Wire(int port, int targetPort) throws IOException {
        listener = new ServerSocket(port, BACKLOG, InetAddress.getLoopbackAddress());
        targetPorts = List.of(targetPort);
        daemon("rig-wire-" + port, this::accept);
    }

    /** Connections made from now on go to these in turn; open ones are reset. */
    public void passTo(List<Integer> ports) {
        targetPorts = List.copyOf(ports);
        reset();
    }

    /** What is wrong from now on. What cuts resets every open connection at once. */
    public void set(Trouble trouble) {
        this.trouble = trouble;
        if (trouble.kind() == Trouble.Kind.CUT) {
            reset();
        }
    }

    /** Nothing is wrong any more. Connections that lost bytes on their way are reset first. */
    public void heal() {
        set(Trouble.of(Trouble.Kind.CUT));
        set(Trouble.NONE);
    }

    private void reset() {
        connections.forEach(Connection::reset);
    }

    Trouble trouble() {
        return trouble;
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket near = listener.accept();
                daemon("rig-wire-connect", () -> connect(near));
            } catch (IOException e) {
                continue; // closed, or the client was gone before it was accepted
            }
        }
    }

    private void connect(Socket near) {
        Connection connection = new Connection(this, near, new Socket());
        connections.add(connection);
        try {
            near.setTcpNoDelay(true);
            if (trouble.kind() == Trouble.Kind.CUT) {
                connection.reset();
                return;
            }
            connection.far().setTcpNoDelay(true);
            connection.far().connect(nextTarget(), CONNECT_MILLIS);
            daemon("rig-wire-there", connection::passRequests);
            connection.passResponses();
        } catch (IOException e) {
            connection.reset();
        }
    }

    private InetSocketAddress nextTarget() {
        List<Integer> ports = targetPorts;
        int port = ports.get(Math.floorMod(made.getAndIncrement(), ports.size()));
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    void forget(Connection connection) {
        connections.remove(connection);
    }

    static void daemon(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        listener.close();
        reset();
    }
}
