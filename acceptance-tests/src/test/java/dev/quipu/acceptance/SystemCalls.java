package dev.quipu.acceptance;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What some processes ask of the kernel, in one order over all of them, by {@code strace}. */
final class SystemCalls implements AutoCloseable {

    private static final String CALLS = "read,write,writev,pwrite64,recvfrom,sendto,sendmsg,fsync,fdatasync";
    private static final Pattern LINE = Pattern.compile("^(\\d+) +(?:<\\.\\.\\. )?(\\w+)(.*)$");

    private final Process strace;
    private final Path output;

    private SystemCalls(Process strace, Path output) {
        this.strace = strace;
        this.output = output;
    }

    /**
     * The beginning or the end of a call, or both when nothing came between.
     *
     * @param text of the call as {@code strace} writes it: descriptors with paths, the beginning of data, the result
     */
    record Event(long pid, String call, String text, boolean begins, boolean ends) {

        /** Whether it is the successful end of a call that makes a file of that path durable. */
        boolean forces(String path) {
            return ends
                    && (call.equals("fsync") || call.equals("fdatasync"))
                    && text.contains(path)
                    && text.endsWith("= 0");
        }

        /** Whether it is the beginning of a call that sends this. */
        boolean sends(String data) {
            return begins && !call.equals("read") && !call.equals("recvfrom") && text.contains(data);
        }
    }

    static boolean canBeWatched() {
        try {
            Process trial = new ProcessBuilder("strace", "-o", "/dev/null", "true").start();
            return trial.waitFor(10, TimeUnit.SECONDS) && trial.exitValue() == 0;
        } catch (IOException absent) {
            return false;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Watches processes that run, and those that they start. */
    static SystemCalls watch(List<Long> pids) {
        try {
            Path output = Files.createTempFile(Checkout.TARGET, "system-calls", ".txt");
            List<String> command = new ArrayList<>(
                    List.of("strace", "-f", "-yy", "-s", "200", "-o", output.toString(), "-e", "trace=" + CALLS));
            pids.forEach(pid -> command.addAll(List.of("-p", pid.toString())));
            Path messages = Files.createTempFile(Checkout.TARGET, "strace", ".txt");
            Process strace = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(messages.toFile())
                    .start();
            await().atMost(Duration.ofSeconds(30)).until(() -> {
                String said = Files.readString(messages);
                return pids.stream().allMatch(pid -> said.contains("Process " + pid + " attached"));
            });
            return new SystemCalls(strace, output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends the watch. */
    List<Event> stop() {
        close();
        try {
            List<Event> events = new ArrayList<>();
            Map<Long, String> unfinished = new HashMap<>();
            for (String line : Files.readAllLines(output, StandardCharsets.ISO_8859_1)) {
                Matcher matcher = LINE.matcher(line);
                if (!matcher.matches()) {
                    continue;
                }
                long pid = Long.parseLong(matcher.group(1));
                boolean isResumed = line.contains("<... ");
                boolean isUnfinished = line.endsWith("<unfinished ...>");
                String before = isResumed ? unfinished.getOrDefault(pid, "") : "";
                if (isUnfinished) {
                    unfinished.put(pid, matcher.group(3));
                }
                events.add(new Event(pid, matcher.group(2), before + matcher.group(3), !isResumed, !isUnfinished));
            }
            return events;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        strace.destroy();
        try {
            strace.waitFor(20, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
