package dev.quipu.collector.api;

import dev.quipu.collector.intake.Answer;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** The {@code deflate} coding of HTTP: a zlib stream (RFC 9110 section 8.4.1.2, RFC 1950). */
final class DeflateDecoder implements ContentDecoder {

    private final Inflater inflater = new Inflater();

    @Override
    public void decode(byte[] chunk, BodyBytes target) throws RequestRefused {
        inflater.setInput(chunk);
        try {
            while (!inflater.finished() && !inflater.needsInput()) {
                if (inflater.needsDictionary()) {
                    throw new RequestRefused(Answer.unreadable("deflate: expected no preset dictionary, got one"));
                }
                int room = target.room();
                target.wrote(inflater.inflate(target.buffer(), target.at(), room));
            }
        } catch (DataFormatException e) {
            throw new RequestRefused(Answer.unreadable("deflate: expected a zlib stream, got something else"));
        }
        if (inflater.getRemaining() > 0) {
            throw new RequestRefused(Answer.unreadable("deflate: expected the end of the body, got more bytes"));
        }
    }

    @Override
    public void finish() throws RequestRefused {
        if (!inflater.finished()) {
            throw new RequestRefused(
                    Answer.unreadable("deflate: expected the end of the stream, got the end of the body"));
        }
    }

    @Override
    public void close() {
        inflater.end();
    }
}
