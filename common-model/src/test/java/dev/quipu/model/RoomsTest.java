package dev.quipu.model;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Arrows run one way: query → segment → otlp → model. */
@AnalyzeClasses(packages = "dev.quipu.model", importOptions = ImportOption.DoNotIncludeTests.class)
class RoomsTest {

    @ArchTest
    static final ArchRule MODEL_KNOWS_NO_ROOM = noClasses()
            .that()
            .resideInAPackage("dev.quipu.model")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "dev.quipu.model.otlp",
                    "dev.quipu.model.segment",
                    "dev.quipu.model.query",
                    "dev.quipu.model.redaction",
                    "dev.quipu.model.erasure",
                    "dev.quipu.model.series");

    @ArchTest
    static final ArchRule OTLP_KNOWS_ONLY_THE_MODEL = noClasses()
            .that()
            .resideInAPackage("dev.quipu.model.otlp")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "dev.quipu.model.segment",
                    "dev.quipu.model.query",
                    "dev.quipu.model.redaction",
                    "dev.quipu.model.erasure",
                    "dev.quipu.model.series");

    @ArchTest
    static final ArchRule SEGMENT_KNOWS_NO_QUERY = noClasses()
            .that()
            .resideInAPackage("dev.quipu.model.segment")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "dev.quipu.model.query",
                    "dev.quipu.model.redaction",
                    "dev.quipu.model.erasure",
                    "dev.quipu.model.series");

    @ArchTest
    static final ArchRule NO_FRAMEWORK = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.quarkus..", "jakarta..", "io.vertx..", "io.smallrye..");
}
