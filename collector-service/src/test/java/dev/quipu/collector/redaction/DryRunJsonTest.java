package dev.quipu.collector.redaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;

class DryRunJsonTest {

    private static JsonObject answer(String question) {
        return DryRunJson.answer(Buffer.buffer(question.replace('\'', '"')));
    }

    @Test
    void showsTextsBeforeAndAfter() {
        assertThat(answer("{'rules':[{'name':'mail','detectors':['email'],'action':'mask'}],"
                        + "'texts':['nothing','to anna@example.com']}"))
                .isEqualTo(new JsonObject(
                        "{'counts':[{'rule':'mail','action':'mask','found':1}],'total':1,'truncated':false,'changes':[{'text':1,"
                                        .replace('\'', '"')
                                + "'before':'to anna@example.com','after':'to ****','rules':['mail']}]}"
                                        .replace('\'', '"')));
    }

    @Test
    void showsRecordsByPlaceAndKey() {
        assertThat(answer("{'rules':[{'name':'key','keys':'^password$','action':'drop'}],'signal':'logs','records':"
                        + "{'resourceLogs':[{'scopeLogs':[{'logRecords':[{'attributes':[{'key':'password',"
                        + "'value':{'stringValue':'hunter2'}}]}]}]}]}}"))
                .isEqualTo(new JsonObject(
                        ("{'counts':[{'rule':'key','action':'drop','found':1}],'total':1,'truncated':false,'changes':[{'place':'attributes',"
                                        + "'keys':['password'],'before':'hunter2','after':null,'rules':['key']}]}")
                                .replace('\'', '"')));
    }

    @Test
    void saysWhatWasExpected() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> answer("[]"))
                .withMessage("expected a JSON object, got another thing");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> answer("{'rules':[]}"))
                .withMessage("expected either texts or a signal and records, got none of them");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> answer("{'rules':[{'name':'a','pattern':'(','action':'mask'}],'texts':['x']}"))
                .withMessageStartingWith("a: pattern: expected a regular expression of RE2's, got '('");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> answer("{'rules':[{'name':'a','pattern':'x','action':'burn'}],'texts':['x']}"))
                .withMessage("rule 'a': action: expected one of drop, mask, hash, truncate, got 'burn'");
    }

    @Test
    void takesAsManyRulesAsATenantMayHaveAndTextsOfABoundedLength() {
        String rule = "{'name':'a','pattern':'x','action':'mask'}";
        assertThat(answer("{'rules':[" + (rule + ",").repeat(199) + rule + "],'texts':['x']}")
                        .getInteger("total"))
                .isEqualTo(1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> answer("{'rules':[" + (rule + ",").repeat(200) + rule + "],'texts':['x']}"))
                .withMessage("rules: expected at most 200, got 201");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> answer("{'rules':[],'texts':['x','" + "y".repeat(65_537) + "']}"))
                .withMessage("texts: expected at most 65536 characters each, got 65537 at 1");
    }

    @Test
    void longKeysAndValuesAndManyChangesAreCut() {
        String entry = "{'key':'k','value':{'stringValue':'x'}}";
        JsonObject answer = answer("{'rules':[{'name':'a','pattern':'x','action':'mask'}],'signal':'logs','records':"
                + "{'resourceLogs':[{'scopeLogs':[{'logRecords':[{'attributes':[{'key':'" + "n".repeat(100_000)
                + "','value':{'kvlistValue':{'values':[" + (entry + ",").repeat(2_999) + entry + "]}}}]}]}]}]}}");
        assertThat(answer.getInteger("total")).isEqualTo(3_000);
        assertThat(answer.getBoolean("truncated")).isTrue();
        assertThat(answer.getJsonArray("changes")).hasSize(1_000);
        assertThat(answer.getJsonArray("changes").getJsonObject(0).getJsonArray("keys"))
                .containsExactly("n".repeat(256) + "…", "k");
        assertThat(answer.encode().length()).isLessThan(1 << 20);
    }

    @Test
    void ofALongValueThePartIsShownThatChanges() {
        JsonObject answer = answer("{'rules':[{'name':'a','pattern':'secret','action':'mask'}],'texts':['"
                + "a".repeat(3_000) + "secret" + "z".repeat(3_000) + "']}");
        JsonObject change = answer.getJsonArray("changes").getJsonObject(0);
        assertThat(change.getString("before")).isEqualTo("…" + "a".repeat(200) + "secret" + "z".repeat(794) + "…");
        assertThat(change.getString("after")).isEqualTo("…" + "a".repeat(200) + "****" + "z".repeat(796) + "…");
        assertThat(answer.getBoolean("truncated")).isTrue();
    }

    @Test
    void deeplyNestedKeysAreCut() {
        int depth = 40;
        JsonObject answer = answer("{'rules':[{'name':'a','pattern':'x','action':'mask'}],'signal':'logs','records':"
                + "{'resourceLogs':[{'scopeLogs':[{'logRecords':[{'attributes':["
                + "{'key':'k','value':{'kvlistValue':{'values':[".repeat(depth)
                + "{'key':'last','value':{'stringValue':'x'}}" + "]}}}".repeat(depth) + "]}]}]}]}}");
        assertThat(answer.getJsonArray("changes").getJsonObject(0).getJsonArray("keys"))
                .hasSize(16);
        assertThat(answer.getBoolean("truncated")).isTrue();
    }
}
