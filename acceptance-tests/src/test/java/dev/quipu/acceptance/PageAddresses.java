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
                "/service/checkout?tab=relations",
                "/service/payment?tab=changes",
                "/service/checkout?tab=instances",
                "/logs",
                "/logs?view=patterns",
                "/metrics",
                "/incidents",
                "/incidents/" + services.awaitIncidentCausedBy("shop/payment"),
                "/alerts",
                "/alerts?tab=objectives",
                "/alerts?tab=rules&edit=new",
                "/alerts?tab=silences",
                "/alerts?tab=history",
                "/ledger",
                "/ledger?trace=" + slow,
                "/access",
                "/access?tab=audit",
                "/access?tab=encryption",
                "/access?tab=erasures",
                "/settings",
                "/settings?edit=new",
                "/settings?tab=retention&edit=new",
                "/settings?tab=holds",
                "/settings?tab=redaction&edit=new",
                "/settings?tab=limits",
                "/settings?tab=webhooks&edit=new",
                "/settings?tab=page"));
        return addresses;
    }

    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
