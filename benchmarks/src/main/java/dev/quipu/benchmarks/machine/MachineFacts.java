package dev.quipu.benchmarks.machine;

import java.nio.file.Path;
import java.util.List;

/**
 * What figures depend on.
 *
 * @param memoryBytes installed, as far as this system may use it
 */
public record MachineFacts(String processor, int cores, long memoryBytes, String system, String java) {

    public static MachineFacts read() {
        return new MachineFacts(
                field("cpuinfo", "model name"),
                Runtime.getRuntime().availableProcessors(),
                Long.parseLong("0" + field("meminfo", "MemTotal").replaceAll("\\D", "")) * 1024,
                System.getProperty("os.name") + " " + System.getProperty("os.version") + " "
                        + System.getProperty("os.arch"),
                System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version"));
    }

    /** As list items. */
    public String markdown() {
        return String.join(
                "\n",
                List.of(
                        "- Processor: " + processor + ", " + cores + " cores",
                        "- Memory: " + (memoryBytes >> 30) + " GiB",
                        "- System: " + system,
                        "- JDK: " + java));
    }

    private static String field(String file, String name) {
        return ProcessTable.readFile(Path.of("/proc", file)).stream()
                .flatMap(String::lines)
                .filter(line -> line.startsWith(name))
                .map(line -> line.substring(line.indexOf(':') + 1).trim())
                .findFirst()
                .orElse("unknown");
    }
}
