package dev.quipu.storage.relations;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quipu.model.Component;
import dev.quipu.model.InstrumentationScope;
import dev.quipu.model.KeyValue;
import dev.quipu.model.Span;
import dev.quipu.model.SpanId;
import dev.quipu.model.TraceId;
import dev.quipu.storage.fixture.SpanFixture;
import dev.quipu.storage.relations.Relations.Calls;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is a call and what is none. */
class RelationsTest {

    private static final TraceId TRACE = new TraceId(1, 1);
    private static final int INTERNAL = 1;
    private static final int SERVER = 2;
    private static final int CLIENT = 3;
    private static final int PRODUCER = 4;
    private static final int CONSUMER = 5;

    private static Component component(String name) {
        return new Component("shop", name, "i0");
    }

    private static Span span(String service, int kind, long id, long parent, KeyValue... attributes) {
        return span(service, kind, id, parent, List.of(), Span.Status.UNSET, attributes);
    }

    private static Span span(
            String service,
            int kind,
            long id,
            long parent,
            List<Span.Link> links,
            Span.Status status,
            KeyValue... attributes) {
        return new Span(
                SpanFixture.resource(service, "i0"),
                InstrumentationScope.NONE,
                TRACE,
                new SpanId(id),
                parent == 0 ? SpanId.NONE : new SpanId(parent),
                "",
                0,
                "call",
                kind,
                1,
                2,
                List.of(attributes),
                0,
                List.of(),
                0,
                links,
                0,
                status);
    }

    private static Calls calls(String name, long calls, long errors) {
        return new Calls(Peer.of(component(name)), calls, errors);
    }

    private static Calls outside(Peer.Kind kind, String name) {
        return new Calls(new Peer(kind, new Component("", name, "")), 1, 0);
    }

    @Test
    void aChildInAnotherComponentIsACall() {
        List<Span> spans = List.of(
                span("frontend", CLIENT, 1, 0),
                span("cart", SERVER, 2, 1),
                span("cart", INTERNAL, 3, 2),
                span("cart", CLIENT, 4, 3),
                span("stock", SERVER, 5, 4, List.of(), new Span.Status(Span.Status.CODE_ERROR, "")),
                span("cart", CLIENT, 6, 3),
                span("stock", SERVER, 7, 6));

        Relations cart = Relations.of(component("cart"), spans);

        assertThat(cart.calls()).containsExactly(calls("stock", 2, 1));
        assertThat(cart.calledBy()).containsExactly(calls("frontend", 1, 0));
        assertThat(Relations.of(component("stock"), spans).calledBy()).containsExactly(calls("cart", 2, 1));
    }

    @Test
    void aSharedSpanIsOneCall() {
        List<Span> spans =
                List.of(span("frontend", CLIENT, 1, 0), span("cart", SERVER, 1, 0), span("cart", INTERNAL, 2, 1));

        assertThat(Relations.of(component("frontend"), spans).calls()).containsExactly(calls("cart", 1, 0));
        assertThat(Relations.of(component("cart"), spans).calledBy()).containsExactly(calls("frontend", 1, 0));
    }

    @Test
    void aLinkToAProducerIsACall() {
        Span.Link link = new Span.Link(TRACE.high(), TRACE.low(), new SpanId(1), "", List.of(), 0, 0);
        List<Span> spans =
                List.of(span("cart", PRODUCER, 1, 0), span("mail", CONSUMER, 2, 0, List.of(link), Span.Status.UNSET));

        assertThat(Relations.of(component("cart"), spans).calls()).containsExactly(calls("mail", 1, 0));
    }

    @Test
    void whatSendsNothingIsKnownByItsCallers() {
        List<Span> spans = List.of(
                span(
                        "cart",
                        CLIENT,
                        1,
                        0,
                        KeyValue.of("db.system.name", "postgresql"),
                        KeyValue.of("db.namespace", "orders")),
                span(
                        "cart",
                        PRODUCER,
                        2,
                        0,
                        KeyValue.of("messaging.system", "kafka"),
                        KeyValue.of("messaging.destination.name", "mails")),
                span("cart", CLIENT, 3, 0, KeyValue.of("server.address", "api.bank.example")),
                span("cart", CLIENT, 4, 0),
                span("cart", INTERNAL, 5, 0, KeyValue.of("server.address", "not.a.call")));

        assertThat(Relations.of(component("cart"), spans).calls())
                .containsExactlyInAnyOrder(
                        outside(Peer.Kind.DATABASE, "postgresql orders"),
                        outside(Peer.Kind.MESSAGING, "kafka mails"),
                        outside(Peer.Kind.EXTERNAL, "api.bank.example"));
    }

    @Test
    void spansThatAreTheirOwnParentsCallNobody() {
        assertThat(Relations.of(component("cart"), List.of(span("cart", SERVER, 1, 1)))
                        .calledBy())
                .isEmpty();
    }
}
