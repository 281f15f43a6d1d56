package dev.quipu.benchmarks.rig.hostile;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Thousands of connections that send their requests byte by byte; a closed one is opened again. For one thread. */
final class SlowConnections extends Attack {

    private static final int CONNECTS_AT_ONCE = 50;
    private static final int PAUSE_MILLIS = 50;
    private static final byte[] HEAD = ("POST /v1/traces HTTP/1.1\r\nHost: 127.0.0.1\r\n"
                    + "Content-Type: application/x-protobuf\r\nContent-Length: 10000\r\n\r\n")
            .getBytes(StandardCharsets.US_ASCII);

    private final InetSocketAddress target;
    private final int connections;
    private final List<SocketChannel> open = new ArrayList<>();
    private int next;
    private volatile int mostOpen;

    SlowConnections(int port, int connections) {
        this.target = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        this.connections = connections;
    }

    @Override
    String text() {
        return mostOpen + " slow connections at once, " + count() + " in all";
    }

    @Override
    void attack() throws IOException, InterruptedException {
        for (int i = 0; i < CONNECTS_AT_ONCE && open.size() < connections; i++) {
            SocketChannel channel = SocketChannel.open(target);
            counted();
            channel.configureBlocking(false);
            channel.write(ByteBuffer.wrap(HEAD, 0, HEAD.length - (open.size() % 2 == 0 ? 2 : 0)));
            open.add(channel);
        }
        mostOpen = Math.max(mostOpen, open.size());
        for (int i = 0; i < CONNECTS_AT_ONCE && !open.isEmpty(); i++) {
            dripOrDrop(next++ % open.size());
        }
        TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        if (isOver()) {
            for (SocketChannel channel : open) {
                channel.close();
            }
            open.clear();
        }
    }

    private void dripOrDrop(int at) throws IOException {
        SocketChannel channel = open.get(at);
        try {
            if (channel.read(ByteBuffer.allocate(256)) < 0) {
                throw new IOException("closed by the other side");
            }
            channel.write(ByteBuffer.wrap(new byte[] {'x'}));
        } catch (IOException closed) {
            channel.close();
            open.set(at, open.get(open.size() - 1));
            open.remove(open.size() - 1);
        }
    }
}
