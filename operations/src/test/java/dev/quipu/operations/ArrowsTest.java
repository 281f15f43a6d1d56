package dev.quipu.operations;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Operations is a tool beside the services: it knows their tables and doors, and none of their code. */
@AnalyzeClasses(packages = "dev.quipu.operations", importOptions = ImportOption.DoNotIncludeTests.class)
class ArrowsTest {

    @ArchTest
    static final ArchRule noServiceIsKnown = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.quipu.storage..", "dev.quipu.collector..", "dev.quipu.analysis..");

    @ArchTest
    static final ArchRule noCircles =
            slices().matching("dev.quipu.operations.(*)..").should().beFreeOfCycles();
}
