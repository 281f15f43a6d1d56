package dev.quipu.benchmarks.machine;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;

/** The drivers only ever load the machine that they run on. */
public final class Loopback {

    private Loopback() {}

    /**
     * @return the same address
     * @throws IllegalArgumentException when the host is not a loopback address or the port is missing
     */
    public static URI require(URI address) {
        String host = address.getHost();
        if (host == null || address.getPort() < 0) {
            throw new IllegalArgumentException("address: expected http://HOST:PORT, got " + address);
        }
        try {
            if (!InetAddress.getByName(host).isLoopbackAddress()) {
                throw new IllegalArgumentException("address: expected a loopback address, got " + host);
            }
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("address: expected a loopback address, got unknown host " + host, e);
        }
        return address;
    }
}
