package dev.quipu.analysis.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CollectorAddressTest {

    @Test
    void takesSchemeHostAndPort() {
        assertThat(CollectorAddress.parse("http://collector-0:4318"))
                .isEqualTo(new CollectorAddress(false, "collector-0", 4318));
        assertThat(CollectorAddress.parse("HTTPS://collector.example/"))
                .isEqualTo(new CollectorAddress(true, "collector.example", 443));
        assertThat(CollectorAddress.parse("http://[::1]")).isEqualTo(new CollectorAddress(false, "::1", 80));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "collector-0:4318",
                "//collector-0:4318",
                "file:///etc/passwd",
                "ftp://collector-0",
                "http://",
                "http:collector-0",
                "http://user:secret@collector-0",
                "http://collector-0/admin/delete?x=",
                "http://collector-0/?x=",
                "http://collector-0/#",
                "http://collector-0:0",
                "http://collector-0:65536",
                "http://a b"
            })
    void refusesAnythingElse(String url) {
        assertThatThrownBy(() -> CollectorAddress.parse(url))
                .isInstanceOf(CollectorTroubleException.class)
                .hasMessageStartingWith("its address: expected");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"169.254.169.254", "::ffff:169.254.169.254", "fe80::1", "0.0.0.0", "::", "224.0.0.1", "ff02::1"})
    void doesNotAskAddressesThatAreOfNoMachine(String address) throws Exception {
        InetAddress parsed = InetAddress.getByName(address);
        assertThatThrownBy(() -> CollectorAddress.checked(parsed)).isInstanceOf(CollectorTroubleException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1", "10.1.2.3", "192.0.2.7", "fd00::7"})
    void asksOthers(String address) throws Exception {
        InetAddress parsed = InetAddress.getByName(address);
        assertThat(CollectorAddress.checked(parsed)).isEqualTo(parsed);
    }
}
