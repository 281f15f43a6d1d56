package dev.quipu.acceptance;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.conditions.ArchPredicates.are;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.Zstd;
import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputStream;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.AccessibleObject;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What a native executable cannot do, the services do not: all that it runs is known when it is built. What libraries need
 * besides is in their own metadata, or in {@code META-INF/native-image} of common-model.
 */
class NativeImageTest {

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .importPaths(Stream.of(
                            "common-model",
                            "common-access",
                            "common-database",
                            "collector-service",
                            "storage-service",
                            "analysis-service")
                    .map(module -> Checkout.ROOT.resolve(module).resolve("target/classes"))
                    .toList());

    @Test
    void allModulesAreLookedAt() {
        assertThat(Stream.of("model", "access", "database", "collector", "storage", "analysis"))
                .allMatch(room ->
                        CLASSES.stream().anyMatch(type -> type.getPackageName().startsWith("dev.quipu." + room)));
    }

    @Test
    void noClassIsMadeWhileItRuns() {
        noClasses()
                .should()
                .callMethodWhere(calls(Proxy.class, ".*"))
                .orShould()
                .callMethodWhere(calls(MethodHandles.Lookup.class, "define.*|find.*|unreflect.*"))
                .orShould()
                .beAssignableTo(ClassLoader.class)
                .orShould()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "javassist..", "net.bytebuddy..", "org.objectweb.asm..", "io.quarkus.gizmo..", "javax.script..")
                .check(CLASSES);
    }

    /** What Jackson and others reach by reflection is registered with an annotation, or by Quarkus. */
    @Test
    void noClassIsLookedUpOrLookedInto() {
        noClasses()
                .should()
                .callMethodWhere(
                        calls(Class.class, "forName|newInstance|get(Declared)?(Methods?|Fields?|Constructors?)"))
                .orShould()
                .callMethodWhere(calls(ClassLoader.class, "loadClass|findClass"))
                .orShould()
                .callMethodWhere(calls(Method.class, "invoke"))
                .orShould()
                .callMethodWhere(calls(Constructor.class, "newInstance"))
                .orShould()
                .callMethodWhere(calls(AccessibleObject.class, "setAccessible|trySetAccessible"))
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(ObjectInputStream.class)
                .check(CLASSES);
    }

    /** zstd-jni loads its own. */
    @Test
    void nothingButZstdIsNative() {
        noClasses()
                .should()
                .callMethodWhere(calls(System.class, "load|loadLibrary|mapLibraryName"))
                .orShould()
                .callMethodWhere(calls(Runtime.class, "load|loadLibrary"))
                .orShould()
                .dependOnClassesThat()
                .resideInAnyPackage("java.lang.foreign..", "sun.misc..", "jdk.internal..", "com.sun.jna..")
                .check(CLASSES);
        noMethods().should().haveModifier(JavaModifier.NATIVE).check(CLASSES);
    }

    /** Migrations, the page and the OpenAPI documents Quarkus takes in by itself. */
    @Test
    void resourcesThatAreReadByNameAreTakenIn() throws IOException {
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName("dev.quipu.storage.StorageMain")
                .and()
                .doNotHaveFullyQualifiedName("dev.quipu.database.ServerBinaries")
                .and()
                .doNotHaveFullyQualifiedName("dev.quipu.storage.database.Citus")
                .should()
                .callMethodWhere(calls(Class.class, "getResource.*")
                        .or(calls(ClassLoader.class, "(getResource|resources|getSystemResource).*")))
                .check(CLASSES);

        assertThat(settingsOf("storage")
                        .getProperty("quarkus.native.resources.includes")
                        .split(","))
                .containsExactly("application.properties", "postgres-*.txz", "db/citus/*.sql");
    }

    private static Properties settingsOf(String service) throws IOException {
        Properties settings = new Properties();
        try (InputStream file = Files.newInputStream(
                Checkout.ROOT.resolve(service + "-service/src/main/resources/application.properties"))) {
            settings.load(file);
        }
        return settings;
    }

    /** Classes for newer JDKs would be taken in place of those that the metadata is for: they are left out. */
    @Test
    void zstdIsWhatItsMetadataSays() throws Exception {
        Path jar = Path.of(
                Zstd.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        List<String> names;
        try (JarFile file = new JarFile(jar.toFile())) {
            names = file.stream().map(entry -> entry.getName()).toList();
        }
        List<String> forNewerJdks = names.stream()
                .filter(name -> name.matches("META-INF/versions/.+\\.class"))
                .toList();
        for (String service : List.of("collector", "storage", "analysis")) {
            String leftOut = settingsOf(service)
                    .getProperty("quarkus.class-loading.removed-resources.\"com.github.luben:zstd-jni\"");
            assertThat(leftOut.split(",")).as(service).containsExactlyInAnyOrderElementsOf(forNewerJdks);
        }
        assertThat(names)
                .anyMatch(name -> name.matches("linux/amd64/libzstd-jni-.*\\.so"))
                .anyMatch(name -> name.matches("linux/aarch64/libzstd-jni-.*\\.so"));
        String metadata = Files.readString(Checkout.ROOT.resolve(
                "common-model/src/main/resources/META-INF/native-image/dev.quipu/common-model/jni-config.json"));
        assertThat(metadata.lines()
                        .filter(line -> line.contains("\"name\""))
                        .map(line -> line.replaceAll(".*\"name\": \"([\\w.]+)\".*", "$1")
                                        .replace('.', '/') + ".class"))
                .isNotEmpty()
                .allMatch(names::contains);
    }

    private static DescribedPredicate<JavaCall<?>> calls(Class<?> owner, String names) {
        return are(target(owner(DescribedPredicate.<JavaClass>describe(
                                "assignable to " + owner.getName(), type -> type.isAssignableTo(owner))))
                        .and(target(nameMatching(names))))
                .as("calls of %s.%s", owner.getSimpleName(), names);
    }
}
