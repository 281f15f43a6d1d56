package dev.quipu.benchmarks.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(OS.LINUX)
class ProcessWatchTest {

    private static final String BURN_TIME = "end=$((SECONDS + 2)); while [ $SECONDS -lt $end ]; do :; done";

    @Test
    void findsTheProcessThatListens() throws Exception {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThat(Listener.on(socket.getLocalPort()))
                    .hasValue(ProcessHandle.current().pid());
        }
    }

    @Test
    void findsNoProcessWhereNoneListens() throws Exception {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        assertThat(Listener.on(port)).isEmpty();
    }

    @Test
    void countsWhatChildrenCostThatHaveEndedSince() throws Exception {
        Process parent = new ProcessBuilder("bash", "-c", "read; bash -c '" + BURN_TIME + "'; read").start();
        try (ProcessWatch watch = new ProcessWatch(Map.of("parent", parent.pid()))) {
            parent.getOutputStream().write('\n');
            parent.getOutputStream().flush();
            TimeUnit.MILLISECONDS.sleep(100);
            while (parent.descendants().findAny().isPresent()) {
                TimeUnit.MILLISECONDS.sleep(20);
            }
            assertThat(watch.usage())
                    .singleElement()
                    .satisfies(usage -> assertThat(usage.cpuSeconds()).isGreaterThan(0.2));
        } finally {
            parent.destroy();
        }
    }

    @Test
    void doesNotCountTwiceWhatIsWatchedApart() throws Exception {
        Process child = new ProcessBuilder("bash", "-c", "read; " + BURN_TIME + "; read").start();
        long self = ProcessHandle.current().pid();
        try (ProcessWatch watch = new ProcessWatch(Map.of("self", self, "child", child.pid()))) {
            ProcessTable table = ProcessTable.read();

            assertThat(table.tree(self, Set.of(self, child.pid()))).doesNotContain(child.pid());
            assertThat(table.tree(child.pid(), Set.of(self, child.pid()))).contains(child.pid());
            assertThat(watch.usage()).extracting(ProcessUsage::name).containsExactlyInAnyOrder("self", "child");
        } finally {
            child.destroy();
        }
    }
}
