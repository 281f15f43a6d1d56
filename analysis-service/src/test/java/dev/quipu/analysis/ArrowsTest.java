package dev.quipu.analysis;

import static com.tngtech.archunit.core.domain.properties.CanBeAnnotated.Predicates.annotatedWith;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.quarkus.security.Authenticated;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.HttpMethod;

/** Arrows run one way: doors call features, features call the client, and nothing calls a door. */
@AnalyzeClasses(packages = "dev.quipu.analysis", importOptions = ImportOption.DoNotIncludeTests.class)
class ArrowsTest {

    @ArchTest
    static final ArchRule nothingCallsTheDoors = noClasses()
            .that()
            .resideOutsideOfPackage("..analysis.api..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("..analysis.api..");

    @ArchTest
    static final ArchRule theClientKnowsNoFeature = noClasses()
            .that()
            .resideInAPackage("..client..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "..jaeger..",
                    "..zipkin..",
                    "..read..",
                    "..rates..",
                    "..trace..",
                    "..fate..",
                    "..ledger..",
                    "..explanation..",
                    "..analysis.feed..",
                    "..analysis.rollup..",
                    "..analysis.template..",
                    "..analysis.anomaly..",
                    "..analysis.contrast..",
                    "..analysis.heatmap..",
                    "..analysis.graph..",
                    "..analysis.incident..",
                    "..analysis.alert..",
                    "..analysis.prometheus..",
                    "..analysis.cause..",
                    "..analysis.chart..",
                    "..analysis.redaction..");

    @ArchTest
    static final ArchRule functionsOverATraceKnowOnlyTheModel = classes()
            .that()
            .resideInAPackage("..analysis.trace..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("..analysis.trace..", "dev.quipu.model..", "java..", "org.jspecify..");

    @ArchTest
    static final ArchRule everyDoorSaysWhoMayAsk = methods()
            .that()
            .areMetaAnnotatedWith(HttpMethod.class)
            .should()
            .beAnnotatedWith(RolesAllowed.class)
            .orShould()
            .beAnnotatedWith(Authenticated.class)
            .orShould()
            .beAnnotatedWith(PermitAll.class)
            .orShould()
            .beDeclaredInClassesThat(annotatedWith(RolesAllowed.class).or(annotatedWith(Authenticated.class)));

    @ArchTest
    static final ArchRule noRoomsByLayer = noClasses()
            .should()
            .resideInAnyPackage(
                    "..util..", "..helper..", "..common..", "..impl..", "..dto..", "..mapper..", "..service..");

    @ArchTest
    static final ArchRule noNamesByLayer = noClasses()
            .should()
            .haveSimpleNameEndingWith("Manager")
            .orShould()
            .haveSimpleNameEndingWith("Handler")
            .orShould()
            .haveSimpleNameEndingWith("Impl")
            .orShould()
            .haveSimpleNameEndingWith("DTO")
            .orShould()
            .haveSimpleNameStartingWith("Abstract");

    @ArchTest
    static final ArchRule servicesDoNotKnowEachOther = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.quipu.storage..", "dev.quipu.collector..");

    @ArchTest
    static final ArchRule noCircles =
            slices().matching("dev.quipu.analysis.(*)..").should().beFreeOfCycles();
}
