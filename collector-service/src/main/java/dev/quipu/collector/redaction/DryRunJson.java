package dev.quipu.collector.redaction;

import dev.quipu.model.Signal;
import dev.quipu.model.otlp.OtlpJson;
import dev.quipu.model.redaction.RedactionRule;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;

/** A dry run asked for and answered in JSON. */
final class DryRunJson {

    private static final int MAX_TEXTS = 1_000;
    private static final int MAX_TEXT_LENGTH = 1 << 16;

    private DryRunJson() {}

    /**
     * Runs what is asked for; takes as long as it takes.
     *
     * @throws IllegalArgumentException when the question is none; {@code OtlpFormatException} when its records are none
     */
    static JsonObject answer(Buffer question) {
        JsonObject asked = object(question);
        List<RedactionRule> rules = RuleJson.rules(array(asked, "rules"), RedactionRule.MAX_RULES);
        if (asked.containsKey("texts") == asked.containsKey("records")) {
            throw new IllegalArgumentException("expected either texts or a signal and records, got "
                    + (asked.containsKey("texts") ? "both" : "none of them"));
        }
        return DryRunResult.json(
                asked.containsKey("texts")
                        ? DryRun.ofTexts(rules, texts(array(asked, "texts")))
                        : ofRecords(rules, asked));
    }

    private static DryRun ofRecords(List<RedactionRule> rules, JsonObject asked) {
        Signal signal = Signal.ofLabel(String.valueOf(asked.getValue("signal")));
        if (!(asked.getValue("records") instanceof JsonObject records)) {
            throw new IllegalArgumentException(
                    "records: expected an export request in OTLP's JSON form, got another thing");
        }
        byte[] json = records.toBuffer().getBytes();
        return DryRun.ofRecords(rules, signal, OtlpJson.requestToProtobuf(signal, json, json.length));
    }

    private static JsonObject object(Buffer question) {
        try {
            return new JsonObject(question);
        } catch (DecodeException | ClassCastException e) {
            throw new IllegalArgumentException("expected a JSON object, got another thing", e);
        }
    }

    private static JsonArray array(JsonObject asked, String field) {
        if (!(asked.getValue(field) instanceof JsonArray array)) {
            throw new IllegalArgumentException(field + ": expected a list, got another thing");
        }
        return array;
    }

    private static List<String> texts(JsonArray array) {
        if (array.size() > MAX_TEXTS) {
            throw new IllegalArgumentException("texts: expected at most " + MAX_TEXTS + ", got " + array.size());
        }
        List<String> texts = new ArrayList<>();
        for (Object one : array) {
            String text = String.valueOf(one);
            if (text.length() > MAX_TEXT_LENGTH) {
                throw new IllegalArgumentException("texts: expected at most " + MAX_TEXT_LENGTH
                        + " characters each, got " + text.length() + " at " + texts.size());
            }
            texts.add(text);
        }
        return texts;
    }
}
