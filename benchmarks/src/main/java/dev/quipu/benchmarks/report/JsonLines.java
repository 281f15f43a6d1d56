package dev.quipu.benchmarks.report;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** A file that runs append their findings to, an object a line. */
public final class JsonLines {

    private JsonLines() {}

    public static void append(Path file, List<JsonObject> objects) throws IOException {
        Files.write(
                file,
                objects.stream().map(JsonObject::encode).toList(),
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
    }

    /** Empty when there is no such file. */
    public static List<JsonObject> read(Path file) throws IOException {
        if (!Files.exists(file)) {
            return List.of();
        }
        return Files.readAllLines(file).stream().map(JsonObject::new).toList();
    }
}
