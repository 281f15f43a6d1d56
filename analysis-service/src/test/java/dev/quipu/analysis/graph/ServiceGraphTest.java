package dev.quipu.analysis.graph;

import static dev.quipu.analysis.SpanBuilder.START;
import static dev.quipu.analysis.SpanBuilder.span;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.quipu.analysis.SpanBuilder;
import dev.quipu.analysis.trace.RandomTraces;
import dev.quipu.model.AnyValue;
import dev.quipu.model.Component;
import dev.quipu.model.Span;
import dev.quipu.model.TraceId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ServiceGraphTest {

    private static Map<String, Edge> graph(SpanBuilder... spans) {
        return named(Told.of(Arrays.stream(spans).map(SpanBuilder::build).toList()));
    }

    private static Map<String, Edge> named(ServiceGraph graph) {
        Map<String, Edge> edges = new TreeMap<>();
        graph.edges()
                .forEach((key, edge) -> edges.put(
                        key.caller().name() + " " + key.type() + " "
                                + key.callee().name(),
                        edge));
        return edges;
    }

    private static SpanBuilder client(long id, long parent, String service) {
        return span(id).under(parent).in(service).kind(Span.Kind.CLIENT);
    }

    private static SpanBuilder server(long id, long parent, String service) {
        return span(id).under(parent).in(service).kind(Span.Kind.SERVER);
    }

    private static AnyValue text(String value) {
        return AnyValue.of(value);
    }

    @Test
    void aCallHasTheTimesOfBothEnds() {
        Map<String, Edge> edges = graph(
                server(1, 0, "front"),
                client(2, 1, "front").from(START).to(START + 9_000_000),
                server(3, 2, "cart").from(START).to(START + 4_000_000));
        assertThat(edges.keySet()).containsExactly("front CALL cart", "user CALL front");
        Edge call = edges.get("front CALL cart");
        assertThat(call.calls()).isEqualTo(1);
        assertThat(call.seenByCaller().quantileNanos(0.5)).isCloseTo(9e6, within(9e4));
        assertThat(call.seenByCallee().quantileNanos(0.5)).isCloseTo(4e6, within(4e4));
    }

    @Test
    void aCallFailsAtEitherEnd() {
        Edge byCaller = graph(client(1, 0, "front").status(2, "timeout"), server(2, 1, "cart"))
                .get("front CALL cart");
        Edge byCallee = graph(client(1, 0, "front"), server(2, 1, "cart").status(2, "no"))
                .get("front CALL cart");
        assertThat(List.of(byCaller.failed(), byCallee.failed())).containsExactly(1L, 1L);
    }

    @Test
    void whatSendsNoSpansIsKnownByWhatItsCallersSay() {
        assertThat(graph(client(1, 0, "cart")
                                .with("db.system.name", text("postgresql"))
                                .with("db.namespace", text("orders")))
                        .keySet())
                .containsExactly("cart QUERY postgresql/orders");
        assertThat(graph(client(1, 0, "cart").with("db.system", text("redis"))).keySet())
                .containsExactly("cart QUERY redis");
        assertThat(graph(client(1, 0, "cart").with("server.address", text("api.example")))
                        .keySet())
                .containsExactly("cart CALL api.example");
        assertThat(graph(client(1, 0, "cart")
                                .with("peer.service", text("bank"))
                                .with("server.address", text("10.0.0.1")))
                        .keySet())
                .containsExactly("cart CALL bank");
        assertThat(graph(client(1, 0, "cart"))).isEmpty();
    }

    @Test
    void whatSendsSpansIsNotKnownByItsAddress() {
        assertThat(graph(client(1, 0, "front").with("server.address", text("cart.local")), server(2, 1, "cart"))
                        .keySet())
                .containsExactly("front CALL cart");
    }

    @Test
    void ofNestedClientsTheOutermostNamesThePeer() {
        assertThat(graph(
                                client(1, 0, "cart").with("db.system.name", text("elasticsearch")),
                                client(2, 1, "cart").with("server.address", text("10.0.0.7")))
                        .keySet())
                .containsExactly("cart QUERY elasticsearch");
    }

    @Test
    void messagesGoFromProducerToConsumer() {
        SpanBuilder sent =
                span(1).in("shop").kind(Span.Kind.PRODUCER).with("messaging.destination.name", text("orders"));
        SpanBuilder taken = span(2).under(1)
                .in("billing")
                .kind(Span.Kind.CONSUMER)
                .with("messaging.destination.name", text("orders"));
        assertThat(graph(sent, taken).keySet()).containsExactly("shop MESSAGE billing");
        assertThat(graph(sent).keySet()).containsExactly("shop MESSAGE orders");
        assertThat(graph(span(2).in("billing")
                                .kind(Span.Kind.CONSUMER)
                                .with("messaging.destination.name", text("orders")))
                        .keySet())
                .containsExactly("orders MESSAGE billing");
    }

    @Test
    void aParentThatIsMissingIsSomebodyUnknown() {
        assertThat(graph(server(2, 77, "cart")).keySet()).containsExactly("unknown CALL cart");
    }

    @Test
    void workWithinAComponentIsNoCall() {
        assertThat(graph(span(1).in("cart"), span(2).under(1).in("cart"))).isEmpty();
        assertThat(graph(client(1, 0, "cart"), server(2, 1, "cart")).keySet()).containsExactly("cart CALL cart");
    }

    @Test
    void aSampledCallStandsForMany() {
        Edge edge = graph(
                        client(1, 0, "front").traceState("ot=th:c"),
                        server(2, 1, "cart").traceState("ot=th:c"))
                .get("front CALL cart");
        assertThat(edge.calls()).isEqualTo(1);
        assertThat(edge.weight()).isEqualTo(4);
    }

    @Test
    void callsAreThoseOfADirectCount() {
        Random random = new Random(5);
        List<Span> all = new ArrayList<>();
        Map<String, Long> expected = new TreeMap<>();
        for (int i = 0; i < 3000; i++) {
            List<Span> trace = RandomTraces.next(random, new TraceId(1, i + 1));
            all.addAll(trace);
            count(trace, expected);
        }
        Map<String, Long> found = new TreeMap<>();
        named(Told.of(all)).forEach((name, edge) -> found.put(name, edge.calls()));
        assertThat(found).isEqualTo(expected);
    }

    private static void count(List<Span> spans, Map<String, Long> counts) {
        for (Span callee : spans) {
            Optional<Span> caller = spans.stream()
                    .filter(span -> span.spanId().equals(callee.parentSpanId()))
                    .findFirst();
            boolean receives = callee.kind() == 2 || callee.kind() == 5;
            if (caller.isPresent()) {
                boolean isReceived =
                        receives && (caller.get().kind() == 3 || caller.get().kind() == 4);
                boolean isMessage = caller.get().kind() == 4 || callee.kind() == 5;
                if (isReceived || !service(caller.get()).equals(service(callee))) {
                    String type = isMessage ? " MESSAGE " : " CALL ";
                    counts.merge(service(caller.get()) + type + service(callee), 1L, Long::sum);
                }
            } else if (receives) {
                counts.merge("user" + (callee.kind() == 5 ? " MESSAGE " : " CALL ") + service(callee), 1L, Long::sum);
            }
        }
    }

    private static String service(Span span) {
        return Component.of(span.resource().attributes()).name();
    }
}
