package dev.quipu.storage.database;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The service as it is packaged: the jar, or with {@code -Dnative} the executable. */
final class PackagedService {

    private static final boolean IS_NATIVE = "native".equals(System.getenv("QUIPU_EXECUTABLES"));

    private PackagedService() {}

    /**
     * What starts it.
     *
     * @param settings options of the JVM, which an executable takes as well
     */
    static List<String> command(List<String> settings) {
        List<String> command = new ArrayList<>();
        if (IS_NATIVE) {
            command.add(System.getProperty("native.image.path"));
            command.addAll(settings);
        } else {
            command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            command.addAll(settings);
            command.addAll(List.of(
                    "-jar", Path.of("target", "quarkus-app", "quarkus-run.jar").toString()));
        }
        return command;
    }
}
