package dev.quipu.collector.scrape;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The addresses of hosts. A host is looked up by one thread at a time, so that one whose name servers do not answer
 * costs a thread and no more, and its last addresses serve until it is known better. Any thread; futures complete on any.
 */
final class HostAddresses {

    private static final long FRESH_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final long STALE_NANOS = TimeUnit.MINUTES.toNanos(5);
    private static final int MAX_HOSTS = 10_000;
    private static final int THREADS = 32;
    private static final Pattern IPV4 = Pattern.compile("\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}");

    private record Known(List<InetAddress> addresses, long atNanos) {
        boolean youngerThan(long nanos) {
            return System.nanoTime() - atNanos < nanos;
        }
    }

    private final Map<String, Known> known = new HashMap<>();
    private final Map<String, Promise<List<InetAddress>>> asked = new HashMap<>();
    private final ExecutorService threads;

    HostAddresses() {
        AtomicInteger number = new AtomicInteger();
        ThreadPoolExecutor pool =
                new ThreadPoolExecutor(THREADS, THREADS, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                    Thread thread = new Thread(task, "quipu-resolver-" + number.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
        pool.allowCoreThreadTimeOut(true);
        threads = pool;
    }

    /** Fails when the host has none. */
    Future<List<InetAddress>> of(String host) {
        if (host.indexOf(':') >= 0 || IPV4.matcher(host).matches()) {
            return literal(host);
        }
        synchronized (this) {
            @Nullable Known before = known.get(host);
            if (before != null && before.youngerThan(FRESH_NANOS)) {
                return Future.succeededFuture(before.addresses());
            }
            Future<List<InetAddress>> now = ask(host);
            return before != null && before.youngerThan(STALE_NANOS) ? Future.succeededFuture(before.addresses()) : now;
        }
    }

    private static Future<List<InetAddress>> literal(String address) {
        try {
            return Future.succeededFuture(List.of(InetAddress.getByName(address)));
        } catch (UnknownHostException e) {
            return Future.failedFuture(e);
        }
    }

    private Future<List<InetAddress>> ask(String host) {
        @Nullable Promise<List<InetAddress>> open = asked.get(host);
        if (open != null) {
            return open.future();
        }
        Promise<List<InetAddress>> answer = Promise.promise();
        asked.put(host, answer);
        threads.execute(() -> lookUp(host, answer));
        return answer.future();
    }

    private void lookUp(String host, Promise<List<InetAddress>> answer) {
        try {
            List<InetAddress> addresses = List.of(InetAddress.getAllByName(host));
            learn(host, addresses);
            answer.complete(addresses);
        } catch (UnknownHostException e) {
            forget(host);
            answer.fail(e);
        }
    }

    private synchronized void learn(String host, List<InetAddress> addresses) {
        asked.remove(host);
        if (known.size() >= MAX_HOSTS) {
            known.values().removeIf(old -> !old.youngerThan(STALE_NANOS));
        }
        if (known.size() < MAX_HOSTS) {
            known.put(host, new Known(addresses, System.nanoTime()));
        }
    }

    private synchronized void forget(String host) {
        asked.remove(host);
    }

    void close() {
        threads.shutdownNow();
    }
}
