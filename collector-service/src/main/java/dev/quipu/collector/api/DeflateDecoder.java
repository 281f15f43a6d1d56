package dev.quipu.collector.api;

import dev.quipu.collector.intake.Answer;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** The {@code deflate} coding of HTTP: a zlib stream (RFC 9110 section 8.4.1.2, RFC 1950). */
final class DeflateDecoder implements ContentDecoder {

    private final Inflater inflater = new Inflater();

    @Override
    public void decode(byte[] chunk, BodyBytes target) throws RequestRefused {
        if (chunk.length > 0 && inflater.finished()) {
            throw new RequestRefused(Answer.unreadable("deflate: expected the end of the body, got more bytes"));
        }
        inflater.setInput(chunk);
        try {
            while (!inflater.finished() && !inflater.needsInput()) {
                if (inflater.needsDictionary()) {
                    throw new RequestRefused(Answer.unreadable("deflate: expected no preset dictionary, got one"));
                }
                target.wrote(inflater.inflate(target.array(), target.length(), target.room()));
            }
        } catch (DataFormatException e) {
            throw new RequestRefused(Answer.unreadable("deflate: expected a zlib stream, got something else"));
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
