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
                        "{'counts':[{'rule':'mail','action':'mask','found':1}],'total':1,'changes':[{'text':1,"
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
                        ("{'counts':[{'rule':'key','action':'drop','found':1}],'total':1,'changes':[{'place':'attributes',"
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
}
