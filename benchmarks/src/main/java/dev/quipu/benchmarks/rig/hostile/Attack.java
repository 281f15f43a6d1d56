package dev.quipu.benchmarks.rig.hostile;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** One way to do harm, on threads of its own until it is closed. */
abstract sealed class Attack implements AutoCloseable permits GzipBombs, SlowConnections, ResetFlood, EndlessBodies {

    private static final int CONNECT_PAUSE_MILLIS = 50;

    private final AtomicLong count = new AtomicLong();
    private volatile boolean over;

    /** In words, with how much of it happened. */
    abstract String text();

    /** Does it once, or goes on with it, and returns soon. Trouble is what it is looking for. */
    abstract void attack() throws IOException, InterruptedException;

    final void start(int threads) {
        for (int i = 0; i < threads; i++) {
            Thread thread = new Thread(this::attackUntilOver, getClass().getSimpleName() + "-" + i);
            thread.setDaemon(true);
            thread.start();
        }
    }

    private void attackUntilOver() {
        try {
            while (!over) {
                try {
                    attack();
                } catch (IOException refused) {
                    TimeUnit.MILLISECONDS.sleep(CONNECT_PAUSE_MILLIS);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    final boolean isOver() {
        return over;
    }

    final long count() {
        return count.get();
    }

    final void counted() {
        count.incrementAndGet();
    }

    static Socket connect(int port) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
        return socket;
    }

    @Override
    public void close() {
        over = true;
    }
}
