package dev.quipu.access;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;

/**
 * The names by which a service may be asked. Addresses are always among them: only a name can be made to lead
 * elsewhere by whoever owns it.
 */
record HostNames(List<String> others) {

    private static final String ANY = "*";
    private static final String LOCALHOST = "localhost";

    HostNames {
        others = others.stream().map(HostNames::plain).toList();
    }

    /** @param host as in a {@code Host} header, without the port; an IPv6 address with or without brackets */
    boolean contain(String host) {
        String name = plain(host);
        return name.equals(LOCALHOST)
                || name.endsWith("." + LOCALHOST)
                || isAddress(name)
                || others.contains(ANY)
                || others.contains(name);
    }

    /** Whether what listens there can be reached from this machine alone. A name that is not known cannot be. */
    static boolean isLoopback(String listeningHost) {
        try {
            return InetAddress.getByName(listeningHost).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }

    /** In lower case, and without the dot that a fully qualified name may end with. */
    private static String plain(String host) {
        String name = host.toLowerCase(Locale.ROOT);
        return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    }

    private static boolean isAddress(String name) {
        boolean isBracketed = name.startsWith("[") && name.endsWith("]");
        return NetUtil.isValidIpV4Address(name)
                || NetUtil.isValidIpV6Address(isBracketed ? name.substring(1, name.length() - 1) : name);
    }
}
