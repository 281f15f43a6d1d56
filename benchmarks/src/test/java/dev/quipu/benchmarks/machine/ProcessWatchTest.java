package dev.quipu.benchmarks.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(OS.LINUX)
class ProcessWatchTest {

    private static final String BURN_CPU = "i=0; while [ $i -lt 300000 ]; do i=$((i + 1)); done";

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
        Process parent =
                new ProcessBuilder("bash", "-c", "read; bash -c '" + BURN_CPU + "; true'; echo done; read").start();
        try (ProcessWatch watch = new ProcessWatch(Map.of("parent", parent.pid()))) {
            parent.outputWriter().append('\n').flush();
            assertThat(parent.inputReader().readLine()).isEqualTo("done");

            assertThat(watch.usage())
                    .singleElement()
                    .satisfies(usage -> assertThat(usage.cpuSeconds()).isGreaterThan(0.1));
        } finally {
            parent.destroy();
        }
    }

    @Test
    void doesNotCountTwiceWhatIsWatchedApart() throws Exception {
        Process child = new ProcessBuilder("bash", "-c", "read").start();
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
