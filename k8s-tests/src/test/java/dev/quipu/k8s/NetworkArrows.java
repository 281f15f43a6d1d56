package dev.quipu.k8s;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Which of the namespace's pods may open a connection to which, by what the NetworkPolicies add up to. */
final class NetworkArrows {

    private final List<Manifest> policies;

    NetworkArrows(Overlay overlay) {
        this.policies = overlay.all("NetworkPolicy").toList();
    }

    /** @param port a port's name or its number, as policies call it */
    boolean allow(Map<String, String> from, Map<String, String> to, String port) {
        return selecting(from, "Egress").anyMatch(policy -> lets(policy.at("/spec/egress"), "to", to, port))
                && selecting(to, "Ingress").anyMatch(policy -> lets(policy.at("/spec/ingress"), "from", from, port));
    }

    /** Whether any pod of namespaces with {@code labels} may come in. */
    boolean letIn(Map<String, String> namespaceLabels, Map<String, String> to, String port) {
        return selecting(to, "Ingress")
                .flatMap(policy -> Manifest.each(policy.at("/spec/ingress")))
                .filter(rule -> names(rule, port))
                .flatMap(rule -> Manifest.each(rule.path("from")))
                .anyMatch(peer -> peer.has("namespaceSelector")
                        && !peer.has("podSelector")
                        && selects(peer.path("namespaceSelector"), namespaceLabels));
    }

    /** Whether policies in {@code direction} apply to all pods, whatever their labels: then nothing is open that none opens. */
    boolean denyByDefault(String direction) {
        return policies.stream()
                .anyMatch(policy -> policy.at("/spec/podSelector").isEmpty()
                        && applies(policy, direction)
                        && policy.at("/spec/" + direction.toLowerCase(java.util.Locale.ROOT))
                                .isMissingNode());
    }

    private Stream<Manifest> selecting(Map<String, String> labels, String direction) {
        return policies.stream()
                .filter(policy -> applies(policy, direction) && selects(policy.at("/spec/podSelector"), labels));
    }

    private static boolean applies(Manifest policy, String direction) {
        return Manifest.each(policy.at("/spec/policyTypes"))
                .anyMatch(type -> type.asText().equals(direction));
    }

    private static boolean lets(JsonNode rules, String side, Map<String, String> peerLabels, String port) {
        return Manifest.each(rules)
                .filter(rule -> names(rule, port))
                .flatMap(rule -> Manifest.each(rule.path(side)))
                .anyMatch(peer -> !peer.has("ipBlock")
                        && isHere(peer.path("namespaceSelector"))
                        && (!peer.has("podSelector") || selects(peer.path("podSelector"), peerLabels)));
    }

    /** The namespace has no labels that a selector asks for: only one that asks for none means it. */
    private static boolean isHere(JsonNode namespaceSelector) {
        return namespaceSelector.isMissingNode() || namespaceSelector.isEmpty();
    }

    private static boolean names(JsonNode rule, String port) {
        return !rule.has("ports")
                || Manifest.each(rule.path("ports"))
                        .anyMatch(open -> open.path("port").asText().equals(port));
    }

    private static boolean selects(JsonNode selector, Map<String, String> labels) {
        return labels.entrySet()
                        .containsAll(
                                Manifest.texts(selector.path("matchLabels")).entrySet())
                && Manifest.each(selector.path("matchExpressions"))
                        .allMatch(expression -> Manifest.each(expression.path("values"))
                                .anyMatch(value -> value.asText()
                                        .equals(labels.get(
                                                expression.path("key").asText()))));
    }
}
