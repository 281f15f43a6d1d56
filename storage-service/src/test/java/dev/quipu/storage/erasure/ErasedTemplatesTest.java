package dev.quipu.storage.erasure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quipu.model.erasure.ErasureTarget.OfAttribute;
import dev.quipu.storage.templates.LogTemplate;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ErasedTemplatesTest {

    private static final ErasedText SAID =
            ErasedText.of(UUID.randomUUID(), new OfAttribute("user.id", "u-1")).orElseThrow();

    private static LogTemplate template(String text, String sample, String state) {
        byte[] bytes = state.getBytes(StandardCharsets.UTF_8);
        return ErasedTemplates.without(new LogTemplate("shop", "cart", 1, 1, text, sample, bytes, 0, 1), SAID);
    }

    private static String state(LogTemplate template) {
        return new String(template.state(), StandardCharsets.UTF_8);
    }

    @Test
    void anExampleDoesNotSayWhatWasErased() {
        LogTemplate kept = template(
                "user <*> came",
                "user u-1 came",
                "{\"number\":1,\"tokens\":[{\"words\":[{\"constant\":\"\",\"sample\":\"u-1\",\"sampled\":true}]}]}");
        assertThat(SAID.isIn(kept.sample())).isFalse();
        assertThat(kept.text()).isEqualTo("user <*> came");
        assertThat(state(kept))
                .isEqualTo(
                        "{\"number\":1,\"tokens\":[{\"words\":[{\"constant\":\"\",\"sample\":\"\",\"sampled\":true}]}]}");
    }

    @Test
    void whatATemplateSaysInWordsOfItsOwnIsWhateverIsThere() {
        LogTemplate kept = template(
                "user u-1 came",
                "user u-1 came",
                "{\"words\":[{\"constant\":\"user\"},{\"constant\":\"u\"},{\"constant\":\"1\"}]}");
        assertThat(SAID.isIn(kept.text())).isFalse();
        assertThat(state(kept))
                .isEqualTo("{\"words\":[{\"constant\":\"user\"},{\"constant\":\"\"},{\"constant\":\"\"}]}");
    }

    @Test
    void oneThatDoesNotSayItStaysAsItIs() {
        String state = "{\"words\": [{\"constant\":\"u\"}, {\"constant\":\"1\"}]}";
        LogTemplate kept = template("u <*>", "user u-17 came", state);
        assertThat(kept.sample()).isEqualTo("user u-17 came");
        assertThat(state(kept)).isEqualTo(state);
    }
}
