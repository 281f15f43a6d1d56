package dev.quipu.acceptance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/** Free loopback ports, below the range from which the system gives ports to clients, so that none takes them meanwhile. */
final class Ports {

    private static final int FIRST = 18_300;
    private static final int COUNT = 400;

    private static final Set<Integer> GIVEN = new HashSet<>();

    private Ports() {}

    static synchronized List<Integer> free(int count) {
        List<Integer> free = new ArrayList<>();
        int offset = ThreadLocalRandom.current().nextInt(COUNT);
        for (int i = 0; i < COUNT && free.size() < count; i++) {
            int port = FIRST + (offset + i) % COUNT;
            if (!GIVEN.contains(port) && isFree(port)) {
                GIVEN.add(port);
                free.add(port);
            }
        }
        if (free.size() < count) {
            throw new IllegalStateException("no " + count + " free ports from " + FIRST + " to " + (FIRST + COUNT - 1));
        }
        return free;
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getByName("127.0.0.1"))) {
            return socket.isBound();
        } catch (java.net.BindException taken) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
