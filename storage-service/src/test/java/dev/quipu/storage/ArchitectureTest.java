package dev.quipu.storage;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The arrows between rooms: api calls features, features call the database, nothing calls api. */
@AnalyzeClasses(packages = "dev.quipu.storage", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule NOTHING_CALLS_API = noClasses()
            .that()
            .resideOutsideOfPackage("..api..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.quipu.storage.api..");

    @ArchTest
    static final ArchRule ROOMS_HAVE_NO_CIRCLES =
            slices().matching("dev.quipu.storage.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule THE_DATABASE_KNOWS_NO_FEATURE = noClasses()
            .that()
            .resideInAnyPackage("..database..", "..load..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "..segments..",
                    "..search..",
                    "..ledger..",
                    "..catalog..",
                    "..feed..",
                    "..compaction..",
                    "..retention..");

    @ArchTest
    static final ArchRule ONLY_API_SPEAKS_HTTP = noClasses()
            .that()
            .resideOutsideOfPackage("..api..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("jakarta.ws.rs..", "io.vertx.ext.web..");

    @ArchTest
    static final ArchRule NO_OTHER_SERVICE = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.quipu.collector..", "dev.quipu.analysis..");

    @ArchTest
    static final ArchRule NAMES_SAY_WHAT_A_CLASS_IS = classes()
            .should()
            .haveNameNotMatching(".*(Manager|Handler|Impl|DTO|Util|Utils|Helper)")
            .andShould()
            .haveNameNotMatching(".*\\.Abstract\\w*");
}
