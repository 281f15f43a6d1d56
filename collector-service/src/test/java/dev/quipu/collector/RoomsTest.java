package dev.quipu.collector;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "dev.quipu", importOptions = ImportOption.DoNotIncludeTests.class)
class RoomsTest {

    @ArchTest
    static final ArchRule arrowsRunOneWay = layeredArchitecture()
            .consideringOnlyDependenciesInAnyPackage("dev.quipu.collector..")
            .layer("api")
            .definedBy("dev.quipu.collector.api..")
            .layer("intake")
            .definedBy("dev.quipu.collector.intake..")
            .layer("loki")
            .definedBy("dev.quipu.collector.loki..")
            .layer("remotewrite")
            .definedBy("dev.quipu.collector.remotewrite..")
            .layer("scrape")
            .definedBy("dev.quipu.collector.scrape..")
            .layer("spool")
            .definedBy("dev.quipu.collector.spool..")
            .layer("redaction")
            .definedBy("dev.quipu.collector.redaction..")
            .layer("quota")
            .definedBy("dev.quipu.collector.quota..")
            .layer("client")
            .definedBy("dev.quipu.collector.client..")
            .whereLayer("api")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("scrape")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("intake")
            .mayOnlyBeAccessedByLayers("api", "loki", "remotewrite", "scrape", "spool")
            .whereLayer("spool")
            .mayOnlyBeAccessedByLayers("api")
            .whereLayer("redaction")
            .mayOnlyBeAccessedByLayers("api", "intake")
            .whereLayer("quota")
            .mayOnlyBeAccessedByLayers("intake", "remotewrite")
            .whereLayer("client")
            .mayOnlyBeAccessedByLayers("api", "intake", "quota", "redaction", "scrape", "spool");

    @ArchTest
    static final ArchRule roomsDoNotGoInCircles =
            slices().matching("dev.quipu.collector.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule noOtherServiceIsKnown = noClasses()
            .that()
            .resideInAPackage("dev.quipu.collector..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.quipu.storage..", "dev.quipu.analysis..");

    @ArchTest
    static final ArchRule noDatabaseIsKnown = noClasses()
            .that()
            .resideInAPackage("dev.quipu.collector..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.sql..", "javax.sql..", "jakarta.persistence..", "io.vertx.sqlclient..");

    @ArchTest
    static final ArchRule namesSayWhatAThingIs = classes()
            .that()
            .resideInAPackage("dev.quipu.collector..")
            .should()
            .haveSimpleNameNotEndingWith("Manager")
            .andShould()
            .haveSimpleNameNotEndingWith("Handler")
            .andShould()
            .haveSimpleNameNotEndingWith("Impl")
            .andShould()
            .haveSimpleNameNotEndingWith("Util")
            .andShould()
            .haveSimpleNameNotEndingWith("Helper")
            .andShould()
            .haveSimpleNameNotEndingWith("DTO")
            .andShould()
            .haveSimpleNameNotStartingWith("Abstract");
}
