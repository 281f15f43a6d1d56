package dev.quipu.collector.redaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.quipu.collector.TestConfig;
import dev.quipu.model.Signal;
import dev.quipu.model.otlp.OtlpJson;
import dev.quipu.model.redaction.RedactionAction;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RedactionPlansTest {

    private static final byte[] LOG_OF_XX =
            "{\"resourceLogs\":[{\"scopeLogs\":[{\"logRecords\":[{\"body\":{\"stringValue\":\"xx\"}}]}]}]}"
                    .getBytes(StandardCharsets.UTF_8);

    @TempDir
    private Path directory;

    private static RedactionPlans plans(Optional<Path> directory) {
        return new RedactionPlans(TestConfig.redaction(Map.of()), directory);
    }

    private static String told(String tenant, JsonObject... rules) {
        JsonArray all = new JsonArray();
        List.of(rules).forEach(rule -> all.add(rule.copy().put("tenant", tenant)));
        return new JsonObject().put("rules", all).encode();
    }

    private static JsonObject pattern(String pattern) {
        return new JsonObject()
                .put("id", 1)
                .put("name", "secret")
                .put("pattern", pattern)
                .put("action", "mask");
    }

    @Test
    void hasNoPlanForAnybodyUntilRulesAreKnown() {
        RedactionPlans plans = plans(Optional.empty());
        assertThat(plans.known()).isFalse();
        assertThat(plans.plan("default", Signal.LOGS)).isEmpty();
    }

    @Test
    void aTenantOfWhomNothingIsToldHasNoRules() {
        RedactionPlans plans = plans(Optional.empty());
        plans.take(told("shop", pattern("x")));
        assertThat(plans.plan("default", Signal.LOGS).orElseThrow().isEmpty()).isTrue();
        assertThat(plans.plan("shop", Signal.LOGS).orElseThrow().isEmpty()).isFalse();
    }

    @Test
    void aBadRuleClosesItsTenantAlone() {
        RedactionPlans plans = plans(Optional.empty());
        plans.take(told("shop", pattern("(")));
        assertThat(plans.plan("shop", Signal.LOGS)).isEmpty();
        assertThat(plans.plan("default", Signal.LOGS)).isPresent();
        plans.take(told("shop", pattern("x").put("detectors", new JsonArray().add("iris-scan"))));
        assertThat(plans.plan("shop", Signal.LOGS)).isEmpty();
        plans.take(told("shop", pattern("(").put("enabled", false)));
        assertThat(plans.plan("shop", Signal.LOGS)).isPresent();
    }

    @Test
    void beginsWithWhatWasKeptBesideTheSpool() {
        plans(Optional.of(directory)).take(told("shop", pattern("hunter[0-9]")));
        RedactionPlans next = plans(Optional.of(directory));
        assertThat(next.known()).isTrue();
        assertThat(next.plan("shop", Signal.LOGS).orElseThrow().message("hunter2 it was"))
                .isEqualTo("**** it was");
    }

    @Test
    void doesNotBeginWithAFileThatHoldsNoRules() throws IOException {
        Files.writeString(directory.resolve("redaction-rules.json"), "{");
        assertThat(plans(Optional.of(directory)).known()).isFalse();
    }

    @Test
    void whatIsKeptIsItsOwnersAlone() throws IOException {
        plans(Optional.of(directory)).take(told("shop", pattern("x")));
        for (String name : new String[] {"redaction-rules.json", "redaction-hash-key"}) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve(name))))
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void whatCouldNotBeKeptIsAppliedAndKeptNextTime() throws IOException {
        Path spool = directory.resolve("spool");
        RedactionPlans plans = plans(Optional.of(spool));
        Path inTheWay = Files.createDirectories(spool.resolve("redaction-rules.json"));
        Files.writeString(inTheWay.resolve("file"), "");
        assertThat(plans.take(told("shop", pattern("x")))).isFalse();
        assertThat(plans.plan("shop", Signal.LOGS).orElseThrow().isEmpty()).isFalse();

        Files.delete(inTheWay.resolve("file"));
        Files.delete(inTheWay);
        assertThat(plans.take(told("shop", pattern("x")))).isTrue();
        assertThat(plans(Optional.of(spool))
                        .plan("shop", Signal.LOGS)
                        .orElseThrow()
                        .isEmpty())
                .isFalse();
    }

    @Test
    void aRuleIsThereByItsTenantIdAndAction() {
        RedactionPlans plans = plans(Optional.empty());
        assertThat(plans.hasRule("shop", "1", RedactionAction.MASK)).isFalse();
        plans.take(told("shop", pattern("x")));
        assertThat(plans.hasRule("shop", "1", RedactionAction.MASK)).isTrue();
        assertThat(plans.hasRule("shop", "1", RedactionAction.DROP)).isFalse();
        assertThat(plans.hasRule("shop", "2", RedactionAction.MASK)).isFalse();
        assertThat(plans.hasRule("default", "1", RedactionAction.MASK)).isFalse();
    }

    @Test
    void whatIsNoAnswerChangesNothing() {
        RedactionPlans plans = plans(Optional.empty());
        plans.take(told("shop", pattern("x")));
        assertThat(plans.take("[]")).isFalse();
        plans.take("{\"rules\":7}");
        plans.take("{\"rules\":[{\"name\":\"of nobody\"}]}");
        assertThat(plans.plan("shop", Signal.LOGS).orElseThrow().isEmpty()).isFalse();
    }

    @Test
    void aTenantWhoseRulesStayKeepsItsPlan() {
        RedactionPlans plans = plans(Optional.empty());
        plans.take(told("shop", pattern("x")));
        var before = plans.plan("shop", Signal.LOGS).orElseThrow();
        plans.take(told("shop", pattern("x")).replace("{\"rules\"", "{\"at\":1,\"rules\""));
        assertThat(plans.plan("shop", Signal.LOGS).orElseThrow()).isSameAs(before);
    }

    @Test
    void hashesAreTheSameAfterARestart() {
        String first = hash(plans(Optional.of(directory)));
        assertThat(hash(plans(Optional.of(directory)))).isEqualTo(first);
        assertThat(hash(plans(Optional.empty()))).isNotEqualTo(first);
    }

    private static String hash(RedactionPlans plans) {
        plans.take(told("shop", pattern("x+").put("action", "hash")));
        byte[] request = OtlpJson.requestToProtobuf(Signal.LOGS, LOG_OF_XX, LOG_OF_XX.length);
        return plans.plan("shop", Signal.LOGS)
                .orElseThrow()
                .explain(request, request.length)
                .changes()
                .get(0)
                .after()
                .orElseThrow();
    }

    @Test
    void aConfiguredKeyIsOneOfSixteenBytesOrMore() throws IOException {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RedactionPlans(
                        TestConfig.redaction(Map.of("quipu.redaction.hash-key", "short")), Optional.empty()))
                .withMessage("quipu.redaction.hash-key: hash key: expected 16 bytes or more, got 5");
        Path file = Files.writeString(directory.resolve("key"), "0123456789abcdef\n");
        String ofFile = hash(new RedactionPlans(
                TestConfig.redaction(Map.of("quipu.redaction.hash-key-file", file.toString())), Optional.empty()));
        assertThat(hash(new RedactionPlans(
                        TestConfig.redaction(Map.of("quipu.redaction.hash-key", "0123456789abcdef")),
                        Optional.empty())))
                .isEqualTo(ofFile);
    }
}
