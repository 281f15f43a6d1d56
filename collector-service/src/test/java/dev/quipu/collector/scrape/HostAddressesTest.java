package dev.quipu.collector.scrape;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HostAddressesTest {

    private final HostAddresses hosts = new HostAddresses();

    @AfterEach
    void close() {
        hosts.close();
    }

    private List<InetAddress> lookUp(String host) throws Exception {
        return hosts.of(host).toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
    }

    @Test
    void anAddressIsKnownAtOnce() {
        assertThat(hosts.of("10.1.2.3").result())
                .extracting(InetAddress::getHostAddress)
                .containsExactly("10.1.2.3");
        assertThat(hosts.of("::1").isComplete()).isTrue();
    }

    @Test
    void aNameIsLookedUpAndKnownAtOnceForAWhile() throws Exception {
        assertThat(lookUp("localhost")).anyMatch(InetAddress::isLoopbackAddress);
        assertThat(hosts.of("localhost").isComplete()).isTrue();
    }

    @Test
    void aNameWithoutAnAddressFails() {
        assertThat(hosts.of("nowhere.invalid").toCompletionStage().toCompletableFuture())
                .failsWithin(Duration.ofSeconds(30));
    }
}
