package dev.quipu.collector.scrape;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A target at a port of its own that answers each request as the test has it, well or not, one to a connection. */
final class PageServer implements AutoCloseable {

    /** Writes a whole answer, head and all. */
    interface Answering {
        void answer(OutputStream out, String request) throws Exception;
    }

    private final ServerSocket socket;
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "page-server");
        thread.setDaemon(true);
        return thread;
    });
    private final CopyOnWriteArrayList<Long> requestMillis = new CopyOnWriteArrayList<>();
    private volatile Answering answering;

    PageServer(Answering answering) {
        this.answering = answering;
        try {
            socket = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        threads.execute(this::accept);
    }

    static PageServer of(String page) {
        return new PageServer(page(page));
    }

    static Answering page(String page) {
        return page("text/plain; version=0.0.4", page.getBytes(StandardCharsets.UTF_8));
    }

    static Answering page(String type, byte[] page, String... headers) {
        return (out, request) -> {
            StringBuilder head = new StringBuilder("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Type: ")
                    .append(type)
                    .append("\r\nContent-Length: ")
                    .append(page.length)
                    .append("\r\n");
            for (String header : headers) {
                head.append(header).append("\r\n");
            }
            out.write(head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
            out.write(page);
        };
    }

    static Answering raw(String answer) {
        return (out, request) -> out.write(answer.getBytes(StandardCharsets.ISO_8859_1));
    }

    void answer(Answering next) {
        answering = next;
    }

    int port() {
        return socket.getLocalPort();
    }

    String url() {
        return "http://127.0.0.1:" + port() + "/metrics";
    }

    int requests() {
        return requestMillis.size();
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                Socket connection = socket.accept();
                threads.execute(() -> serve(connection));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket connection) {
        try (connection) {
            StringBuilder request = new StringBuilder();
            while (request.indexOf("\r\n\r\n") < 0) {
                int next = connection.getInputStream().read();
                if (next < 0) {
                    return;
                }
                request.append((char) next);
            }
            requestMillis.add(System.currentTimeMillis());
            answering.answer(connection.getOutputStream(), request.toString());
            connection.getOutputStream().flush();
        } catch (Exception e) {
            // the other side had enough
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
        threads.shutdownNow();
    }
}
