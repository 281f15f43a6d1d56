package dev.quipu.acceptance;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Every page that the demo's traffic fills, by its address. */
final class PageAddresses {

    private PageAddresses() {}

    static List<String> of(DemoServices services) {
        String slow = services.slowestTraces("service = \"frontend\" && name = \"POST /checkout\"", 1)
                .get(0);
        String failing = services.slowestTraces("service = \"recommendation\" && status = error", 1)
                .get(0);
        List<String> addresses = new ArrayList<>(List.of(
                "/",
                "/traces",
                "/traces?chart=counts&by=service",
                "/traces?view=traces&order=slowest&q=" + encoded("status = error"),
                "/traces?view=live&q=" + encoded("service = \"nothing of this name\""),
                "/trace/" + slow,
                "/trace/" + slow + "?view=flame",
                "/trace/" + slow + "?view=table",
                "/trace/" + failing + "?find=error&only=1",
                "/compare?base=" + failing + "&other=" + slow,
                "/services",
                "/services?view=list",
                "/service/checkout",
                "/logs",
                "/logs?view=patterns",
                "/metrics",
                "/incidents",
                "/incidents/" + services.awaitIncidentCausedBy("shop/payment"),
                "/alerts",
                "/ledger",
                "/ledger?trace=" + slow,
                "/settings"));
        return addresses;
    }

    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
