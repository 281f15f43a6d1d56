package dev.quipu.storage.api;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.vertx.core.buffer.Buffer;
import jakarta.ws.rs.core.MediaType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The two forms of {@code TracesData}, and how several messages become one without copying them. */
enum TraceEncoding {
    JSON(MediaType.APPLICATION_JSON) {
        @Override
        Buffer join(List<byte[]> pieces) {
            List<ByteBuf> parts = new ArrayList<>();
            parts.add(ascii("{\"resourceSpans\":["));
            for (byte[] piece : pieces) {
                int begin = indexOf(piece, (byte) '[') + 1;
                int end = lastIndexOf(piece, (byte) ']');
                if (begin > 0 && end > begin) {
                    parts.add(ascii(parts.size() > 1 ? "," : ""));
                    parts.add(Unpooled.wrappedBuffer(piece, begin, end - begin));
                }
            }
            parts.add(ascii("]}"));
            return Buffer.buffer(Unpooled.wrappedBuffer(parts.toArray(ByteBuf[]::new)));
        }
    },
    /** Messages in a row are one message: their repeated fields add up. */
    PROTOBUF_BINARY(TraceEncoding.PROTOBUF) {
        @Override
        Buffer join(List<byte[]> pieces) {
            return Buffer.buffer(Unpooled.wrappedBuffer(pieces.toArray(byte[][]::new)));
        }
    };

    static final String PROTOBUF = "application/x-protobuf";

    private final String mediaType;

    TraceEncoding(String mediaType) {
        this.mediaType = mediaType;
    }

    String mediaType() {
        return mediaType;
    }

    abstract Buffer join(List<byte[]> pieces);

    /** JSON unless protobuf is asked for first. */
    static TraceEncoding of(List<MediaType> acceptable) {
        for (MediaType type : acceptable) {
            if (type.toString().startsWith(PROTOBUF)) {
                return PROTOBUF_BINARY;
            }
            if (type.isCompatible(MediaType.APPLICATION_JSON_TYPE)) {
                return JSON;
            }
        }
        return JSON;
    }

    private static ByteBuf ascii(String text) {
        return Unpooled.wrappedBuffer(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static int indexOf(byte[] bytes, byte wanted) {
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == wanted) {
                return i;
            }
        }
        return -1;
    }

    private static int lastIndexOf(byte[] bytes, byte wanted) {
        for (int i = bytes.length - 1; i >= 0; i--) {
            if (bytes[i] == wanted) {
                return i;
            }
        }
        return -1;
    }
}
