package dev.quipu.analysis.client;

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;

/**
 * Where a collector answers. The text comes from whoever reports to storage, so no more is taken from it than the
 * scheme, host and port, and link-local addresses, where clouds answer for their metadata, and those of no one machine
 * are not asked.
 *
 * @param isTls whether the scheme is https
 * @param host as it is written, without brackets
 * @param port 1 to 65535
 */
record CollectorAddress(boolean isTls, String host, int port) {

    private static final String EXPECTED = "its address: expected http or https, a host and maybe a port, and no more";
    private static final int HTTP_PORT = 80;
    private static final int HTTPS_PORT = 443;
    private static final int MAX_PORT = 65_535;

    /**
     * @throws CollectorTroubleException when there is more or less in it
     */
    static CollectorAddress parse(String url) {
        URI uri;
        try {
            uri = new URI(url);
        } catch (URISyntaxException e) {
            throw new CollectorTroubleException(EXPECTED, false);
        }
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        boolean isTls = scheme.equals("https");
        String host = uri.getHost();
        String path = uri.getRawPath();
        if (!(isTls || scheme.equals("http"))
                || host == null
                || host.isEmpty()
                || uri.getRawUserInfo() != null
                || uri.getRawQuery() != null
                || uri.getRawFragment() != null
                || !(path == null || path.isEmpty() || path.equals("/"))
                || uri.getPort() == 0
                || uri.getPort() > MAX_PORT) {
            throw new CollectorTroubleException(EXPECTED, false);
        }
        int defaultPort = isTls ? HTTPS_PORT : HTTP_PORT;
        return new CollectorAddress(
                isTls, host.replaceAll("[\\[\\]]", ""), uri.getPort() < 0 ? defaultPort : uri.getPort());
    }

    /**
     * Checks what the host stands for, as it will be connected to.
     *
     * @throws CollectorTroubleException when it is not asked
     */
    static InetAddress checked(InetAddress address) {
        if (address.isLinkLocalAddress() || address.isMulticastAddress() || address.isAnyLocalAddress()) {
            throw new CollectorTroubleException(
                    "its address: expected one of a machine, got a link-local, multicast or unspecified one", false);
        }
        return address;
    }
}
