package dev.quipu.collector.spool;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Which files a spool has, what storage does not have of them, and in which order that is given out: oldest first. Only
 * of the file at the head it is known where its records are; of the others only their sums. A file is gone once
 * storage has all of it. Any thread.
 */
final class SpoolFiles {

    private static final Logger LOG = Logger.getLogger(SpoolFiles.class);

    private final Deque<SpoolFile> unread = new ArrayDeque<>();
    private final Map<SpoolFile, Holdings> holdings = new HashMap<>();
    private final Set<SpoolFile> struck = new HashSet<>();
    private final PriorityQueue<SpoolEntry> returned =
            new PriorityQueue<>(Comparator.comparingLong(entry -> entry.frame().sequence()));
    private @Nullable SpoolCursor head;
    private @Nullable SpoolFile appending;
    private long damaged;

    /** Puts a file at the end. @param held what storage does not have of it */
    synchronized void add(SpoolFile file, Holdings held, int damagedPlaces) {
        unread.add(file);
        holdings.put(file, held);
        damaged += damagedPlaces;
        if (damagedPlaces > 0) {
            struck.add(file);
        }
        dropIfDone(file);
    }

    /** The file that grows: it stays, whatever storage has of it. */
    synchronized void append(SpoolFile file) {
        SpoolFile before = appending;
        appending = file;
        if (before != null && before != file) {
            dropIfDone(before);
        }
    }

    /** No file grows. */
    synchronized void endAppending() {
        SpoolFile before = appending;
        appending = null;
        if (before != null) {
            dropIfDone(before);
        }
    }

    synchronized void appended(SpoolFile file, Holding held) {
        holdings.computeIfAbsent(file, unseen -> new Holdings()).add(held);
    }

    /** The oldest that was not taken, or was given back. */
    synchronized Optional<SpoolEntry> take() throws IOException {
        SpoolEntry again = returned.poll();
        if (again != null) {
            return Optional.of(again);
        }
        while (true) {
            if (head == null) {
                SpoolFile next = unread.poll();
                if (next == null) {
                    return Optional.empty();
                }
                head = new SpoolCursor(next);
            }
            Optional<SpoolEntry> entry = head.next();
            if (entry.isPresent() || head.file() == appending) {
                return entry;
            }
            SpoolFile passed = head.file();
            head = null;
            dropIfDone(passed);
        }
    }

    synchronized boolean holds(SpoolFile file) {
        return holdings.containsKey(file);
    }

    synchronized void giveBack(SpoolEntry entry) {
        if (holds(entry.file())) {
            returned.add(entry);
        }
    }

    /** Storage has it, or it lies elsewhere: it is never given out again. */
    synchronized void delivered(SpoolEntry entry) {
        Holdings held = holdings.get(entry.file());
        if (held == null) {
            return;
        }
        try {
            entry.file().markDelivered(entry);
        } catch (IOException e) {
            LOG.warnf(e, "%s could not be marked: it will be delivered again", entry);
        }
        held.remove(Holding.of(entry));
        dropIfDone(entry.file());
    }

    /** It can not be read: it is given out no more, and its file is kept for people. */
    synchronized void strike(SpoolEntry entry) {
        damaged++;
        struck.add(entry.file());
        delivered(entry);
    }

    /** Takes a file out whose records were written to another one. */
    synchronized void replaced(SpoolFile file) {
        if (holdings.containsKey(file)) {
            drop(file);
        }
    }

    /**
     * Puts a file that was written anew in the place of another. What is on its way from the old one goes on, and comes
     * again under the same ids.
     *
     * @param held what storage does not have of it
     * @return false, and nothing changed, when there is no such file any more, or it grows
     */
    synchronized boolean replace(SpoolFile old, SpoolFile fresh, Holdings held) throws IOException {
        if (!holdings.containsKey(old) || old == appending) {
            return false;
        }
        fresh.replace(old);
        List<SpoolFile> order = new ArrayList<>(unread);
        if (!order.contains(old)) {
            order.add(0, old); // it was begun
        }
        order.replaceAll(file -> file == old ? fresh : file);
        boolean isStruck = struck.remove(old);
        forget(old);
        unread.clear();
        unread.addAll(order);
        holdings.put(fresh, held);
        if (isStruck) {
            struck.add(fresh);
        }
        old.close();
        dropIfDone(fresh);
        return true;
    }

    /** The files that hold what storage does not have, at this moment. */
    synchronized List<SpoolFile> list() {
        return List.copyOf(holdings.keySet());
    }

    synchronized List<Holding> sums() {
        return Holdings.sum(holdings.values());
    }

    synchronized boolean isEmpty() {
        return holdings.values().stream().allMatch(Holdings::isEmpty);
    }

    /** Bytes that the files take. */
    synchronized long bytes() {
        return holdings.keySet().stream().mapToLong(SpoolFile::size).sum();
    }

    /** Places at which no record could be read, or not the one that was written. */
    synchronized long damaged() {
        return damaged;
    }

    synchronized void close() throws IOException {
        for (SpoolFile file : new ArrayList<>(holdings.keySet())) {
            forget(file);
            file.close();
        }
    }

    private void dropIfDone(SpoolFile file) {
        Holdings held = holdings.get(file);
        if (file != appending && held != null && held.isEmpty()) {
            drop(file);
        }
    }

    private void drop(SpoolFile file) {
        forget(file);
        try {
            if (struck.remove(file)) {
                LOG.errorf("%s holds what can not be read; it is kept beside the spool", file.path());
                file.setAside();
            } else {
                file.delete();
            }
        } catch (IOException e) {
            LOG.warnf(e, "%s could not be deleted", file.path());
        }
    }

    private void forget(SpoolFile file) {
        holdings.remove(file);
        unread.remove(file);
        returned.removeIf(entry -> entry.file() == file);
        if (head != null && head.file() == file) {
            head = null;
        }
    }
}
