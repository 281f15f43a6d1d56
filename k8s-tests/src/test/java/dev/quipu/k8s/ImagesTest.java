package dev.quipu.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Images run as the manifests run them: as nobody, without a shell, in the memory that they are given. */
class ImagesTest {

    private static final Pattern MEBIBYTES = Pattern.compile("-X(?:mx|X:Max(?:DirectMemory|Metaspace)Size=)(\\d+)m");

    /** What a JVM of these takes besides: thread stacks, code, its collector. */
    private static final int OTHER_MEBIBYTES = 100;

    private record Dockerfile(String service, String kind, List<String> instructions) {

        static Dockerfile of(String service, String kind) {
            String text = Checkout.read(service + "-service/src/main/docker/Dockerfile." + kind)
                    .replaceAll("(?m)^#.*\\n", "")
                    .replaceAll("\\\\\\n\\s*", "");
            return new Dockerfile(
                    service,
                    kind,
                    Arrays.stream(text.split("\n"))
                            .filter(line -> !line.isBlank())
                            .toList());
        }

        /** Those of the image that is shipped. */
        List<String> shipped() {
            int last = instructions.stream()
                    .filter(line -> line.startsWith("FROM "))
                    .map(instructions::lastIndexOf)
                    .reduce(0, Math::max);
            return instructions.subList(last, instructions.size());
        }

        List<String> all(String instruction) {
            return instructions.stream()
                    .filter(line -> line.startsWith(instruction + " "))
                    .toList();
        }

        String one(String instruction) {
            return shipped().stream()
                    .filter(line -> line.startsWith(instruction + " "))
                    .reduce((first, second) -> second)
                    .map(line -> line.substring(instruction.length() + 1))
                    .orElse("");
        }

        @Override
        public String toString() {
            return service + " " + kind;
        }
    }

    static Stream<Dockerfile> dockerfiles() {
        return Overlay.SERVICES.stream()
                .flatMap(service -> Stream.of("jvm", "native").map(kind -> Dockerfile.of(service, kind)));
    }

    static Stream<Dockerfile> onTheJvm() {
        return dockerfiles().filter(file -> file.kind().equals("jvm"));
    }

    @ParameterizedTest
    @MethodSource("dockerfiles")
    void imagesRunAsTheUserThatManifestsName(Dockerfile file) {
        assertThat(file.one("USER"))
                .isEqualTo("%1$s:%1$s"
                        .formatted(Overlay.DEV
                                .workload(file.service())
                                .at("/spec/template/spec/securityContext/runAsUser")
                                .asText()));
    }

    @ParameterizedTest
    @MethodSource("dockerfiles")
    void imagesNeedNoShell(Dockerfile file) {
        assertThat(file.one("FROM")).contains("distroless");
        assertThat(file.one("ENTRYPOINT")).matches("\\[\"/.+\"]");
        assertThat(file.shipped()).noneMatch(line -> line.startsWith("RUN ") || line.startsWith("CMD "));
    }

    @ParameterizedTest
    @MethodSource("dockerfiles")
    void basesHaveAVersion(Dockerfile file) {
        assertThat(file.all("FROM"))
                .allMatch(line -> line.matches("FROM \\S+:\\S+( AS \\w+)?") && !line.contains(":latest"));
    }

    @ParameterizedTest
    @MethodSource("dockerfiles")
    void nothingSecretAndNothingFromElsewhereGoesIn(Dockerfile file) {
        assertThat(file.instructions()).noneMatch(line -> line.startsWith("ADD "));
        assertThat(Stream.concat(file.all("ENV").stream(), file.all("ARG").stream()))
                .noneMatch(line -> line.matches("(?i).*(password|secret|token|_key).*"));
        assertThat(Checkout.read(".dockerignore").lines())
                .containsExactly(
                        "*", "!*-service/target/*-runner", "!*-service/target/quarkus-app", "!operations/train");
    }

    @ParameterizedTest
    @MethodSource("dockerfiles")
    void portsAreThoseOfTheContainer(Dockerfile file) {
        assertThat(new TreeSet<>(List.of(file.one("EXPOSE").split(" "))))
                .isEqualTo(
                        Manifest.each(Overlay.DEV.workload(file.service()).at("/spec/template/spec/containers/0/ports"))
                                .map(port -> port.path("containerPort").asText())
                                .collect(Collectors.toCollection(TreeSet::new)));
    }

    /** A cache that was made with others is not used. */
    @ParameterizedTest
    @MethodSource("onTheJvm")
    void theCacheIsMadeWithTheOptionsThatTheServiceRunsWith(Dockerfile file) {
        assertThat(file.all("ENV")).hasSize(2).containsOnly(file.all("ENV").get(0));
        assertThat(file.all("WORKDIR")).containsOnly("WORKDIR /opt/quipu");
        assertThat(file.all("RUN"))
                .contains(
                        "RUN [\"/opt/train\", \"/opt/jre/bin/java\", \"%s\", \"/opt/quipu\", \"/opt/quipu/app.aot\", \"\"]"
                                .formatted(file.service()));
        assertThat(file.one("ENTRYPOINT"))
                .isEqualTo("[\"/opt/jre/bin/java\", \"-XX:AOTCache=/opt/quipu/app.aot\", \"-jar\","
                        + " \"/opt/quipu/quarkus-run.jar\"]");
    }

    @ParameterizedTest
    @MethodSource("onTheJvm")
    void theJvmStaysWithinTheMemoryOfItsContainer(Dockerfile file) {
        Matcher size = MEBIBYTES.matcher(file.one("ENV"));
        int sum = size.results()
                .mapToInt(found -> Integer.parseInt(found.group(1)))
                .sum();
        Map<String, String> limits = Manifest.texts(
                Overlay.DEV.workload(file.service()).at("/spec/template/spec/containers/0/resources/limits"));

        assertThat(sum + OTHER_MEBIBYTES)
                .isLessThanOrEqualTo(Integer.parseInt(limits.get("memory").replace("Mi", "")));
    }

    /** The launcher and the image run one and the same JVM. */
    @ParameterizedTest
    @MethodSource("onTheJvm")
    void theJvmIsToldWhatTheLauncherTellsIt(Dockerfile file) {
        String launcher = Checkout.read("quipu");
        assertThat(Arrays.stream(file.one("ENV").replaceAll("^\\w+=\"|\"$", "").split(" ")))
                .allMatch(launcher::contains);
    }
}
