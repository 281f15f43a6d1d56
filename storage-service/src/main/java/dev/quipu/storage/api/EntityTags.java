package dev.quipu.storage.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/** Answers to those who ask again and again: nothing but 304 while the answer is what they have. */
@Singleton
final class EntityTags {

    private final ObjectMapper json;

    EntityTags(ObjectMapper json) {
        this.json = json;
    }

    /** The answer with its ETag, which is a hash of what it says. */
    Response answer(Request request, Object answer) {
        try {
            byte[] body = json.writeValueAsBytes(answer);
            EntityTag tag = new EntityTag(HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(body)));
            return Optional.ofNullable(request.evaluatePreconditions(tag))
                    .orElseGet(() -> Response.ok(body))
                    .tag(tag)
                    .build();
        } catch (JsonProcessingException | NoSuchAlgorithmException e) {
            throw new IllegalStateException("an answer of ours could not be written", e);
        }
    }
}
