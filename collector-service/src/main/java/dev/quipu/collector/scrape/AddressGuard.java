package dev.quipu.collector.scrape;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Set;

/**
 * Which addresses may be fetched from. Refused are those that nobody exposes metrics at but that give away the secrets
 * of a machine to whoever can make it ask: link-local ones, where clouds answer for their metadata, and their kin.
 */
final class AddressGuard {

    private static final Set<String> METADATA = Set.of(
            "100.100.100.200", // Alibaba Cloud
            "168.63.129.16", // Azure
            "192.0.0.192", // Oracle Cloud
            "fd00:ec2:0:0:0:0:0:254"); // AWS

    private static final byte[] NAT64 = {0, 0x64, (byte) 0xff, (byte) 0x9b, 0, 0, 0, 0, 0, 0, 0, 0};

    private final boolean allowAll;

    AddressGuard(boolean allowAll) {
        this.allowAll = allowAll;
    }

    /** Of an address as it will be connected to. */
    boolean allows(InetAddress address) {
        if (allowAll) {
            return true;
        }
        InetAddress meant = embedded(address);
        return !meant.isLinkLocalAddress()
                && !meant.isMulticastAddress()
                && !meant.isAnyLocalAddress()
                && !(meant instanceof Inet4Address && (meant.getAddress()[0] == 0 || isBroadcast(meant)))
                && !METADATA.contains(withoutZone(meant));
    }

    private static boolean isBroadcast(InetAddress address) {
        return Arrays.equals(address.getAddress(), new byte[] {-1, -1, -1, -1});
    }

    /** The IPv4 address that an IPv6 one stands for where a network translates it. */
    private static InetAddress embedded(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (!(address instanceof Inet6Address six)) {
            return address;
        }
        boolean nat64 = Arrays.equals(bytes, 0, NAT64.length, NAT64, 0, NAT64.length);
        boolean compatible = six.isIPv4CompatibleAddress() && !six.isLoopbackAddress() && !six.isAnyLocalAddress();
        boolean sixToFour = bytes[0] == 0x20 && bytes[1] == 0x02;
        try {
            if (nat64 || compatible) {
                return InetAddress.getByAddress(Arrays.copyOfRange(bytes, 12, 16));
            }
            return sixToFour ? InetAddress.getByAddress(Arrays.copyOfRange(bytes, 2, 6)) : address;
        } catch (UnknownHostException e) {
            throw new IllegalStateException("four bytes are an address", e);
        }
    }

    private static String withoutZone(InetAddress address) {
        String text = address.getHostAddress();
        int zone = text.indexOf('%');
        return zone < 0 ? text : text.substring(0, zone);
    }
}
