package dev.quipu.analysis.template;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.quipu.analysis.template.MinerState.TemplateState;
import dev.quipu.analysis.template.MinerState.TokenState;
import dev.quipu.analysis.template.MinerState.WordState;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.io.IOException;

/** What a miner knows of a template, as bytes of JSON: storage keeps them and does not look in. */
@RegisterForReflection(targets = {TemplateState.class, TokenState.class, WordState.class})
final class TemplateStateCodec {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private TemplateStateCodec() {}

    static byte[] encode(TemplateState state) {
        try {
            return MAPPER.writeValueAsBytes(state);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * @throws IllegalArgumentException when the bytes are not what {@link #encode} gave
     */
    static TemplateState decode(byte[] state) {
        try {
            return MAPPER.readValue(state, TemplateState.class);
        } catch (IOException e) {
            throw new IllegalArgumentException("state of a template: expected what was written, got something else", e);
        }
    }
}
