package dev.quipu.benchmarks.rig.proxy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;

/** One connection of a wire: a thread for each direction. */
final class Connection {

    private static final int PIECE_BYTES = 32 * 1024;

    private final Wire wire;
    private final Socket near;
    private final Socket far;

    Connection(Wire wire, Socket near, Socket far) {
        this.wire = wire;
        this.near = near;
        this.far = far;
    }

    Socket far() {
        return far;
    }

    void passRequests() {
        pass(near, far, false);
    }

    void passResponses() {
        pass(far, near, true);
    }

    private void pass(Socket from, Socket to, boolean isResponse) {
        byte[] piece = new byte[PIECE_BYTES];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int bytes = in.read(piece); bytes >= 0; bytes = in.read(piece)) {
                Trouble trouble = wire.trouble();
                switch (trouble.kind()) {
                    case NONE -> out.write(piece, 0, bytes);
                    case DELAY -> {
                        Thread.sleep(trouble.delay().toMillis());
                        out.write(piece, 0, bytes);
                    }
                    case BLACK_HOLE -> {}
                    case CUT -> reset();
                    case LOST_RESPONSE -> {
                        if (isResponse) {
                            reset();
                        } else {
                            out.write(piece, 0, bytes);
                        }
                    }
                }
            }
            to.shutdownOutput();
            if (from.isOutputShutdown()) {
                close();
            }
        } catch (IOException e) {
            reset();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            reset();
        }
    }

    /** Both ends see a reset (RST), whatever was on its way. */
    void reset() {
        try {
            near.setSoLinger(true, 0);
            far.setSoLinger(true, 0);
        } catch (IOException e) {
            // One of them is closed already, or was never connected.
        }
        close();
    }

    private void close() {
        wire.forget(this);
        try {
            near.close();
            far.close();
        } catch (IOException e) {
            // A socket whose closing fails is of no use either way.
        }
    }
}
